import type { Field } from "../../../protocol/dissect/field.ts";
import { hexText } from "../../lib/hex.ts";

/** A field as a line of the tree. */
export interface FieldRow {
  /** Its place, like "0.2.1". */
  readonly key: string;
  readonly parentKey: string | undefined;
  readonly level: number;
  readonly field: Field;
  /** Undefined: it has no parts. */
  readonly isExpanded: boolean | undefined;
}

const BITS = 8;
const NIBBLE = 4;
const SHOWN_BYTES = 16;

/** The lines of a tree of which some fields are closed. */
export function fieldRows(
  fields: readonly Field[],
  closed: ReadonlySet<string>,
  parentKey?: string,
  level = 0,
): readonly FieldRow[] {
  return fields.flatMap((field, at) => {
    const key = parentKey === undefined ? String(at) : `${parentKey}.${at}`;
    const isExpanded = field.parts.length === 0 ? undefined : !closed.has(key);
    const row = { key, parentKey, level, field, isExpanded };
    return isExpanded ? [row, ...fieldRows(field.parts, closed, key, level + 1)] : [row];
  });
}

/** The smallest field of whole bytes that has this byte, with all that it is a part of: from the outermost on. */
export function keysOfByte(fields: readonly Field[], byte: number, parentKey?: string): readonly string[] {
  const at = fields.findIndex(
    ({ offset, length, bits }) => bits === undefined && offset <= byte && byte < offset + length,
  );
  const field = fields[at];
  if (field === undefined) return [];
  const key = parentKey === undefined ? String(at) : `${parentKey}.${at}`;
  return [key, ...keysOfByte(field.parts, byte, key)];
}

/** What a field holds: bits in their places, numbers, text, or the beginning of its bytes. */
export function valueText({ value, bits }: Field): string {
  if (bits !== undefined && typeof value === "number") return bitText(value, bits.high, bits.low);
  if (value instanceof Uint8Array) {
    const shown = hexText(value.subarray(0, SHOWN_BYTES));
    return value.length > SHOWN_BYTES ? `${shown} …` : shown;
  }
  return value === undefined ? "" : String(value);
}

/** Like "0011 ····": the bits of the field, points for the others of its byte. */
function bitText(value: number, high: number, low: number): string {
  const signs = Array.from({ length: BITS }, (_, at) => {
    const bit = BITS - 1 - at;
    return bit > high || bit < low ? "·" : String((value >> (bit - low)) & 1);
  });
  return `${signs.slice(0, NIBBLE).join("")} ${signs.slice(NIBBLE).join("")}`;
}
