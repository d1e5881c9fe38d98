import { statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { open, type RootDatabase, type Transaction } from "lmdb";
import { bytesOf, type Changes } from "./changes.ts";
import { DataDirectoryError } from "./data-directory-error.ts";
import { FileRoom } from "./file-room.ts";
import { FORMAT, PROGRESS } from "./file-tables.ts";
import type { JournalEntry } from "./journal.ts";
import { keyBytes, rangeOf } from "./keys.ts";
import { RecordReader } from "./record-bytes.ts";
import { sealed, unsealed } from "./seal.ts";
import { StateReader } from "./state-reader.ts";
import type { Table } from "./tables.ts";

/** A record as it lies in the file. */
export interface RawRecord {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** Records that are handed over in one turn of the event loop: more would hold up the broker. */
const RECORDS_AT_A_TIME = 1000;

/** How the record of the format begins in format 1, where records have no checksums: it is all of it. */
const UNSEALED_FORMAT_BYTES = 1;
const FORMAT_KEY = keyBytes(FORMAT.prefix);
const PROGRESS_KEY = keyBytes(PROGRESS.prefix);

/** What LMDB says of its file. */
interface FileStats {
  readonly entryCount: number;
  readonly pageSize: number;
  readonly lastPageNumber: number;
  readonly treeLeafPageCount: number;
  readonly treeBranchPageCount: number;
}

/** Of the file, for a record beside what it says: what LMDB puts before it, and a checksum. */
const RECORD_BYTES = 16;

/** What a file is opened for; `fill`: it is new, its records come in order, and who fills it flushes it at the end. */
export type FileUse = "change" | "fill" | "snapshot";

/** What reads records: the file as it is, or with what lies over it. */
export interface Records {
  get<T>(table: Pick<Table<T>, "read">, key: string): T | undefined;
  /** The records whose keys begin with `prefix`, in order, so many of them. */
  range(prefix: string, limit?: number): Iterable<RawRecord>;
}

/**
 * The one LMDB file, with keys and records of bytes. Each of its commits is flushed to the disk. Each record lies there
 * with a checksum, of which those who read and write here know nothing. A snapshot stays what the file was when it was
 * opened, whatever other processes write meanwhile.
 */
export class LmdbFile implements Records {
  readonly #path: string;
  readonly #root: RootDatabase<Buffer, Buffer>;
  readonly #isInOrder: boolean;
  readonly #room: FileRoom;
  readonly #snapshot: Transaction | undefined;
  #isSealed: boolean;
  /** Up to this key records have checksums already, where the step to format 2 was begun and is not done. */
  readonly #sealedTo: Buffer | undefined;

  constructor(path: string, use: FileUse = "change") {
    this.#path = path;
    this.#room = new FileRoom(path);
    const isSnapshot = use === "snapshot";
    this.#isInOrder = use === "fill";
    this.#root = open<Buffer, Buffer>({
      path,
      noSubdir: true,
      encoding: "binary",
      keyEncoding: "binary",
      readOnly: isSnapshot,
      noSync: this.#isInOrder,
      // each transaction is flushed before it counts: LMDB's own two states of the file are enough
      overlappingSync: false,
    });
    // biome-ignore lint/correctness/useHookAtTopLevel: no hook of React, in spite of its name
    this.#snapshot = isSnapshot ? this.#root.useReadTransaction() : undefined;
    this.#isSealed = this.#raw(FORMAT_KEY)?.length !== UNSEALED_FORMAT_BYTES;
    const progress = this.#isSealed ? undefined : this.#raw(PROGRESS_KEY);
    this.#sealedTo = progress && Buffer.from(PROGRESS.read(new RecordReader(progress)));
  }

  /** All records are written with checksums from now on, and those that are there have them: the step to format 2. */
  seal(): void {
    this.#isSealed = true;
  }

  /** How many records there are. */
  get records(): number {
    const { entryCount } = this.#root.getStats() as FileStats;
    return entryCount;
  }

  /** On the disk. */
  get bytes(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  get<T>(table: Pick<Table<T>, "read">, key: string): T | undefined {
    const whole = keyBytes(key);
    const bytes = this.#raw(whole);
    return bytes && table.read(new RecordReader(this.#opened(whole, bytes)));
  }

  *range(prefix: string, limit?: number): Generator<RawRecord> {
    if (limit === 0) return;
    const range = prefix === "" ? {} : rangeOf(prefix);
    const records = this.#root.getRange({
      ...range,
      ...this.#transaction(),
      ...(limit !== undefined && { limit }),
    });
    for (const { key, value } of records) yield { key, value: this.#opened(key, value) };
  }

  /** The keys that begin with `prefix`, in order, so many of them, whatever their records are. */
  keys(prefix: string, limit: number): Iterable<Buffer> {
    return limit === 0 ? [] : this.#root.getKeys({ ...rangeOf(prefix), limit });
  }

  /** The records behind a key, undefined: from the first on, in order, so many of them. */
  after(key: Buffer | undefined, limit: number): RawRecord[] {
    const from = key === undefined ? {} : { start: key, exclusiveStart: true };
    const records = this.#root.getRange({ ...from, limit });
    return [...records].map(({ key: at, value }) => ({ key: at, value: this.#opened(at, value) }));
  }

  /** The records whose keys begin with `prefix` and come after `key`, in order; without a value: it is damaged. */
  *behind(prefix: string, key: string): Generator<Pick<RawRecord, "key"> & Partial<RawRecord>> {
    const records = this.#root.getRange({ ...rangeOf(prefix), start: keyBytes(key), exclusiveStart: true });
    for (const { key: at, value } of records) {
      const record = this.#recordOf(at, value);
      yield record === undefined ? { key: at } : { key: at, value: record };
    }
  }

  /** What the file is now, as it stays for the reader until that is closed. */
  state(): StateReader {
    // biome-ignore lint/correctness/useHookAtTopLevel: no hook of React, in spite of its name
    const held = this.#root.useReadTransaction();
    return new StateReader(this.#path, () => held.done());
  }

  /** Resolves when all of it is on the disk, and then that `last`. */
  write(changes: Changes, last: JournalEntry): Promise<void> {
    return this.writeRaw(entriesOf(changes, last));
  }

  /** The same with bytes. */
  async writeRaw(entries: Iterable<JournalEntry>): Promise<void> {
    let part: JournalEntry[] = [];
    for (const entry of entries) {
      part.push(entry);
      if (part.length < RECORDS_AT_A_TIME) continue;
      this.#commit(part);
      part = [];
      await nextTurn();
    }
    if (part.length > 0) this.#commit(part);
  }

  /** All or nothing of it, in one turn. */
  async writeTogether(entries: readonly JournalEntry[]): Promise<void> {
    this.#commit(entries);
    await nextTurn();
  }

  /** In this thread: LMDB's asynchronous writes say that they have succeeded where a full disk has made them fail. */
  #commit(entries: readonly JournalEntry[]): void {
    this.#makeRoom(entries);
    this.#root.transactionSync(() => {
      for (const [key, bytes] of entries) {
        if (bytes === undefined) this.#root.removeSync(key);
        else {
          const record = this.#isSealed ? sealed(key, bytes) : bytes;
          this.#root.putSync(key, record, { append: this.#isInOrder });
        }
      }
    });
  }

  #makeRoom(entries: readonly JournalEntry[]): void {
    const { pageSize, lastPageNumber, treeLeafPageCount, treeBranchPageCount } =
      this.#root.getStats() as FileStats;
    const bytes = entries.reduce(
      (sum, [key, value]) => sum + key.length + (value?.length ?? 0) + RECORD_BYTES,
      0,
    );
    this.#room.make(entries.length, bytes, {
      pageBytes: pageSize,
      lastPage: lastPageNumber,
      treePages: treeLeafPageCount + treeBranchPageCount,
    });
  }

  #raw(key: Buffer): Buffer | undefined {
    return this.#root.get(key, this.#transaction());
  }

  #transaction(): { readonly transaction?: Transaction } {
    return this.#snapshot === undefined ? {} : { transaction: this.#snapshot };
  }

  #opened(key: Buffer, bytes: Buffer): Buffer {
    const record = this.#recordOf(key, bytes);
    if (record === undefined) throw damagedRecord(key);
    return record;
  }

  /** Undefined: it is not what was written. */
  #recordOf(key: Buffer, bytes: Buffer): Buffer | undefined {
    return this.#isSealed || this.#isSealedAlready(key) ? unsealed(key, bytes) : bytes;
  }

  #isSealedAlready(key: Buffer): boolean {
    return (
      this.#sealedTo !== undefined &&
      key.compare(this.#sealedTo) <= 0 &&
      !key.equals(FORMAT_KEY) &&
      !key.equals(PROGRESS_KEY)
    );
  }

  close(): Promise<void> {
    this.#room.close();
    this.#snapshot?.done();
    return this.#root.close();
  }
}

function* entriesOf(changes: Changes, last: JournalEntry): Generator<JournalEntry> {
  for (const [key, change] of changes) yield [keyBytes(key), bytesOf(change)];
  yield last;
}

/** What is said of a record that is not what was written. */
export function damagedRecord(key: Buffer): DataDirectoryError {
  return new DataDirectoryError("damaged", `has a record that is damaged (${key.toString("hex")})`);
}
