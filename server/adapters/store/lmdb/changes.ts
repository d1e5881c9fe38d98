import { RecordWriter } from "./record-bytes.ts";
import type { Table } from "./tables.ts";

/** What becomes of one key. */
export interface Change {
  /** Undefined: it is removed. */
  readonly record: { readonly value: unknown; readonly table: Table<unknown> } | undefined;
  /** The key was not there before these changes: taken away again, it leaves no trace. */
  readonly isNew: boolean;
  /** The record as it is written; undefined until somebody asked for it. */
  bytes: Buffer | undefined;
}

const writer = new RecordWriter();
const REMOVED: Change = { record: undefined, isNew: false, bytes: undefined };

/** Changes of keys that are on their way to the disk, the last of each key. */
export class Changes {
  readonly #byKey = new Map<string, Change>();

  get size(): number {
    return this.#byKey.size;
  }

  [Symbol.iterator](): Iterator<[string, Change]> {
    return this.#byKey.entries();
  }

  get(key: string): Change | undefined {
    return this.#byKey.get(key);
  }

  /** Writes a record where none is. */
  add<T>(table: Table<T>, key: string, value: T): void {
    this.#put(key, { value, table: table as Table<unknown> }, this.#byKey.get(key) === undefined);
  }

  /** Writes a record, over another one perhaps. */
  set<T>(table: Table<T>, key: string, value: T): void {
    this.#put(key, { value, table: table as Table<unknown> }, this.#byKey.get(key)?.isNew === true);
  }

  remove(key: string): void {
    if (this.#byKey.get(key)?.isNew === true) this.#byKey.delete(key);
    else this.#byKey.set(key, REMOVED);
  }

  /** Takes over what happened after these changes. */
  absorb(later: Changes): void {
    for (const [key, change] of later) {
      const before = this.#byKey.get(key);
      if (change.record === undefined) this.remove(key);
      else {
        const isNew = before === undefined ? change.isNew : before.isNew;
        this.#byKey.set(key, isNew === change.isNew ? change : { ...change, isNew });
      }
    }
  }

  #put(key: string, record: NonNullable<Change["record"]>, isNew: boolean): void {
    this.#byKey.set(key, { record, isNew, bytes: undefined });
  }
}

/** The record of a change as it is written; undefined where it removes. */
export function bytesOf(change: Change): Buffer | undefined {
  const { record } = change;
  if (record === undefined) return undefined;
  if (change.bytes === undefined) {
    record.table.write(writer, record.value);
    change.bytes = writer.finish();
  }
  return change.bytes;
}
