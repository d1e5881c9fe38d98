import type { JournalEntry } from "./journal.ts";
import type { RawRecord } from "./lmdb-file.ts";

/** What a journal says, laid over the records of a file: the last word on each key. */
export class Overlay {
  /** Undefined: it is removed. */
  readonly #byKey = new Map<string, Buffer | undefined>();
  readonly #keys: readonly string[];

  constructor(entries: Iterable<JournalEntry>) {
    for (const [key, bytes] of entries) this.#byKey.set(key.toString("latin1"), bytes);
    this.#keys = [...this.#byKey.keys()].sort();
  }

  /** How many keys it has. */
  get size(): number {
    return this.#keys.length;
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** Undefined: it is removed, or the overlay says nothing of it. */
  get(key: string): Buffer | undefined {
    return this.#byKey.get(key);
  }

  /** The records of a range of keys, in order, as they are with this over them. */
  *over(prefix: string, records: Iterable<RawRecord>): Generator<RawRecord> {
    let at = this.#firstAt(prefix);
    for (const record of records) {
      const key = record.key.toString("latin1");
      for (; (this.#keys[at] ?? key) < key; at++) yield* this.#recordAt(at);
      if (this.#keys[at] === key) yield* this.#recordAt(at++);
      else yield record;
    }
    for (; this.#keys[at]?.startsWith(prefix) === true; at++) yield* this.#recordAt(at);
  }

  *#recordAt(at: number): Generator<RawRecord> {
    const key = this.#keys[at] ?? "";
    const value = this.#byKey.get(key);
    if (value !== undefined) yield { key: Buffer.from(key, "latin1"), value };
  }

  /** Where the first key stands that is not before `prefix`. */
  #firstAt(prefix: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? "") < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
