import { RecordWriter } from "./record-bytes.ts";
import type { Table } from "./tables.ts";

/** What becomes of one key. */
export interface Change {
  /** Undefined: it is removed. */
  readonly record: { readonly value: unknown; readonly table: Table<unknown> } | undefined;
  /** The key was not there before these changes: taken away again, it leaves no trace. */
  readonly isNew: boolean;
  /** Bytes of memory that it takes, roughly. */
  readonly weight: number;
  /** The record as it is written; undefined until somebody asked for it. */
  bytes: Buffer | undefined;
}

const writer = new RecordWriter();
/** Of a change with its key, without what a record carries. */
const CHANGE_BYTES = 200;
/** A body stands as it came, and as it is written. */
const BODIES = 2;
const REMOVED: Change = { record: undefined, isNew: false, weight: CHANGE_BYTES, bytes: undefined };

/** Changes of keys that are on their way to the disk, the last of each key. */
export class Changes {
  readonly #byKey = new Map<string, Change>();
  #bytes = 0;

  get size(): number {
    return this.#byKey.size;
  }

  /** Of memory, roughly. */
  get bytes(): number {
    return this.#bytes;
  }

  [Symbol.iterator](): Iterator<[string, Change]> {
    return this.#byKey.entries();
  }

  get(key: string): Change | undefined {
    return this.#byKey.get(key);
  }

  /** Writes a record where none is. */
  add<T>(table: Table<T>, key: string, value: T): void {
    const before = this.#byKey.get(key);
    this.#put(key, { value, table: table as Table<unknown> }, before === undefined, before);
  }

  /** Writes a record, over another one perhaps. */
  set<T>(table: Table<T>, key: string, value: T): void {
    const before = this.#byKey.get(key);
    this.#put(key, { value, table: table as Table<unknown> }, before?.isNew === true, before);
  }

  remove(key: string): void {
    const before = this.#byKey.get(key);
    if (before?.isNew === true) {
      this.#byKey.delete(key);
      this.#bytes -= before.weight;
    } else this.#set(key, REMOVED, before);
  }

  /** Takes over what happened after these changes. */
  absorb(later: Changes): void {
    for (const [key, change] of later) {
      const before = this.#byKey.get(key);
      if (change.record === undefined) this.remove(key);
      else {
        const isNew = before === undefined ? change.isNew : before.isNew;
        this.#set(key, isNew === change.isNew ? change : { ...change, isNew }, before);
      }
    }
  }

  #put(key: string, record: NonNullable<Change["record"]>, isNew: boolean, before: Change | undefined): void {
    const weight = CHANGE_BYTES + BODIES * (record.table.bodyBytes?.(record.value) ?? 0);
    this.#set(key, { record, isNew, weight, bytes: undefined }, before);
  }

  #set(key: string, change: Change, before: Change | undefined): void {
    this.#bytes += change.weight - (before === undefined ? 0 : before.weight);
    this.#byKey.set(key, change);
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
