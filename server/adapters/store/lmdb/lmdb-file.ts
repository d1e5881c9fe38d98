import { statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { open, type RootDatabase } from "lmdb";
import { bytesOf, type Changes } from "./changes.ts";
import type { JournalEntry } from "./journal.ts";
import { keyBytes, rangeOf } from "./keys.ts";
import { RecordReader } from "./record-bytes.ts";
import { sealed, unsealed } from "./seal.ts";
import { FORMAT, type Table } from "./tables.ts";

/** A record as it lies in the file. */
export interface RawRecord {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** Records that are handed over in one turn of the event loop: more would hold up the broker. */
const RECORDS_AT_A_TIME = 2000;

/** How the record of the format begins in format 1, where records have no checksums: it is all of it. */
const UNSEALED_FORMAT_BYTES = 1;

/**
 * The one LMDB file, with keys and records of bytes. Each of its commits is flushed to the disk. Each record lies there
 * with a checksum, of which those who read and write here know nothing.
 */
export class LmdbFile {
  readonly #path: string;
  readonly #root: RootDatabase<Buffer, Buffer>;
  #isSealed: boolean;

  constructor(path: string) {
    this.#path = path;
    // each transaction is flushed before it counts: LMDB's own two states of the file are enough
    this.#root = open<Buffer, Buffer>({
      path,
      noSubdir: true,
      encoding: "binary",
      keyEncoding: "binary",
      overlappingSync: false,
    });
    this.#isSealed = this.#root.get(keyBytes(FORMAT.prefix))?.length !== UNSEALED_FORMAT_BYTES;
  }

  /** All records are written with checksums from now on, and those that are there have them: the step to format 2. */
  seal(): void {
    this.#isSealed = true;
  }

  /** On the disk. */
  get bytes(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  get<T>(table: Table<T>, key: string): T | undefined {
    const whole = keyBytes(key);
    const bytes = this.#root.get(whole);
    return bytes && table.read(new RecordReader(this.#opened(whole, bytes)));
  }

  /** The records whose keys begin with `prefix`, in order, so many of them. */
  *range(prefix: string, limit?: number): Generator<RawRecord> {
    if (limit === 0) return;
    const records = this.#root.getRange({ ...rangeOf(prefix), ...(limit !== undefined && { limit }) });
    for (const { key, value } of records) yield { key, value: this.#opened(key, value) };
  }

  /** The records behind a key, undefined: from the first on, in order, so many of them. */
  after(key: Buffer | undefined, limit: number): RawRecord[] {
    const from = key === undefined ? {} : { start: key, exclusiveStart: true };
    const records = this.#root.getRange({ ...from, limit });
    return [...records].map(({ key: at, value }) => ({ key: at, value: this.#opened(at, value) }));
  }

  /** Resolves when all of it is on the disk. */
  write(changes: Changes): Promise<void> {
    return this.writeRaw(entriesOf(changes));
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
    this.#root.transactionSync(() => {
      for (const [key, bytes] of entries) {
        if (bytes === undefined) this.#root.removeSync(key);
        else this.#root.putSync(key, this.#isSealed ? sealed(key, bytes) : bytes);
      }
    });
  }

  #opened(key: Buffer, bytes: Buffer): Buffer {
    const record = this.#isSealed ? unsealed(key, bytes) : bytes;
    if (record === undefined) throw new Error(`the record ${key.toString("hex")} of the store is damaged`);
    return record;
  }

  close(): Promise<void> {
    return this.#root.close();
  }
}

function* entriesOf(changes: Changes): Generator<JournalEntry> {
  for (const [key, change] of changes) yield [keyBytes(key), bytesOf(change)];
}
