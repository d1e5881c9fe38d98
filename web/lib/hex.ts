const PRINTABLE_FROM = 0x20;
const PRINTABLE_TO = 0x7e;

/** Two digits a byte. */
export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** Eight digits, as addresses are written. */
export function hexOffset(offset: number): string {
  return offset.toString(16).padStart(8, "0");
}

/** The ASCII sign of a byte, a point for the others. */
export function asciiOf(byte: number): string {
  return byte >= PRINTABLE_FROM && byte <= PRINTABLE_TO ? String.fromCharCode(byte) : "·";
}

/** Bytes as hex with spaces between. */
export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(" ");
}

/** A run of bytes, both ends included, in the order in which it was drawn. */
export interface ByteRange {
  readonly anchor: number;
  readonly head: number;
}

/** First and last byte of a range. */
export function rangeEnds(range: ByteRange): readonly [first: number, last: number] {
  return [Math.min(range.anchor, range.head), Math.max(range.anchor, range.head)];
}

/** Where the head of the selection goes by a key; undefined: the key does not move it. */
export function movedByte(key: string, head: number, length: number, perRow: number, perPage: number) {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -perRow,
    ArrowDown: perRow,
    PageUp: -perPage,
    PageDown: perPage,
    Home: -length,
    End: length,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.max(0, Math.min(length - 1, head + step));
}
