import { describe, expect, it } from "vitest";
import type { Command, FromWorker, ToWorker } from "../worker/messages.ts";
import { Bridge } from "./bridge.ts";
import { InsideError } from "./inside-client.ts";
import type { EventStream } from "./inside-events.ts";
import { newProfile } from "./profiles.ts";
import { type MessageEnd, WorkerPort } from "./worker-port.ts";

function setUp(answers: Record<string, unknown> = {}, fetcher?: typeof fetch) {
  const sent: ToWorker[] = [];
  const asked: string[] = [];
  const kept: Record<string, string> = {};
  const due: (() => void)[] = [];
  const stream: EventStream = {
    readyState: 1,
    onopen: null,
    onerror: null,
    onmessage: null,
    close: () => {},
  };
  const end: MessageEnd = { postMessage: (message) => void sent.push(message), onmessage: null };
  const bridge = new Bridge({
    port: new WorkerPort(end),
    pacer: { beforePaint: (callback) => callback(), afterPaint: () => {}, now: () => 0 },
    base: "https://broker.example/vitrina",
    storage: {
      getItem: (key) => kept[key] ?? null,
      setItem: (key, value) => void Object.assign(kept, { [key]: value }),
    },
    tabClientId: "vitrina-1",
    fetch:
      fetcher ??
      (async (input) => {
        asked.push(String(input));
        const path = new URL(String(input)).pathname.replace("/vitrina/api/v1", "");
        const answer = answers[path];
        return answer === undefined
          ? Response.json(
              { type: "about:blank", title: "Not Found", status: 404, detail: "no such client" },
              { status: 404 },
            )
          : Response.json(answer);
      }),
    openEventStream: () => stream,
    schedule: (callback) => void due.push(callback),
  });
  const wait = async () => {
    for (const callback of due.splice(0)) callback();
    // one turn of the event loop: the answers above are there at once
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    bridge,
    sent,
    asked,
    kept,
    stream,
    wait,
    say: (message: FromWorker) => end.onmessage?.({ data: message }),
  };
}

function attached(sent: readonly ToWorker[]): Extract<Command, { type: "attach" }> | undefined {
  return sent.find((message) => message.type === "attach");
}

describe("attaching", () => {
  it("to our own broker takes everything at once", () => {
    const { bridge, sent } = setUp();
    bridge.attachOwn();
    expect(attached(sent)).toMatchObject({
      broker: "own",
      options: { url: "wss://broker.example/vitrina/mqtt", clientId: "vitrina-1", version: 5 },
      baseFilters: [{ filter: "#" }, { filter: "$SYS/#" }],
    });
    expect(bridge.insideEvents.store.getState().availability).toBe("connecting");
  });

  it("to another broker waits for a choice of filters, and sees no inside", () => {
    const { bridge, sent } = setUp();
    bridge.profiles.save({ ...newProfile("p1"), url: "ws://other/mqtt" });
    expect(bridge.attachProfile("nobody")).toBe(false);
    expect(bridge.attachProfile("p1")).toBe(true);
    expect(attached(sent)).toMatchObject({
      broker: "foreign",
      options: { url: "ws://other/mqtt" },
      baseFilters: [],
    });
    expect(bridge.insideEvents.store.getState().availability).toBe("elsewhere");
  });

  it("opens the rows that were open before", async () => {
    const { bridge, sent, kept, wait, say } = setUp();
    bridge.attachOwn();
    bridge.send({ type: "toggle", id: 1 });
    await wait();
    const question = sent.find((message) => message.type === "ask");
    say({ type: "answer", requestId: question?.requestId ?? -1, answer: ["house"] });
    await wait();
    expect(kept["vitrina.expanded.own"]).toBe('["house"]');
    sent.length = 0;
    bridge.attachOwn();
    expect(attached(sent)?.expandedPaths).toEqual(["house"]);
  });
});

describe("the inside API", () => {
  it("tells the tree what is known only from subscriptions and sessions, and what was cleared", async () => {
    const { bridge, sent, stream, wait } = setUp({
      "/sessions": { items: [{ clientId: "away" }], total: 1 },
      "/subscriptions": {
        items: [
          { clientId: "away", filter: "orders/new" },
          { clientId: "here", filter: "lamp/set" },
          { clientId: "here", filter: "all/#" },
          { clientId: "here", filter: "$share/lamps/lamp/set", shareName: "lamps" },
        ],
        total: 4,
      },
    });
    bridge.attachOwn();
    stream.onmessage?.({
      data: JSON.stringify({ type: "subscribed", at: 1, clientId: "c", filter: "f", qos: 0 }),
    });
    stream.onmessage?.({ data: JSON.stringify({ type: "retainedCleared", at: 1, topic: "old" }) });
    stream.onmessage?.({ data: JSON.stringify({ type: "retainedRestored", at: 1, topic: "old" }) });
    stream.onmessage?.({ data: JSON.stringify({ type: "retainedCleared", at: 1, topic: "older" }) });
    await wait();
    await wait();
    expect(sent.slice(-5)).toEqual([
      { type: "retainedCleared", topics: ["old"] },
      { type: "retainedRestored", topics: ["old"] },
      { type: "retainedCleared", topics: ["older"] },
      { type: "knownTopics", origin: "subscription", topics: ["lamp/set"] },
      { type: "knownTopics", origin: "session", topics: ["orders/new"] },
    ]);
  });

  it("is no fault of ours while it is out of reach, but is one when it refuses", async () => {
    const { bridge, stream, wait } = setUp();
    bridge.attachOwn();
    const changed = { data: JSON.stringify({ type: "unsubscribed", at: 1, clientId: "c", filter: "f" }) };
    stream.onmessage?.(changed);
    await wait();
    expect(bridge.stores.faults.getState()).toMatchObject([
      { message: expect.stringContaining("no such client") },
    ]);
    const away = setUp(undefined, () => Promise.reject(new TypeError("Failed to fetch")));
    away.bridge.attachOwn();
    away.stream.onmessage?.(changed);
    await away.wait();
    expect(away.bridge.stores.faults.getState()).toEqual([]);
  });

  it("says what the broker said when it refuses", async () => {
    const { bridge, asked } = setUp();
    const refused = await bridge.inside.session("a/b").catch((error: unknown) => error);
    expect(asked).toEqual(["https://broker.example/vitrina/api/v1/session?clientId=a%2Fb"]);
    expect(refused).toBeInstanceOf(InsideError);
    expect((refused as InsideError).problem).toMatchObject({ status: 404, detail: "no such client" });
  });
});
