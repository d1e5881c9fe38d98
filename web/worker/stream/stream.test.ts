import { describe, expect, it } from "vitest";
import { Slices } from "../slices.ts";
import { TopicIndex } from "../topics/topic-index.ts";
import { EVERY_SUBSCRIPTION, MAXIMUM_STREAM_BYTES, MAXIMUM_STREAM_MESSAGES, Stream } from "./stream.ts";

function setUp() {
  const index = new TopicIndex();
  const slices = new Slices(() => 0);
  const stream = new Stream(index, slices, (mask) => (mask & 1 ? ["one"] : ["two"]));
  const add = (topic: string, payload: string | Uint8Array, mask = 1, flags = 0) => {
    const buffer = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
    const bytes = {
      buffer,
      propertiesStart: 0,
      propertiesEnd: 0,
      payloadStart: 0,
      end: buffer.length,
    };
    stream.append(index.touchPath(topic), 0, flags, mask, bytes);
  };
  const finish = () => {
    while (slices.run(0));
  };
  const shown = () =>
    stream.part(undefined, 500).rows.map((row) => `${row.position} ${row.topic} ${row.preview}`);
  return { stream, add, finish, shown };
}

describe("the stream", () => {
  it("shows the newest at its end, or a part that stays put", () => {
    const { stream, add } = setUp();
    for (let n = 0; n < 10; n++) add("a", `${n}`);
    expect(stream.part(undefined, 3).rows.map((row) => row.preview)).toEqual(["7", "8", "9"]);
    expect(stream.part(2, 2).rows.map((row) => row.preview)).toEqual(["2", "3"]);
  });

  it("filters what it holds and what comes", () => {
    const { stream, add, finish, shown } = setUp();
    add("a/x", "1");
    add("b/x", "2");
    stream.filter("a/+ payload:o", EVERY_SUBSCRIPTION);
    add("a/y", "one");
    finish();
    add("b/y", "two");
    add("a/z", "four");
    expect(shown()).toEqual(["0 a/y one", "1 a/z four"]);
    stream.filter("", EVERY_SUBSCRIPTION);
    expect(stream.end).toBe(5);
  });

  it("shows the messages of some subscriptions only", () => {
    const { stream, add, finish, shown } = setUp();
    add("a", "1", 1);
    add("a", "2", 2);
    stream.filter("", 2);
    finish();
    expect(shown()).toEqual(["0 a 2"]);
    expect(stream.part(undefined, 1).rows[0]?.subscriptionKeys).toEqual(["two"]);
  });

  it("lets the oldest go by count, and says how many", () => {
    const { stream, add, finish } = setUp();
    stream.filter("a", EVERY_SUBSCRIPTION);
    finish();
    for (let n = 0; n < MAXIMUM_STREAM_MESSAGES + 5; n++) add("a", `${n}`);
    expect([stream.held, stream.evicted, stream.start]).toEqual([MAXIMUM_STREAM_MESSAGES, 5, 5]);
    expect(stream.part(0, 1).rows[0]?.preview).toBe("5");
    expect(stream.addressOf(4)).toBeUndefined();
  });

  it("lets the oldest go by bytes", () => {
    const { stream, add } = setUp();
    const megabyte = new Uint8Array(1_048_576);
    for (let n = 0; n < 100; n++) add("a", megabyte);
    expect(stream.log.bytes).toBeLessThanOrEqual(MAXIMUM_STREAM_BYTES);
    expect(stream.held + stream.evicted).toBe(100);
    expect(stream.part(undefined, 1).rows[0]?.payloadBytes).toBe(megabyte.length);
  });

  it("can be cleared, and goes on counting", () => {
    const { stream, add, shown } = setUp();
    add("a", "1");
    stream.clear();
    expect(shown()).toEqual([]);
    add("a", "2");
    expect(shown()).toEqual(["1 a 2"]);
  });
});
