import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { HEADER_BYTES, type JournalEntry, KEY_LENGTH_BYTES, pathOf, VALUE_LENGTH_BYTES } from "./journal.ts";

/** A gap is not longer than so many batches: a segment has fewer. */
const LONGEST_GAP = 2 ** 24;

/** What a segment of the journal has. */
export interface Segment {
  readonly entries: Iterable<JournalEntry>;
  /** Batches that were there and cannot be read: a gap, or an end that no write can have left that was cut short. */
  readonly lostBatches: number;
  /** Not all of it can be read. */
  readonly isBroken: boolean;
  /** The first batch is not the one that was expected: what is lost stood before this segment. */
  readonly isBehindGap: boolean;
  /** The number of the batch behind it; undefined: nobody knows. */
  readonly next: number | undefined;
}

/**
 * Reads a segment. A batch at its end that is not all there is as a kill leaves one: nothing of it was acknowledged. Where
 * one is broken and whole ones follow, these are taken: each says what its records are from then on, so that with them
 * more is right than without. `expected` is the number of the first batch that the file needs, if it is known.
 */
export function readSegment(directory: string, segment: number, expected?: number): Segment {
  return segmentIn(readFileSync(pathOf(directory, segment)), expected);
}

/** The same of the bytes that a segment has. */
export function segmentIn(bytes: Buffer, expected?: number): Segment {
  const batches: { readonly from: number; readonly to: number }[] = [];
  let lostBatches = 0;
  let isBroken = false;
  let at = 0;
  let sequence: number | undefined;
  while (at < bytes.length) {
    const found = nextBatch(bytes, at, sequence);
    if (found === undefined) break;
    const missing = Math.max(0, found.sequence - (sequence ?? expected ?? found.sequence));
    const isSkipped = found.at > at;
    isBroken ||= isSkipped;
    lostBatches += isSkipped ? Math.max(1, missing) : missing;
    batches.push({ from: found.at + HEADER_BYTES, to: found.end });
    at = found.end;
    sequence = found.sequence + 1;
  }
  const isBehindGap = batches[0]?.from === HEADER_BYTES && isFirstLate(bytes, expected);
  if (at < bytes.length && !isCutShort(bytes, at, sequence ?? expected)) {
    lostBatches++;
    isBroken = true;
  }
  const next = sequence === undefined ? expected : Math.max(sequence, expected ?? 0);
  return { entries: entriesOf(bytes, batches), lostBatches, isBroken, isBehindGap, next };
}

function isFirstLate(bytes: Buffer, expected: number | undefined): boolean {
  return expected !== undefined && sequenceAt(bytes, 0) > expected;
}

interface Found {
  readonly at: number;
  readonly end: number;
  readonly sequence: number;
}

/** The next whole batch, with the number `sequence` if it stands where it should, or a later one; undefined: with any number. */
function nextBatch(bytes: Buffer, from: number, sequence: number | undefined): Found | undefined {
  for (let at = from; at + HEADER_BYTES <= bytes.length; at++) {
    const said = sequenceAt(bytes, at);
    const end = mayBe(said, sequence, at === from)
      ? at + HEADER_BYTES + bytes.readUIntBE(at + 4, 6)
      : Number.POSITIVE_INFINITY;
    if (end <= bytes.length && crc32(bytes.subarray(at + 4, end)) === bytes.readUInt32BE(at))
      return { at, end, sequence: said };
  }
  return undefined;
}

function mayBe(said: number, sequence: number | undefined, isInPlace: boolean): boolean {
  if (sequence === undefined) return true;
  return isInPlace ? said === sequence : said > sequence && said < sequence + LONGEST_GAP;
}

function sequenceAt(bytes: Buffer, at: number): number {
  return bytes.readUIntBE(at + 10, 6);
}

/** Whether what stands at the end is the beginning of a batch. */
function isCutShort(bytes: Buffer, at: number, sequence: number | undefined): boolean {
  if (at + HEADER_BYTES > bytes.length) return true;
  const end = at + HEADER_BYTES + bytes.readUIntBE(at + 4, 6);
  return end > bytes.length && (sequence === undefined || sequenceAt(bytes, at) === sequence);
}

function* entriesOf(
  bytes: Buffer,
  batches: readonly { readonly from: number; readonly to: number }[],
): Generator<JournalEntry> {
  for (const { from, to } of batches) yield* entriesIn(bytes.subarray(from, to));
}

function* entriesIn(body: Buffer): Generator<JournalEntry> {
  for (let at = 0; at < body.length; ) {
    const keyLength = body.readUInt16BE(at);
    const valueLength = body.readUInt32BE(at + KEY_LENGTH_BYTES);
    const key = at + KEY_LENGTH_BYTES + VALUE_LENGTH_BYTES;
    const value = key + keyLength;
    at = value + Math.max(0, valueLength - 1);
    yield [body.subarray(key, value), valueLength === 0 ? undefined : body.subarray(value, at)];
  }
}
