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
    // a clock that was set back fills nothing
    const passed = Math.max(0, now - this.#at);
    this.#left = Math.min(this.perSecond, this.#left + (passed * this.perSecond) / MILLISECONDS);
    this.#at = now;
    return this.#left > 0;
  }

  take(count: number): void {
    this.#left -= count;
  }

  /** Milliseconds from the last look until something may come again. */
  get waitMilliseconds(): number {
    return this.#left > 0 ? 0 : Math.floor((-this.#left * MILLISECONDS) / this.perSecond) + 1;
  }
}
