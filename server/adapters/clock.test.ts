import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSystemClock } from "./clock.ts";

const DAY = 24 * 60 * 60 * 1000;

describe("the system clock", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("calls a task once, after its time", () => {
    let calls = 0;
    createSystemClock().after(1000, () => calls++);
    vi.advanceTimersByTime(999);
    expect(calls).toBe(0);
    vi.advanceTimersByTime(5000);
    expect(calls).toBe(1);
  });

  it("waits longer than Node's timers can", () => {
    let calls = 0;
    createSystemClock().after(60 * DAY, () => calls++);
    vi.advanceTimersByTime(60 * DAY - 1);
    expect(calls).toBe(0);
    vi.advanceTimersByTime(1);
    expect(calls).toBe(1);
  });

  it("calls nobody any more once it is stopped", () => {
    let calls = 0;
    const clock = createSystemClock();
    clock.after(1000, () => calls++);
    clock.after(60 * DAY, () => calls++);
    clock.stop();
    vi.advanceTimersByTime(60 * DAY);
    expect(calls).toBe(0);
  });

  it("forgets a task that is cancelled, also late in a long wait", () => {
    let calls = 0;
    const cancel = createSystemClock().after(60 * DAY, () => calls++);
    vi.advanceTimersByTime(40 * DAY);
    cancel();
    vi.advanceTimersByTime(40 * DAY);
    expect(calls).toBe(0);
  });

  it("calls a task at the end of the tick, after all promises", async () => {
    vi.useRealTimers();
    const order: string[] = [];
    const ended = new Promise<void>((resolve) =>
      createSystemClock().atEndOfTick(() => {
        order.push("end of tick");
        resolve();
      }),
    );
    void Promise.resolve().then(() => order.push("promise"));
    await ended;
    expect(order).toEqual(["promise", "end of tick"]);
  });
});
