import type { Clock } from "../../../core/ports/clock.ts";

/** A clock that stands until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves the time on and calls what has come due, in order. */
  advance(milliseconds: number): void;
}

export function createManualClock(start = 1_000_000): ManualClock {
  let now = start;
  const timers = new Set<{ readonly dueAt: number; readonly task: () => void }>();
  return {
    now: () => now,
    atEndOfTick: (task) => setImmediate(task),
    after: (milliseconds, task) => {
      const timer = { dueAt: now + milliseconds, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (milliseconds) => {
      const end = now + milliseconds;
      for (;;) {
        const [next] = [...timers].filter(({ dueAt }) => dueAt <= end).sort((a, b) => a.dueAt - b.dueAt);
        if (next === undefined) break;
        now = next.dueAt;
        timers.delete(next);
        next.task();
      }
      now = end;
    },
  };
}
