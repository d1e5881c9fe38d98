import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { bytesOf, type Changes } from "./changes.ts";

/** A segment's name has its number, so that names stand in order. */
const NAME = /^journal-(\d{12})$/;
const NAME_DIGITS = 12;
/** Of each file: nobody else may read it. */
export const FILE_MODE = 0o600;
/** Before a batch: checksum, length and sequence. */
export const HEADER_BYTES = 16;
/** Before an entry: the lengths of both. */
export const KEY_LENGTH_BYTES = 2;
/** The length of a record that is there is one more, so that 0 says that it is removed. */
export const VALUE_LENGTH_BYTES = 4;

const flush = promisify(fdatasync);

/** A key and its record, or nothing: it is removed. */
export type JournalEntry = readonly [key: Buffer, bytes: Buffer | undefined];

/**
 * What has happened and is not in the file yet, batch after batch, in segments. A batch stands when its write has
 * returned: then it survives the death of the process, and after `sync` that of the machine. Each has its length, its
 * place in the sequence and a checksum before it, so that one that was half written is known for what it is.
 */
export class Journal {
  readonly #directory: string;
  readonly #isSynced: boolean;
  #segment: number;
  #descriptor: number;
  #sequence: number;
  /** Bytes of the segment that stand. */
  #length = 0;
  /** Bytes of the segments before it. */
  readonly #bytesBefore = new Map<number, number>();
  /** Segments that were written and are not flushed. */
  #unsynced: number[] = [];
  /** A segment's name survives the death of the machine only when its directory has been flushed. */
  #isNameNew = true;

  /** Begins the segment `segment`, which is not there yet, with the batch `sequence`; `isSynced`: `sync` will be called. */
  constructor(directory: string, segment: number, isSynced: boolean, sequence = 0) {
    this.#sequence = sequence;
    this.#directory = directory;
    this.#isSynced = isSynced;
    this.#segment = segment;
    this.#descriptor = openSync(pathOf(directory, segment), "wx", FILE_MODE);
  }

  /** The number of the segment that is written. */
  get segment(): number {
    return this.#segment;
  }

  /** The number of the next batch; they go on from segment to segment, so that it is seen where some are missing. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Bytes in the segment that is written. */
  get length(): number {
    return this.#length;
  }

  /** Bytes in all segments. */
  get bytes(): number {
    let bytes = this.#length;
    for (const before of this.#bytesBefore.values()) bytes += before;
    return bytes;
  }

  /** Writes a batch; throws where it cannot, and then nothing of it counts. */
  append(changes: Changes): void {
    const batch = encodeBatch(changes, this.#sequence);
    try {
      for (let at = 0; at < batch.length; )
        at += writeSync(this.#descriptor, batch, at, batch.length - at, this.#length + at);
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#length);
      throw error;
    }
    this.#length += batch.length;
    this.#sequence++;
  }

  /** Makes what was appended so far survive the death of the machine too; one at a time. */
  async sync(): Promise<void> {
    const before = this.#unsynced.length;
    const descriptors = [...this.#unsynced, this.#descriptor];
    for (const descriptor of descriptors) await flush(descriptor);
    if (this.#isNameNew) await this.#syncNames();
    for (const descriptor of this.#unsynced.splice(0, before)) closeSync(descriptor);
  }

  /** Goes on in a new segment; throws where it cannot, and then goes on in this one. */
  rotate(): void {
    const next = openSync(pathOf(this.#directory, this.#segment + 1), "w", FILE_MODE);
    if (this.#isSynced) this.#unsynced.push(this.#descriptor);
    else closeSync(this.#descriptor);
    this.#descriptor = next;
    this.#bytesBefore.set(this.#segment, this.#length);
    this.#segment++;
    this.#length = 0;
    this.#isNameNew = true;
  }

  /**
   * The same where all is written anew that the segments before have: they are not flushed any more. Batches are numbered from
   * the first one again, so that none is missed between.
   */
  renew(): void {
    this.rotate();
    this.#sequence = 0;
    for (const descriptor of this.#unsynced.splice(0)) closeSync(descriptor);
  }

  /** Forgets the segments before this number: all they say is elsewhere. */
  forget(before: number, from = 0): void {
    const segments = segmentsIn(this.#directory).filter((segment) => segment >= from && segment < before);
    forgetSegments(this.#directory, segments);
    for (const segment of segments) this.#bytesBefore.delete(segment);
  }

  /** False: something of it could not be flushed. */
  close(): boolean {
    let isFlushed = true;
    for (const descriptor of [...this.#unsynced.splice(0), this.#descriptor]) {
      try {
        fdatasyncSync(descriptor);
      } catch {
        isFlushed = false;
      }
      closeSync(descriptor);
    }
    return isFlushed;
  }

  async #syncNames(): Promise<void> {
    this.#isNameNew = false;
    if (process.platform === "win32") return; // which flushes no directories
    const descriptor = openSync(this.#directory, "r");
    try {
      await flush(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** The segments that a directory has, in order. */
export function segmentsIn(directory: string): number[] {
  return readdirSync(directory)
    .map((name) => NAME.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

/** Removes segments, the first ones first: all they say is in the file. */
export function forgetSegments(directory: string, segments: readonly number[]): void {
  for (const segment of segments) unlinkSync(pathOf(directory, segment));
}

/** Checksum of what follows, length, sequence; then of each key its length, that of its record plus one, and both. */
function encodeBatch(changes: Changes, sequence: number): Buffer {
  let length = HEADER_BYTES;
  for (const [key, change] of changes)
    length += KEY_LENGTH_BYTES + VALUE_LENGTH_BYTES + key.length + (bytesOf(change)?.length ?? 0);
  const batch = Buffer.allocUnsafe(length);
  let at = batch.writeUIntBE(length - HEADER_BYTES, 4, 6);
  at = batch.writeUIntBE(sequence, at, 6);
  for (const [key, change] of changes) {
    const bytes = bytesOf(change);
    at = batch.writeUInt16BE(key.length, at);
    at = batch.writeUInt32BE(bytes === undefined ? 0 : bytes.length + 1, at);
    at += batch.write(key, at, "latin1");
    if (bytes !== undefined) at += bytes.copy(batch, at);
  }
  batch.writeUInt32BE(crc32(batch.subarray(4)), 0);
  return batch;
}

/** Where a segment lies. */
export function pathOf(directory: string, segment: number): string {
  return join(directory, `journal-${String(segment).padStart(NAME_DIGITS, "0")}`);
}
