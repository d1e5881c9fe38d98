import { type Stats, statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DataDirectoryError } from "./data-directory-error.ts";
import { holderOf } from "./directory-lock.ts";
import { formatOf } from "./format.ts";
import { HeldSegments } from "./held-segments.ts";
import { LmdbFile, type RawRecord, type Records } from "./lmdb-file.ts";
import { Overlay } from "./overlay.ts";
import { RecordReader } from "./record-bytes.ts";
import { expectReadable, expectWhole } from "./sound-file.ts";
import { storePath } from "./store-path.ts";
import type { Table } from "./tables.ts";

/** A server rotates its journal a few times a second at most: one attempt is enough nearly always. */
const ATTEMPTS = 100;

/** What a data directory takes on the disk. */
export interface DirectorySizes {
  readonly fileBytes: number;
  readonly journalBytes: number;
  readonly journalSegments: number;
  /** Keys that the journal says something of. */
  readonly journalRecords: number;
}

/**
 * What a data directory had at one moment, read only, whether or not a server uses it: the file as of a read transaction,
 * which LMDB keeps whole for other processes too, with the journal over it.
 *
 * Why that is one moment. A record reaches the file only after a segment has it, and a segment is forgotten only when
 * the file has all of it. So where the segments on the disk are read in order, each key has its last value, from
 * whichever moment on the file is read, as long as no segment is missing that was there when the read transaction
 * began. The segments are opened before it, which keeps them readable; those that came meanwhile are opened behind it.
 * Numbers follow each other and the lowest is forgotten first: if there is no gap, none has been missed. What an earlier
 * transaction of the file had and a segment says once more, does no harm: its last word is the same.
 */
export class Snapshot implements Records {
  readonly #file: LmdbFile;
  readonly #overlay: Overlay;
  readonly sizes: DirectorySizes;
  /** Undefined: nothing was ever written. */
  readonly format: number | undefined;

  constructor(file: LmdbFile, overlay: Overlay, sizes: Omit<DirectorySizes, "journalRecords">) {
    this.#file = file;
    this.#overlay = overlay;
    this.sizes = { ...sizes, journalRecords: overlay.size };
    this.format = formatOf(file);
  }

  /** About how many records there are. */
  get records(): number {
    return this.#file.records + this.#overlay.size;
  }

  get<T>(table: Pick<Table<T>, "read">, key: string): T | undefined {
    if (!this.#overlay.has(key)) return this.#file.get(table, key);
    const bytes = this.#overlay.get(key);
    return bytes && table.read(new RecordReader(bytes));
  }

  range(prefix: string): Generator<RawRecord> {
    return this.#overlay.over(prefix, this.#file.range(prefix));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Reads a data directory as it is now; throws DataDirectoryError, or the system's error. */
export async function openSnapshot(directory: string): Promise<Snapshot> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const snapshot = await tryOpen(directory);
    if (snapshot !== undefined) return snapshot;
    await nextTurn();
  }
  throw new DataDirectoryError("damaged", "cannot be read whole: a file of its journal is missing");
}

/** Undefined: the journal went on in the wrong moment. */
async function tryOpen(directory: string): Promise<Snapshot | undefined> {
  const path = storePath(directory);
  const held = new HeldSegments(directory);
  let file: LmdbFile | undefined;
  let snapshot: Snapshot | undefined;
  try {
    const before = statSync(path);
    if (!held.hold()) return undefined;
    const hadNone = held.numbers.length === 0;
    if (!isSound(directory, before)) return undefined;
    file = new LmdbFile(path, "snapshot");
    if (!held.hold() || !held.isUnbroken) return undefined;
    // a server that has started meanwhile, or put another store in its place
    if ((hadNone && held.numbers.length > 0) || statSync(path).ino !== before.ino) return undefined;
    const sizes = {
      fileBytes: statSync(path).size,
      journalBytes: held.bytes,
      journalSegments: held.numbers.length,
    };
    snapshot = new Snapshot(file, new Overlay(held.entries()), sizes);
    return snapshot;
  } finally {
    held.close();
    if (snapshot === undefined) await file?.close();
  }
}

/** Throws where LMDB must not open the file; false: a server has begun to write it while it was looked at. */
function isSound(directory: string, before: Stats): boolean {
  const path = storePath(directory);
  try {
    if (holderOf(directory) === undefined) expectWhole(path);
    else expectReadable(path);
    return true;
  } catch (error) {
    const { ino, size, mtimeMs } = statSync(path);
    const isChanged = ino !== before.ino || size !== before.size || mtimeMs !== before.mtimeMs;
    if (isChanged) return false;
    throw error;
  }
}
