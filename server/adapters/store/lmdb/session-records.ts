import type { RecordCursor } from "./state-reader.ts";

/** A way through the records of a table that hang on sessions, for those who go through the sessions in the same order. */
export class SessionRecords {
  readonly cursor: RecordCursor;
  #session = -1;
  /** The cursor's record was shown already. */
  #isTaken = false;

  constructor(cursor: RecordCursor) {
    this.cursor = cursor;
  }

  /** Goes to the next record of a session, which comes behind all that were asked for before; false: it has no more. */
  next(session: number): boolean {
    if (this.#isTaken) this.#advance();
    while (this.#session < session) this.#advance();
    this.#isTaken = this.#session === session;
    return this.#isTaken;
  }

  /** All that a session has. */
  all<T>(session: number, read: (cursor: RecordCursor) => T): T[] {
    const records: T[] = [];
    while (this.next(session)) records.push(read(this.cursor));
    return records;
  }

  #advance(): void {
    this.#session = this.cursor.next() ? this.cursor.firstNumber : Number.POSITIVE_INFINITY;
  }
}
