import { type PointerEvent, useRef } from "react";
import { classNames } from "../lib/class-names.ts";

export interface ColumnEdgeProps {
  /** Columns behind the flexible one are moved by their start. */
  readonly isAtStart: boolean;
  readonly width: number;
  readonly onResize: (from: number, delta: number) => void;
}

/** The edge of a column, moved by the pointer. Keys do the same on the title. */
export function ColumnEdge({ isAtStart, width, onResize }: ColumnEdgeProps) {
  const start = useRef<{ x: number; width: number }>(undefined);
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!start.current) return;
    const delta = event.clientX - start.current.x;
    onResize(start.current.width, isAtStart ? -delta : delta);
  };
  const onPointerEnd = () => {
    start.current = undefined;
  };
  return (
    <span
      aria-hidden
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      className={classNames(
        "absolute inset-y-0 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-1 after:left-1/2 after:w-px after:bg-line-strong after:opacity-0 group-hover:after:opacity-100 hover:after:bg-accent",
        isAtStart ? "-left-1" : "-right-1",
      )}
    />
  );
}
