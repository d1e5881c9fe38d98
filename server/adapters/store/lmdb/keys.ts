import { createHash } from "node:crypto";

/** LMDB takes keys of at most 1978 bytes; topics and filters have up to 65,535. */
const LONGEST_TEXT_BYTES = 512;
/** Whether a text stands in a key as it is, or its digest. */
const WHOLE = "\0";
const DIGEST = "\x01";

const BYTE = 0xff;
const TWO_TO_32 = 2 ** 32;
/** Behind every key that begins like this one: no number begins with a byte of 255. */
const LAST = "\xff";

/**
 * Keys are strings in which each character is a byte: quick in a Map, and ordered as LMDB orders them. The first names
 * the table (tables.ts). Numbers have six bytes, the highest first, so that a range is in their order.
 */
export function numberKey(number: number): string {
  const high = Math.floor(number / TWO_TO_32);
  return String.fromCharCode(
    (high >>> 8) & BYTE,
    high & BYTE,
    (number >>> 24) & BYTE,
    (number >>> 16) & BYTE,
    (number >>> 8) & BYTE,
    number & BYTE,
  );
}

/** A topic or a filter: as it is where it is short, so that topics stand in order, else by its digest. */
export function textKey(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= LONGEST_TEXT_BYTES
    ? WHOLE + bytes.toString("latin1")
    : DIGEST + createHash("sha256").update(bytes).digest().toString("latin1");
}

/** The number at the end of a key. */
export function lastNumber(key: Buffer): number {
  const bytes = 6;
  return key.readUIntBE(key.length - bytes, bytes);
}

/** The bytes of a key. */
export function keyBytes(key: string): Buffer {
  return Buffer.from(key, "latin1");
}

/** All keys that begin with `prefix`. */
export function rangeOf(prefix: string): { readonly start: Buffer; readonly end: Buffer } {
  return { start: keyBytes(prefix), end: keyBytes(prefix + LAST) };
}
