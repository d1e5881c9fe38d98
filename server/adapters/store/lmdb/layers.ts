import { Changes } from "./changes.ts";
import type { LmdbFile } from "./lmdb-file.ts";
import type { Table } from "./tables.ts";

/** The file as it will be: what has happened lies over it until it is written. */
export class Layers {
  readonly file: LmdbFile;
  /** Not in the journal yet. */
  batch = new Changes();
  /** In the journal, not on its way to the file yet. */
  journaled = new Changes();
  /** On its way to the file. */
  leaving = new Changes();
  /** The highest place in a queue that each of them has. */
  readonly #places = { batch: 0, journaled: 0, leaving: 0, file: 0 };

  constructor(file: LmdbFile) {
    this.file = file;
  }

  get<T>(table: Table<T>, key: string): T | undefined {
    const whole = table.prefix + key;
    const change = this.batch.get(whole) ?? this.journaled.get(whole) ?? this.leaving.get(whole);
    return change === undefined ? this.file.get(table, whole) : (change.record?.value as T | undefined);
  }

  /** Whether a record of the file is no more. */
  isRemoved(key: string): boolean {
    const change = this.batch.get(key) ?? this.journaled.get(key) ?? this.leaving.get(key);
    return change !== undefined && change.record === undefined;
  }

  /** Up to this place all that waits in queues is in the file. */
  get readablePlace(): number {
    return this.#places.file;
  }

  /** The batch has a place in a queue, higher than all before. */
  notePlace(place: number): void {
    this.#places.batch = place;
  }

  /** Writes a record where none is. */
  add<T>(table: Table<T>, key: string, value: T): void {
    this.batch.add(table, table.prefix + key, value);
  }

  /** Writes a record, over another one perhaps. */
  set<T>(table: Table<T>, key: string, value: T): void {
    this.batch.set(table, table.prefix + key, value);
  }

  remove({ prefix }: Table<unknown>, key: string): void {
    this.batch.remove(prefix + key);
  }

  /** The journal has the batch. */
  batchJournaled(): void {
    this.journaled.absorb(this.batch);
    this.batch = new Changes();
    this.#places.journaled = this.#places.batch;
  }

  /** What the journal has goes to the file. */
  leave(): void {
    this.leaving = this.journaled;
    this.journaled = new Changes();
    this.#places.leaving = this.#places.journaled;
  }

  /** The file has it. */
  arrived(): void {
    this.leaving = new Changes();
    this.#places.file = this.#places.leaving;
  }
}
