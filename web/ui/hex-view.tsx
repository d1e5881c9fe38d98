import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { classNames } from "../lib/class-names.ts";
import { type ByteRange, hexByte, hexText, movedByte, rangeEnds } from "../lib/hex.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { CopyButton } from "./copy-button.tsx";
import { HexRow } from "./hex-row.tsx";
import { useElementWidth } from "./use-element-width.ts";
import { useFixedRows } from "./use-fixed-rows.ts";

const ROW_PIXELS = 20;
const WIDE_PIXELS = 600;

export interface HexViewProps {
  readonly bytes: Uint8Array;
  /** Given: the selection is kept elsewhere, to light up with something else. */
  readonly range?: ByteRange | undefined;
  readonly onRange?: (range: ByteRange | undefined) => void;
  readonly className?: string;
}

/** Bytes as offset, hex and ASCII. Drag or Shift with arrows selects; copying takes the selection. */
export function HexView({ bytes, range, onRange, className }: HexViewProps) {
  const texts = useTexts().kit;
  const scroller = useRef<HTMLDivElement>(null);
  const perRow = useElementWidth(scroller) >= WIDE_PIXELS ? 16 : 8;
  const rows = useFixedRows(scroller, Math.ceil(bytes.length / perRow), ROW_PIXELS);
  const [own, setOwn] = useState<ByteRange>();
  const selected = onRange ? range : own;
  const select = onRange ?? setOwn;

  const onKeyDown = (event: KeyboardEvent) => {
    const head = selected?.head ?? -1;
    const target = movedByte(event.key, head, bytes.length, perRow, perRow * rows.rowsPerPage);
    if (target === undefined || bytes.length === 0) return;
    event.preventDefault();
    select({ anchor: event.shiftKey && selected ? selected.anchor : target, head: target });
    rows.scrollToRow(Math.floor(target / perRow));
  };
  const onPointer = (event: PointerEvent) => {
    const index = byteUnder(event);
    if (index === undefined || event.buttons !== 1) return;
    const isDrag = event.type === "pointermove" || event.shiftKey;
    select({ anchor: isDrag && selected ? selected.anchor : index, head: index });
  };
  const ends = selected ? rangeEnds(selected) : undefined;
  const drawn = Array.from({ length: rows.end - rows.first }, (_, offset) => rows.first + offset);
  return (
    <div className={classNames("flex min-h-0 flex-col", className)}>
      <div
        ref={scroller}
        role="application"
        aria-label={texts.hexView}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows move the selection
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        className="focus-list min-h-0 flex-1 overflow-auto py-1 font-mono text-sm select-none"
      >
        <div className="relative min-w-max" style={{ height: rows.canvasHeight }}>
          {drawn.map((row) => (
            <HexRow
              key={row}
              bytes={bytes}
              first={row * perRow}
              perRow={perRow}
              top={rows.topOf(row)}
              from={ends?.[0] ?? -1}
              to={ends?.[1] ?? -1}
            />
          ))}
        </div>
      </div>
      {ends && <HexSelection bytes={bytes} first={ends[0]} last={ends[1]} />}
    </div>
  );
}

function byteUnder(event: PointerEvent): number | undefined {
  const cell = event.target instanceof Element ? event.target.closest("[data-byte]") : null;
  return cell === null ? undefined : Number(cell.getAttribute("data-byte"));
}

function HexSelection({ bytes, first, last }: { bytes: Uint8Array; first: number; last: number }) {
  const texts = useTexts().kit;
  const format = useFormat();
  const part = bytes.subarray(first, last + 1);
  const value = part.length === 1 ? `0x${hexByte(part[0] ?? 0)} = ${part[0]}` : undefined;
  return (
    <div role="status" className="flex h-6 shrink-0 items-center gap-3 border-t px-2 text-sm text-muted">
      <span>{texts.hexSelected(String(first), String(last), format.exactBytes(part.length))}</span>
      {value !== undefined && <span className="font-mono">{value}</span>}
      <span className="flex-1" />
      <CopyButton text={() => hexText(part)} what={texts.hexView} />
    </div>
  );
}
