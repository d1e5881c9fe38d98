import type { StoreChanges, StoreFailure } from "../../../core/ports/store-status.ts";
import type { Changes } from "./changes.ts";
import type { RetryTimer } from "./retry-timer.ts";

/** How far the journal has come, counted from the beginning. */
export type Mark = StoreChanges;

/** How a store stands: what of the journal is safe, since when, and what cannot be written. */
export class Standing {
  #written: Mark = { changes: 0, bytes: 0 };
  #safe: Mark = this.#written;
  #committedAt: number | undefined;
  /** What cannot be written at present. */
  readonly #failing = new Set<RetryTimer>();
  #failure: StoreFailure | undefined;

  /** When something was made safe for the last time, milliseconds since the epoch. */
  get committedAt(): number | undefined {
    return this.#committedAt;
  }

  get failure(): StoreFailure | undefined {
    return this.#failure;
  }

  /** What the journal has: safe, once it is flushed. */
  get written(): Mark {
    return this.#written;
  }

  /** What the journal has and is not safe, and `batch`. */
  uncommitted(batch: Changes): StoreChanges {
    return {
      changes: this.#written.changes - this.#safe.changes + batch.size,
      bytes: this.#written.bytes - this.#safe.bytes + batch.bytes,
    };
  }

  /** The journal has the batch. */
  wrote({ size, bytes }: Changes): void {
    this.#written = { changes: this.#written.changes + size, bytes: this.#written.bytes + bytes };
  }

  /** All that the journal had at `mark` is safe. */
  committed(mark: Mark): void {
    this.#safe = mark;
    this.#committedAt = Date.now();
  }

  /** True: all could be written before. */
  failed(what: RetryTimer, error: Error): boolean {
    this.#failing.add(what);
    const isFirst = this.#failure === undefined;
    this.#failure = { since: this.#failure?.since ?? Date.now(), reason: error.message };
    return isFirst;
  }

  /** True: now all can be written again. */
  recovered(what: RetryTimer): boolean {
    if (!this.#failing.delete(what) || this.#failing.size > 0) return false;
    this.#failure = undefined;
    return true;
  }
}
