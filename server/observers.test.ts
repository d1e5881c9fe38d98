import { describe, expect, it } from "vitest";
import type { BrokerEvent } from "./core/ports/observer.ts";
import { Observers } from "./observers.ts";

const event: BrokerEvent = { type: "storeRecovered", at: 1 };

describe("observers", () => {
  it("tells everybody until they leave", () => {
    const observers = new Observers(() => undefined);
    const first: BrokerEvent[] = [];
    const second: BrokerEvent[] = [];
    const leave = observers.subscribe((told) => first.push(told));
    observers.subscribe((told) => second.push(told));
    observers.onEvent(event);
    leave();
    observers.onEvent(event);
    expect([first.length, second.length]).toEqual([1, 2]);
  });

  it("tells the others when one fails, and reports the failure", () => {
    const failures: unknown[] = [];
    const told: BrokerEvent[] = [];
    const observers = new Observers((error) => failures.push(error));
    const failure = new Error("broken observer");
    observers.subscribe(() => {
      throw failure;
    });
    observers.subscribe((one) => told.push(one));
    observers.onEvent(event);
    expect({ failures, told }).toEqual({ failures: [failure], told: [event] });
  });

  it("wants an event for each message only while somebody asks for it", () => {
    const observers = new Observers(() => undefined);
    expect(observers.wantsMessages).toBe(false);
    observers.wantMessages(true);
    expect(observers.wantsMessages).toBe(true);
    observers.wantMessages(false);
    expect(observers.wantsMessages).toBe(false);
  });
});
