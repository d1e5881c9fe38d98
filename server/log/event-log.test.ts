import { beforeEach, describe, expect, it } from "vitest";
import type { BrokerEvent } from "../core/ports/observer.ts";
import { FakeClock } from "../core/test-support/fake-clock.ts";
import { DROP_WINDOW_MILLISECONDS, EventLog } from "./event-log.ts";
import { LINES_PER_WINDOW, WINDOW_MILLISECONDS } from "./line-budget.ts";
import { asText, createLogger } from "./log.ts";

const peer = { transport: "tcp", listener: "mqtt", address: "10.0.0.7", port: 5000 } as const;

let lines: string[];
let clock: FakeClock;
let log: EventLog;

beforeEach(() => {
  lines = [];
  clock = new FakeClock();
  log = new EventLog(createLogger("debug", { write: (line) => lines.push(line) }), clock);
});

function entries(): Record<string, unknown>[] {
  return lines.map((line) => JSON.parse(line));
}

function disconnected(clientId: string): BrokerEvent {
  return {
    type: "clientDisconnected",
    at: 0,
    clientId,
    cause: "protocol-error",
    reasonCode: 0x82,
    detail: "second CONNECT",
  };
}

function dropped(clientId: string, limit = "maximumQueuedMessages"): BrokerEvent {
  return { type: "messageDropped", at: 0, clientId, topic: "a/b", reason: "queue-full", limit };
}

describe("the log of events", () => {
  it("has a code, the client and the reason", () => {
    log.onEvent(disconnected("press-7"));
    expect(entries()).toEqual([
      {
        level: "warn",
        time: expect.any(String),
        code: "client-disconnected",
        clientId: "press-7",
        cause: "protocol-error",
        reasonCode: "0x82",
        detail: "second CONNECT",
        msg: "client disconnected",
      },
    ]);
  });

  it("shows where a client comes from", () => {
    log.onEvent({
      type: "clientRefused",
      at: 0,
      clientId: undefined,
      userName: undefined,
      peer,
      reasonCode: 0x81,
      reason: "no CONNECT",
    });
    expect(entries()[0]).toMatchObject({ peer: "tcp://10.0.0.7:5000", reasonCode: "0x81" });
    expect(entries()[0]).not.toHaveProperty("clientId");
  });

  it("keeps the stack of a fault of our own", () => {
    log.onEvent({ type: "internalError", at: 0, clientId: "c", error: new TypeError("no such thing") });
    expect(entries()[0]).toMatchObject({
      level: "error",
      code: "internal-error",
      err: { type: "TypeError", stack: expect.stringContaining("event-log.test.ts") },
    });
  });

  it("says nothing of single messages", () => {
    log.onEvent({ type: "messageDelivered", at: 0, clientId: "c", topic: "t", qos: 0 });
    log.onEvent({ type: "retainedSet", at: 0, clientId: "c", topic: "t", payloadBytes: 1 });
    expect(lines).toEqual([]);
  });

  it("tells of many drops once, with how many clients they hit and the name of the limit", () => {
    for (let at = 0; at < 1000; at++) log.onEvent(dropped(`c${at % 3}`));
    log.onEvent(dropped("x", "maximumQueuedBytes"));
    expect(lines).toEqual([]);
    clock.advance(DROP_WINDOW_MILLISECONDS);
    expect(entries()).toMatchObject([
      { code: "messages-dropped", limit: "maximumQueuedMessages", count: 1000, clients: 3, clientId: "c0" },
      { code: "messages-dropped", limit: "maximumQueuedBytes", count: 1, clients: 1, clientId: "x" },
    ]);
    log.onEvent(dropped("again"));
    clock.advance(DROP_WINDOW_MILLISECONDS);
    expect(entries()).toHaveLength(3);
  });

  it("is not flooded by one kind of line, and says how many it left out", () => {
    for (let at = 0; at < LINES_PER_WINDOW + 50; at++) log.onEvent(disconnected("flapping"));
    log.onEvent({ type: "storeRecovered", at: 0 });
    expect(entries().filter((entry) => entry.code === "client-disconnected")).toHaveLength(LINES_PER_WINDOW);
    expect(entries().at(-1)).toMatchObject({ code: "store-recovered" });
    clock.advance(WINDOW_MILLISECONDS);
    expect(entries().at(-1)).toMatchObject({ code: "lines-left-out", of: "client-disconnected", count: 50 });
    log.onEvent(disconnected("flapping"));
    expect(entries().at(-1)).toMatchObject({ code: "client-disconnected" });
  });

  it("does not count lines that its level leaves out", () => {
    const quiet = new EventLog(createLogger("error", { write: (line) => lines.push(line) }), clock);
    for (let at = 0; at < 2 * LINES_PER_WINDOW; at++) quiet.onEvent(disconnected("c"));
    clock.advance(WINDOW_MILLISECONDS);
    expect(lines).toEqual([]);
  });

  it.each([
    ["a line break", "a\nb", "a\\u{a}b"],
    ["a terminal's escape sequence", "\u001b[2J", "\\u{1b}[2J"],
    ["a C1 control character", "\u009b2J", "\\u{9b}2J"],
    ["a bidirectional override", "a\u202eb", "a\\u{202e}b"],
    ["a line separator", "a\u2028b", "a\\u{2028}b"],
  ])("shows %s in a client id harmlessly, in JSON and in text", (_, clientId, shown) => {
    const text: string[] = [];
    const textLog = new EventLog(createLogger("info", asText({ write: (line) => text.push(line) })), clock);
    log.onEvent(disconnected(clientId));
    textLog.onEvent(disconnected(clientId));
    expect(entries()[0]).toMatchObject({ clientId: shown });
    expect(text.join("")).toMatch(/^[ -~]+\n$/);
    expect(text.join("")).toContain(JSON.stringify(shown));
  });

  it("cuts a text of a client that is too long, and says how long it was", () => {
    log.onEvent(disconnected("x".repeat(65_535)));
    expect(entries()[0]).toMatchObject({ clientId: expect.stringMatching(/^x{256}… \(65535 characters\)$/) });
  });
});

describe("the text format", () => {
  it("is a line for people, and the stack below it", () => {
    const text: string[] = [];
    const logger = createLogger("info", asText({ write: (line) => text.push(line) }));
    logger.info({ code: "x", name: "two words", count: 3 }, "hello");
    logger.error({ code: "y", err: new Error("broken") }, "fault");
    expect(text[0]).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} info {2}hello code=x name="two words" count=3\n$/,
    );
    expect(text[1]).toMatch(/error fault code=y\n {2}Error: broken\n {6}at /);
  });
});
