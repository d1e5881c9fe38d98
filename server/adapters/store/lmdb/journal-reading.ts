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
}

/**
 * Reads a segment. A batch at its end that is not all there is as a kill leaves one: nothing of it was acknowledged. Where
 * one is broken and whole ones follow, these are taken: each says what its records are from then on, so that with them
 * more is right than without.
 */
export function readSegment(directory: string, segment: number): Segment {
  return segmentIn(readFileSync(pathOf(directory, segment)));
}

/** The same of the bytes that a segment has. */
export function segmentIn(bytes: Buffer): Segment {
  const batches: { readonly from: number; readonly to: number }[] = [];
  let lostBatches = 0;
  let at = 0;
  let sequence = 0;
  while (at < bytes.length) {
    const found = nextBatch(bytes, at, sequence);
    if (found === undefined) {
      if (!isCutShort(bytes, at, sequence)) lostBatches++;
      break;
    }
    lostBatches += found.sequence - sequence;
    batches.push({ from: found.at + HEADER_BYTES, to: found.end });
    at = found.end;
    sequence = found.sequence + 1;
  }
  return { entries: entriesOf(bytes, batches), lostBatches };
}

interface Found {
  readonly at: number;
  readonly end: number;
  readonly sequence: number;
}

/** The next whole batch, with the number `sequence` if it stands where it should, or a later one. */
function nextBatch(bytes: Buffer, from: number, sequence: number): Found | undefined {
  for (let at = from; at + HEADER_BYTES <= bytes.length; at++) {
    const said = bytes.readUIntBE(at + 10, 6);
    const isExpected = at === from ? said === sequence : said > sequence && said < sequence + LONGEST_GAP;
    const end = isExpected ? at + HEADER_BYTES + bytes.readUIntBE(at + 4, 6) : Number.POSITIVE_INFINITY;
    if (end <= bytes.length && crc32(bytes.subarray(at + 4, end)) === bytes.readUInt32BE(at))
      return { at, end, sequence: said };
  }
  return undefined;
}

/** Whether what stands at the end is the beginning of a batch. */
function isCutShort(bytes: Buffer, at: number, sequence: number): boolean {
  if (at + HEADER_BYTES > bytes.length) return true;
  const end = at + HEADER_BYTES + bytes.readUIntBE(at + 4, 6);
  return end > bytes.length && bytes.readUIntBE(at + 10, 6) === sequence;
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
