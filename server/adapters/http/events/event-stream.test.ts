import { describe, expect, it } from "vitest";
import type { BrokerEvent } from "../../../core/ports/observer.ts";
import { FakeClock } from "../../../core/test-support/fake-clock.ts";
import { type LiveEvent, liveEvent } from "../contract/events.ts";
import { EventStream, FLUSH_MILLISECONDS, HEARTBEAT_MILLISECONDS, wantedTypes } from "./event-stream.ts";
import { MAXIMUM_REPLAY_EVENTS } from "./replay-ring.ts";
import { MAXIMUM_PENDING_EVENTS } from "./stream-reader.ts";

const STARTED_AT = 77;
const seconds = (milliseconds: number) => milliseconds / 1000;
const created = (clientId: string): BrokerEvent => ({ type: "sessionCreated", at: 1, clientId });
const dropped = (clientId: string, topic: string): BrokerEvent => ({
  type: "messageDropped",
  at: 1,
  clientId,
  topic,
  reason: "queue-full",
  limit: "maximumQueuedMessages",
});
const received: BrokerEvent = {
  type: "messageReceived",
  at: 1,
  clientId: "a",
  topic: "t",
  qos: 0,
  retain: false,
  payloadBytes: 3,
};

function createSetup() {
  const clock = new FakeClock();
  const listeners = new Set<(event: BrokerEvent) => void>();
  const state = { wantsMessages: false };
  const source = {
    subscribe: (listener: (event: BrokerEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wantMessages: (isWanted: boolean) => {
      state.wantsMessages = isWanted;
    },
  };
  const stream = new EventStream(source, clock, () => STARTED_AT);
  return {
    clock,
    stream,
    state,
    listeners,
    emit: (...events: BrokerEvent[]) => {
      for (const event of events) for (const listener of listeners) listener(event);
    },
    open: (lastEventId?: string, asked: { types?: string; messages?: boolean } = {}) => {
      const sink = createSink();
      const { wanted } = wantedTypes(asked.types, asked.messages === true);
      return { ...sink, reader: stream.open(sink, wanted, lastEventId) };
    },
  };
}

/** Takes what a reader is sent, and can be slow. */
function createSink() {
  const texts: string[] = [];
  const sink = {
    isSlow: false,
    isEnded: false,
    texts,
    write: (text: string) => {
      texts.push(text);
      return !sink.isSlow;
    },
    end: () => {
      sink.isEnded = true;
    },
    get self() {
      return sink;
    },
    events: (): LiveEvent[] => {
      const lines = texts.join("").split("\n");
      const data = lines
        .filter((line) => line.startsWith("data: "))
        .map((line) => line.slice("data: ".length));
      return data.map((line) => liveEvent.parse(JSON.parse(line)));
    },
    ids: (): string[] => [...texts.join("").matchAll(/^id: (.*)$/gm)].map(([, id]) => id ?? ""),
  };
  return sink;
}

const types = (events: readonly LiveEvent[]) => events.map(({ type }) => type);

describe("EventStream", () => {
  it("opens with where the stream stands, then tells what happens, gathered for a moment", () => {
    const { open, emit, clock } = createSetup();
    const { events, ids } = open();
    emit(created("a"), created("b"));
    expect(types(events())).toEqual(["streamOpened"]);
    clock.advance(seconds(FLUSH_MILLISECONDS));
    expect(events().slice(1)).toEqual([
      { type: "sessionCreated", at: 1, clientId: "a" },
      { type: "sessionCreated", at: 1, clientId: "b" },
    ]);
    expect(ids()).toEqual(["77-1", "77-2"]);
  });

  it("replays what a reader missed since its last event", () => {
    const { open, emit } = createSetup();
    emit(created("a"), created("b"), created("c"));
    const { events, ids } = open("77-1");
    expect(events()[0]).toMatchObject({
      type: "streamOpened",
      replayed: 2,
      isComplete: true,
      startedAt: STARTED_AT,
    });
    expect(ids()).toEqual(["77-2", "77-3"]);
  });

  it.each(["76-1", "77-99", "nonsense", ""])(
    "says that the replay is not complete after %j",
    (lastEventId) => {
      const { open, emit } = createSetup();
      emit(created("a"));
      expect(open(lastEventId).events()).toMatchObject([
        { type: "streamOpened", replayed: 0, isComplete: false },
      ]);
    },
  );

  it("replays what it still has, and says that some is gone", () => {
    const { open, emit } = createSetup();
    for (let i = 0; i < MAXIMUM_REPLAY_EVENTS + 2; i++) emit(created("a"));
    const { events, ids } = open("77-1");
    expect(events()[0]).toMatchObject({ replayed: MAXIMUM_REPLAY_EVENTS, isComplete: false });
    expect(ids()[0]).toBe("77-3");
    expect(open("77-2").events()[0]).toMatchObject({ replayed: MAXIMUM_REPLAY_EVENTS, isComplete: true });
  });

  it("has an event for each message made only while a reader asks for it", () => {
    const { open, emit, clock, state, stream } = createSetup();
    const plain = open();
    expect(state.wantsMessages).toBe(false);
    const curious = open(undefined, { messages: true });
    expect(state.wantsMessages).toBe(true);
    emit(received);
    clock.advance(seconds(FLUSH_MILLISECONDS));
    expect(types(plain.events())).toEqual(["streamOpened"]);
    expect(types(curious.events())).toEqual(["streamOpened", "messageReceived"]);
    expect(curious.ids()).toEqual([]);
    stream.remove(curious.reader);
    expect(state.wantsMessages).toBe(false);
  });

  it("sends only the types that were asked for", () => {
    const { open, emit, clock, state } = createSetup();
    const { events } = open(undefined, { types: "sessionEnded, retainedSet" });
    emit(created("a"), { type: "retainedSet", at: 1, topic: "t", clientId: "a", payloadBytes: 1 });
    clock.advance(seconds(FLUSH_MILLISECONDS));
    expect(types(events())).toEqual(["streamOpened", "retainedSet"]);
    expect(state.wantsMessages).toBe(false);
  });

  it("sums up the drops of one client for one reason", () => {
    const { open, emit, clock } = createSetup();
    const { events } = open();
    emit(dropped("a", "t1"), dropped("b", "t1"), dropped("a", "t2"));
    clock.advance(seconds(FLUSH_MILLISECONDS));
    expect(events().slice(1)).toMatchObject([
      { type: "messageDropped", clientId: "a", topic: "t2", count: 2 },
      { type: "messageDropped", clientId: "b", topic: "t1", count: 1 },
    ]);
  });

  it("leaves events out for a reader that takes none, and counts them", () => {
    const { open, emit, clock, stream } = createSetup();
    const slow = open();
    slow.self.isSlow = true;
    emit(created("first"));
    clock.advance(seconds(FLUSH_MILLISECONDS));
    for (let i = 0; i < MAXIMUM_PENDING_EVENTS + 3; i++) emit(created("more"));
    clock.advance(seconds(FLUSH_MILLISECONDS));
    expect(types(slow.events())).toEqual(["streamOpened", "sessionCreated"]);
    slow.self.isSlow = false;
    slow.reader.onWritable(clock.now());
    expect(slow.events()).toHaveLength(2 + MAXIMUM_PENDING_EVENTS + 1);
    expect(slow.events().at(-1)).toMatchObject({ type: "skipped", count: 3 });
    stream.remove(slow.reader);
  });

  it("says on a quiet stream that it lives", () => {
    const { open, clock } = createSetup();
    const { texts } = open();
    clock.advance(seconds(2 * HEARTBEAT_MILLISECONDS));
    expect(texts.filter((text) => text === ": alive\n\n")).toHaveLength(2);
  });

  it("tells the last events, ends its readers and looks no more when it closes", () => {
    const { open, emit, stream, listeners } = createSetup();
    const { self, events } = open();
    emit(created("a"));
    stream.close();
    expect(types(events())).toEqual(["streamOpened", "sessionCreated"]);
    expect(self.isEnded).toBe(true);
    expect(listeners.size).toBe(0);
  });

  it("tells an error of ours by its message alone", () => {
    const { open, emit, clock } = createSetup();
    const { events } = open();
    emit({ type: "internalError", at: 1, clientId: undefined, error: new Error("no such thing") });
    clock.advance(seconds(FLUSH_MILLISECONDS));
    expect(events()[1]).toEqual({ type: "internalError", at: 1, message: "no such thing" });
  });
});

describe("wantedTypes", () => {
  it("names what is no type", () => {
    expect(wantedTypes("sessionEnded,sesionCreated", false).unknown).toEqual(["sesionCreated"]);
  });
});
