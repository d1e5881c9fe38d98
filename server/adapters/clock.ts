import type { Clock } from "../core/ports/clock.ts";

/** The longest time that Node's timers know, milliseconds: a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A clock that can be stopped. */
export interface SystemClock extends Clock {
  /** No task is called any more, and what they hold is let go. */
  stop(): void;
}

/** Time and ticks of this process. Its timers do not keep the process alive. */
export function createSystemClock(): SystemClock {
  const timers = new Set<Timer>();
  return {
    now: Date.now,
    atEndOfTick: (task) => void setImmediate(task),
    after: (milliseconds, task) => {
      const timer = new Timer(task, () => timers.delete(timer));
      timers.add(timer);
      timer.wait(milliseconds);
      return () => timer.cancel();
    },
    stop: () => {
      for (const timer of [...timers]) timer.cancel();
    },
  };
}

class Timer {
  readonly #task: () => void;
  readonly #onOver: () => void;
  #timeout: NodeJS.Timeout | undefined;

  constructor(task: () => void, onOver: () => void) {
    this.#task = task;
    this.#onOver = onOver;
  }

  wait(left: number): void {
    const [step, then] =
      left > LONGEST_TIMER
        ? [LONGEST_TIMER, () => this.wait(left - LONGEST_TIMER)]
        : [left, () => this.#ring()];
    this.#timeout = setTimeout(then, step).unref();
  }

  cancel(): void {
    clearTimeout(this.#timeout);
    this.#onOver();
  }

  #ring(): void {
    this.#onOver();
    this.#task();
  }
}
