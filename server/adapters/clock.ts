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
      const timer = new Timer(timers, milliseconds, task);
      return () => timer.cancel();
    },
    stop: () => {
      for (const timer of [...timers]) timer.cancel();
    },
  };
}

/** A task that waits for its time. Every connected client has one: so it is given to Node as an argument, without a closure. */
class Timer {
  readonly #timers: Set<Timer>;
  readonly #task: () => void;
  #left: number;
  #timeout: NodeJS.Timeout;

  constructor(timers: Set<Timer>, milliseconds: number, task: () => void) {
    this.#timers = timers;
    this.#task = task;
    this.#left = milliseconds;
    this.#timeout = this.#wait();
    timers.add(this);
  }

  /** The time that Node was told to wait is over. */
  passed(): void {
    if (this.#left > 0) {
      this.#timeout = this.#wait();
      return;
    }
    this.#timers.delete(this);
    this.#task();
  }

  cancel(): void {
    clearTimeout(this.#timeout);
    this.#timers.delete(this);
  }

  #wait(): NodeJS.Timeout {
    const step = Math.min(this.#left, LONGEST_TIMER);
    this.#left -= step;
    return setTimeout(pass, step, this).unref();
  }
}

function pass(timer: Timer): void {
  timer.passed();
}
