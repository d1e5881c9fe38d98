import type { Clock } from "../core/ports/clock.ts";

/** The longest time that Node's timers know, milliseconds: a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Time and ticks of this process. Its timers do not keep the process alive. */
export function createSystemClock(): Clock {
  return { now: Date.now, atEndOfTick: (task) => void setImmediate(task), after };
}

function after(milliseconds: number, task: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (left: number): void => {
    timer =
      left > LONGEST_TIMER
        ? setTimeout(() => wait(left - LONGEST_TIMER), LONGEST_TIMER)
        : setTimeout(task, left);
    timer.unref();
  };
  wait(milliseconds);
  return () => clearTimeout(timer);
}
