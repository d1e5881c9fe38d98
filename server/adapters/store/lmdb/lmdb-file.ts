import { statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { open, type RootDatabase, type Transaction } from "lmdb";
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

/** What a file is opened for; `fill`: it is new, its records come in order, and who fills it flushes it at the end. */
export type FileUse = "change" | "fill" | "snapshot";

/** What reads records: the file as it is, or with what lies over it. */
export interface Records {
  get<T>(table: Table<T>, key: string): T | undefined;
  /** The records whose keys begin with `prefix`, in order, so many of them. */
  range(prefix: string, limit?: number): Iterable<RawRecord>;
}

/**
 * The one LMDB file, with keys and records of bytes. Each of its commits is flushed to the disk. A snapshot stays what
 * the file was when it was opened, whatever other processes write meanwhile.
 */
export class LmdbFile implements Records {
  readonly #path: string;
  readonly #root: RootDatabase<Buffer, Buffer>;
  readonly #isInOrder: boolean;
  readonly #snapshot: Transaction | undefined;

  constructor(path: string, use: FileUse = "change") {
    this.#path = path;
    const bytes = { noSubdir: true, encoding: "binary", keyEncoding: "binary" } as const;
    const isSnapshot = use === "snapshot";
    this.#isInOrder = use === "fill";
    this.#root = open<Buffer, Buffer>({ path, ...bytes, readOnly: isSnapshot, noSync: this.#isInOrder });
    // biome-ignore lint/correctness/useHookAtTopLevel: no hook of React, in spite of its name
    this.#snapshot = isSnapshot ? this.#root.useReadTransaction() : undefined;
  }

  /** How many records there are. */
  get records(): number {
    const { entryCount } = this.#root.getStats() as { readonly entryCount: number };
    return entryCount;
  }

  /** On the disk. */
  get bytes(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }

  get<T>(table: Table<T>, key: string): T | undefined {
    const bytes = this.#root.get(keyBytes(key), this.#transaction());
    return bytes && table.read(new RecordReader(bytes));
  }

  *range(prefix: string, limit?: number): Generator<RawRecord> {
    if (limit === 0) return;
    const range = prefix === "" ? {} : rangeOf(prefix);
    yield* this.#root.getRange({
      ...range,
      ...this.#transaction(),
      ...(limit !== undefined && { limit }),
    });
  }

  #transaction(): { readonly transaction?: Transaction } {
    return this.#snapshot === undefined ? {} : { transaction: this.#snapshot };
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
        else this.#root.putSync(key, bytes, { append: this.#isInOrder });
      }
    });
  }

  close(): Promise<void> {
    this.#snapshot?.done();
    return this.#root.close();
  }
}

function* entriesOf(changes: Changes): Generator<JournalEntry> {
  for (const [key, change] of changes) yield [keyBytes(key), bytesOf(change)];
}
