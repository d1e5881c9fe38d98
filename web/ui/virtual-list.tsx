import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { classNames } from "../lib/class-names.ts";
import { movedIndex } from "../lib/fixed-rows.ts";
import { useFixedRows, useRangeReport } from "./use-fixed-rows.ts";

export interface VirtualListProps {
  readonly label: string;
  readonly rowCount: number;
  readonly rowHeight?: number;
  readonly rowKey: (index: number) => string | number;
  readonly row: (index: number) => ReactNode;
  readonly selectedIndex?: number;
  readonly onSelect?: (index: number) => void;
  readonly onOpen?: (index: number) => void;
  readonly onRangeChange?: (first: number, count: number) => void;
  readonly className?: string;
}

const ROW_PIXELS = 24;

/** A list of one column, of any length. */
export function VirtualList(props: VirtualListProps) {
  const { rowCount, rowHeight = ROW_PIXELS, selectedIndex = -1, onSelect, onOpen } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useFixedRows(scroller, rowCount, rowHeight);
  useRangeReport(rows, props.onRangeChange);

  const onKeyDown = (event: KeyboardEvent) => {
    const target = movedIndex(event.key, selectedIndex, rowCount, rows.rowsPerPage);
    if (target !== undefined && onSelect) {
      onSelect(target);
      rows.scrollToRow(target);
    } else if (event.key === "Enter" && selectedIndex >= 0 && onOpen) onOpen(selectedIndex);
    else return;
    event.preventDefault();
  };
  const drawn = Array.from({ length: rows.end - rows.first }, (_, offset) => rows.first + offset);
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={props.label}
      aria-activedescendant={selectedIndex >= 0 ? `${id}-${selectedIndex}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className={classNames("focus-list min-h-0 overflow-x-hidden overflow-y-auto", props.className)}
    >
      <div role="presentation" className="relative" style={{ height: rows.canvasHeight }}>
        {drawn.map((index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list box handles the keys
          <div
            key={props.rowKey(index)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === selectedIndex}
            aria-setsize={rowCount}
            aria-posinset={index + 1}
            className="absolute inset-x-0 flex items-center px-2 hover:bg-hover aria-selected:bg-selected"
            style={{ height: rowHeight, top: rows.topOf(index) }}
            onClick={() => onSelect?.(index)}
            onDoubleClick={() => onOpen?.(index)}
          >
            {props.row(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
