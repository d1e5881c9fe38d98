import type { Changes } from "./changes.ts";
import { numberKey } from "./keys.ts";
import type { Layers } from "./layers.ts";
import { DELIVERIES, ENDED, QUEUES, RECEIVED, SUBSCRIPTIONS, type Table } from "./tables.ts";

/** Records that are cleared away at a time: more would hold up the broker. */
const RECORDS_AT_A_TIME = 2000;
const LOAD: readonly Table<unknown>[] = [SUBSCRIPTIONS, RECEIVED, DELIVERIES];

/** Who is asked and told about what an ended session has left. */
export interface EndedSessionsOwner {
  /** One queue less has the body. */
  dereference(messageNumber: number): void;
  /** Something of it cannot be read. */
  onUnreadable(error: unknown): void;
}

/**
 * Sessions that have ended and have left something in the file. It is cleared away in parts, and only when the file has
 * all that was said of a session, and all that an earlier part has removed: else a body would be counted out twice.
 */
export class EndedSessions {
  readonly #layers: Layers;
  readonly #owner: EndedSessionsOwner;
  /** Each with the batch that has its end. */
  #said: { readonly number: number; readonly batch: Changes | undefined }[] = [];
  /** What the file will have with what is on its way to it. */
  #leaving: number[] = [];
  #clearable: number[];
  /** The batch that has what was removed last. */
  #removedIn: Changes | undefined;
  #isRemovalLeaving = false;

  /** `before` are those that an earlier process has left. */
  constructor(layers: Layers, before: readonly number[], owner: EndedSessionsOwner) {
    this.#layers = layers;
    this.#clearable = [...before];
    this.#owner = owner;
  }

  /** One more, whose end is in the batch. */
  add(number: number): void {
    this.#said.push({ number, batch: this.#layers.batch });
  }

  /** What the journal has goes to the file now. */
  leave(): void {
    const { batch } = this.#layers;
    this.#leaving = this.#said.filter((ended) => ended.batch !== batch).map(({ number }) => number);
    this.#said = this.#said.filter((ended) => ended.batch === batch);
    this.#isRemovalLeaving = this.#removedIn !== batch;
  }

  /** The file has it. Adds the next part to the batch; false: there is none. */
  arrived(): boolean {
    this.#clearable.push(...this.#leaving);
    this.#leaving = [];
    if (this.#isRemovalLeaving) this.#removedIn = undefined;
    if (this.#removedIn !== undefined || this.#clearable.length === 0) return false;
    this.#removedIn = this.#layers.batch;
    this.#clear();
    return true;
  }

  #clear(): void {
    let left = RECORDS_AT_A_TIME;
    for (const number of [...this.#clearable]) {
      try {
        left -= this.#clearSession(numberKey(number), left);
        if (left === 0) return;
        this.#layers.remove(ENDED, numberKey(number));
      } catch (error) {
        this.#owner.onUnreadable(error); // a start clears the rest
      }
      this.#clearable.shift();
    }
  }

  /** Returns how many records it removed. */
  #clearSession(session: string, limit: number): number {
    const { batch, file } = this.#layers;
    let cleared = 0;
    for (const table of LOAD) {
      for (const key of file.keys(table.prefix + session, limit - cleared)) {
        batch.remove(key.toString("latin1"));
        cleared++;
      }
    }
    for (const key of file.keys(QUEUES.prefix + session, limit - cleared)) {
      const name = key.toString("latin1");
      batch.remove(name);
      this.#release(name);
      cleared++;
    }
    return cleared;
  }

  /** Of a place in a queue that is damaged it cannot be said whose body it was: that stays. */
  #release(place: string): void {
    try {
      const queued = this.#layers.file.get(QUEUES, place);
      if (queued !== undefined) this.#owner.dereference(queued.messageNumber);
    } catch (error) {
      this.#owner.onUnreadable(error);
    }
  }
}
