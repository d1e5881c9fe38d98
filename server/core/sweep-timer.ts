import type { Clock } from "./ports/clock.ts";

/** Sweeps are at least so long apart, milliseconds; until then what has expired is there for nobody. */
const SWEEP_MILLISECONDS = 1000;

/** Calls for a sweep when something has expired, and again after a pause while one has left something over. */
export class SweepTimer {
  readonly #clock: Clock;
  readonly #pauseMilliseconds: number;
  readonly #sweep: (now: number) => number;
  #dueAt = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined = undefined;

  /** `sweep` does a part of what is to be done; it returns when the first of what is left expires, Infinity: nothing is left. */
  constructor(clock: Clock, pauseMilliseconds: number, sweep: (now: number) => number) {
    this.#clock = clock;
    this.#pauseMilliseconds = pauseMilliseconds;
    this.#sweep = sweep;
  }

  /** Something came that expires then, milliseconds since the epoch. */
  ask(expiresAt: number): void {
    if (expiresAt >= this.#dueAt) return;
    const at = Math.max(expiresAt, this.#clock.now() + SWEEP_MILLISECONDS);
    // a sweep that is to come is never put off, or what expires as it comes would do so for ever
    if (at < this.#dueAt) this.#waitUntil(at);
  }

  #waitUntil(at: number): void {
    this.#cancel?.();
    this.#dueAt = at;
    this.#cancel = this.#clock.after(Math.max(0, at - this.#clock.now()), () => this.#ring());
  }

  #ring(): void {
    const now = this.#clock.now();
    // what is asked for meanwhile is answered below
    this.#dueAt = now;
    const next = this.#sweep(now);
    this.#dueAt = Number.POSITIVE_INFINITY;
    if (next <= now) this.#waitUntil(now + this.#pauseMilliseconds);
    else if (next !== Number.POSITIVE_INFINITY) this.ask(next);
  }
}
