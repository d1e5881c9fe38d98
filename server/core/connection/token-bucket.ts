import { UNLIMITED } from "../ports/limits.ts";

const MILLISECONDS = 1000;

/** So much a second, and what was not used of one second may come at once. What is taken too much is owed. */
export class TokenBucket {
  readonly perSecond: number;
  #left: number;
  #at: number;

  constructor(perSecond: number, now: number) {
    this.perSecond = perSecond;
    this.#left = perSecond;
    this.#at = now;
  }

  /** Whether anything may come now. */
  hasAny(now: number): boolean {
    if (this.perSecond === UNLIMITED) return true;
    // a clock that was set back fills nothing
    const passed = Math.max(0, now - this.#at);
    this.#left = Math.min(this.perSecond, this.#left + (passed * this.perSecond) / MILLISECONDS);
    this.#at = now;
    return this.#left >= 1;
  }

  take(count: number): void {
    this.#left -= count;
  }

  /** Milliseconds from the last look until something may come again. */
  get waitMilliseconds(): number {
    return this.#left >= 1 ? 0 : Math.ceil(((1 - this.#left) * MILLISECONDS) / this.perSecond);
  }
}
