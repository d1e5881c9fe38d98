import { memo } from "react";
import { classNames } from "../lib/class-names.ts";
import { asciiOf, hexByte, hexOffset } from "../lib/hex.ts";

export interface HexRowProps {
  readonly bytes: Uint8Array;
  readonly first: number;
  readonly perRow: number;
  readonly top: number;
  /** Selected bytes, both ends included; -1: none. */
  readonly from: number;
  readonly to: number;
}

/** A line of HexView. */
export const HexRow = memo(function HexRow({ bytes, first, perRow, top, from, to }: HexRowProps) {
  const part = Array.from(bytes.subarray(first, first + perRow));
  const toneOf = (index: number) => index >= from && index <= to && "bg-selected text-accent-strong";
  return (
    <div className="absolute flex h-5 items-center px-2" style={{ top }}>
      <span className="pr-4 text-faint">{hexOffset(first)}</span>
      <span className="flex" style={{ width: `${perRow * 3 + 2}ch` }}>
        {part.map((byte, offset) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a byte is its place
            key={offset}
            data-byte={first + offset}
            className={classNames(
              "w-[3ch] text-center",
              offset === perRow / 2 && "ml-[1ch]",
              byte === 0 && "text-faint",
              toneOf(first + offset),
            )}
          >
            {hexByte(byte)}
          </span>
        ))}
      </span>
      <span className="flex pl-2">
        {part.map((byte, offset) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a byte is its place
            key={offset}
            data-byte={first + offset}
            className={classNames("w-[1ch] whitespace-pre", toneOf(first + offset))}
          >
            {asciiOf(byte)}
          </span>
        ))}
      </span>
    </div>
  );
});
