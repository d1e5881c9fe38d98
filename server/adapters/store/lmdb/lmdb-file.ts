import { statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { open, type RootDatabase } from "lmdb";
import { bytesOf, type Changes } from "./changes.ts";
import type { JournalEntry } from "./journal.ts";
import { keyBytes, rangeOf } from "./keys.ts";
import { RecordReader } from "./record-bytes.ts";
import type { Table } from "./tables.ts";

/** A record as it lies in the file. */
export interface RawRecord {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** Records that are handed over in one turn of the event loop: more would hold up the broker. */
const RECORDS_AT_A_TIME = 2000;

/** The one LMDB file, with keys and records of bytes. Each of its commits is flushed to the disk. */
export class LmdbFile {
  readonly #path: string;
  readonly #root: RootDatabase<Buffer, Buffer>;

  constructor(path: string) {
    this.#path = path;
    this.#root = open<Buffer, Buffer>({ path, noSubdir: true, encoding: "binary", keyEncoding: "binary" });
  }

  /** On the disk. */
  get bytes(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  get<T>(table: Pick<Table<T>, "read">, key: string): T | undefined {
    const bytes = this.#root.get(keyBytes(key));
    return bytes && table.read(new RecordReader(bytes));
  }

  /** The records whose keys begin with `prefix`, in order, so many of them. */
  *range(prefix: string, limit?: number): Generator<RawRecord> {
    if (limit === 0) return;
    yield* this.#root.getRange({ ...rangeOf(prefix), ...(limit !== undefined && { limit }) });
  }

  /** The records whose keys begin with `prefix` and come after `key`, in order. */
  *behind(prefix: string, key: string): Generator<RawRecord> {
    yield* this.#root.getRange({ ...rangeOf(prefix), start: keyBytes(key), exclusiveStart: true });
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

  /** In this thread: LMDB's asynchronous writes say that they have succeeded where a full disk has made them fail. */
  #commit(entries: readonly JournalEntry[]): void {
    this.#root.transactionSync(() => {
      for (const [key, bytes] of entries) {
        if (bytes === undefined) this.#root.removeSync(key);
        else this.#root.putSync(key, bytes);
      }
    });
  }

  close(): Promise<void> {
    return this.#root.close();
  }
}

function* entriesOf(changes: Changes): Generator<JournalEntry> {
  for (const [key, change] of changes) yield [keyBytes(key), bytesOf(change)];
}
