import { describe, expect, it } from "vitest";
import type { LiveEvent } from "../../server/adapters/http/contract/events.ts";
import { type EventStream, InsideEvents } from "./inside-events.ts";

function setUp() {
  const due: (() => void)[] = [];
  const told: LiveEvent["type"][][] = [];
  const streams: (EventStream & { isClosed: boolean; readyState: number })[] = [];
  const events = new InsideEvents({
    openStream: () => {
      const stream = {
        readyState: 1,
        onopen: null,
        onerror: null,
        onmessage: null,
        isClosed: false,
        close: () => {},
      };
      stream.close = () => {
        stream.isClosed = true;
      };
      streams.push(stream);
      return stream;
    },
    schedule: (callback) => void due.push(callback),
    onInterrupted: () => undefined,
    onEvents: (arrived) => void told.push(arrived.map((event) => event.type)),
  });
  return {
    events,
    told,
    streams,
    say: (event: LiveEvent) => streams.at(-1)?.onmessage?.({ data: JSON.stringify(event) }),
    wait: () => {
      for (const callback of due.splice(0)) callback();
    },
  };
}

const willFired: LiveEvent = {
  type: "willFired",
  at: 1,
  clientId: "c",
  topic: "t",
  cause: "connection-lost",
  due: "at-once",
};

describe("the broker's events", () => {
  it("make lists stale together, not one by one", () => {
    const { events, told, say, wait } = setUp();
    events.start();
    say(willFired);
    say(willFired);
    expect(events.store.getState().versions.wills).toBe(0);
    wait();
    expect(events.store.getState().versions).toMatchObject({ wills: 1, sessions: 1, retained: 0 });
    expect(told).toEqual([["willFired", "willFired"]]);
  });

  it("tell that the store fails, and when it writes again", () => {
    const { events, say, wait } = setUp();
    events.start();
    say({ type: "storeFailed", at: 1, message: "ENOSPC" });
    wait();
    expect(events.store.getState().versions).toMatchObject({ store: 1, broker: 1, sessions: 0 });
    say({ type: "storeRecovered", at: 2 });
    wait();
    expect(events.store.getState().versions.store).toBe(2);
  });

  it("make everything stale after a gap, and say how much is missing", () => {
    const { events, say, wait } = setUp();
    events.start();
    say({ type: "skipped", at: 1, count: 7 });
    wait();
    expect(events.store.getState().skipped).toBe(7);
    expect(Object.values(events.store.getState().versions)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("are asked for again where the browser has given up", () => {
    const { events, streams, wait } = setUp();
    events.start();
    streams[0]?.onerror?.();
    wait();
    expect(streams).toHaveLength(1);
    if (streams[0]) streams[0].readyState = 2;
    streams[0]?.onerror?.();
    wait();
    expect(streams).toHaveLength(2);
  });

  it("say whether they flow", () => {
    const { events, streams } = setUp();
    const availability = () => events.store.getState().availability;
    expect(availability()).toBe("elsewhere");
    events.start();
    expect(availability()).toBe("connecting");
    streams[0]?.onopen?.();
    expect(availability()).toBe("live");
    streams[0]?.onerror?.();
    expect(availability()).toBe("interrupted");
    events.stop();
    expect([availability(), streams[0]?.isClosed]).toEqual(["elsewhere", true]);
  });
});
