import type { Clock } from "../ports/clock.ts";

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** Time that stands still until a test moves it, and ticks that end when a test says so. */
export class FakeClock implements Clock {
  #now = 1_700_000_000_000;
  #endOfTick: (() => void)[] = [];
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  atEndOfTick(task: () => void): void {
    this.#endOfTick.push(task);
  }

  after(milliseconds: number, task: () => void): () => void {
    const timer = { at: this.#now + milliseconds, task };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Ends ticks until none is asked for any more. */
  endTick(): void {
    while (this.#endOfTick.length > 0) {
      const tasks = this.#endOfTick;
      this.#endOfTick = [];
      for (const task of tasks) task();
    }
  }

  /** Nothing rings any more, as after the death of the process. */
  killTimers(): void {
    this.#timers.clear();
    this.#endOfTick = [];
  }

  /** Moves time on; timers ring in the order of their times, and each ends its tick. */
  advance(seconds: number): void {
    const until = this.#now + seconds * 1000;
    for (let timer = this.#next(until); timer !== undefined; timer = this.#next(until)) {
      this.#now = Math.max(this.#now, timer.at);
      this.#timers.delete(timer);
      timer.task();
      this.endTick();
    }
    this.#now = until;
  }

  #next(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers)
      if (timer.at <= until && (next === undefined || timer.at < next.at)) next = timer;
    return next;
  }
}
