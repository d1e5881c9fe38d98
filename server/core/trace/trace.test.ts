import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { summarize } from "../../../protocol/dissect/summary.ts";
import type { TracedPacket, TraceOptions } from "../ports/trace.ts";
import { createHarness, type Harness, type HarnessOptions } from "../test-support/harness.ts";
import { publishPacket, textOf, utf8, willOf } from "../test-support/packets.ts";

const EVERYTHING: TraceOptions = {
  clients: [],
  topics: [],
  hasPayloads: true,
  seconds: 60,
  maximumBytes: 1_000_000,
  whenFull: "drop-oldest",
  startedBy: undefined,
};

function setUp(asked: Partial<TraceOptions> = {}, options: HarnessOptions = {}) {
  const harness = createHarness(options);
  const { trace } = harness.broker.inside;
  const begin = () => trace.begin({ ...EVERYTHING, ...asked });
  const packets = (): readonly TracedPacket[] => trace.packets(0, 1_000);
  const lines = (): string[] => packets().map(lineOf);
  return { ...harness, trace, begin, packets, lines };
}

function lineOf({ direction, clientId, bytes, version }: TracedPacket): string {
  return `${clientId} ${direction} ${summarize(bytes, version)}`;
}

/** A publisher at QoS 1 and a subscriber, and what passes between them. */
function exchange(
  { connect }: Pick<Harness, "connect">,
  topics: readonly string[],
  qos: 0 | 1 | 2 = 1,
): void {
  const subscriber = connect({ clientId: "sub" });
  subscriber.subscribe({ filter: "#", qos });
  const publisher = connect({ clientId: "pub" });
  for (const topic of topics) {
    publisher.publish(topic, "x", { qos });
    if (qos === 1) subscriber.answer(4, topics.indexOf(topic) + 1);
  }
}

describe("a trace of everything", () => {
  it("has every packet of both directions, in the order of the wire", () => {
    const { begin, lines, ...harness } = setUp();
    begin();
    exchange(harness, ["a/b"]);
    expect(lines()).toEqual([
      "sub in CONNECT sub 18 B",
      "sub out CONNACK Success 16 B",
      "sub in SUBSCRIBE # id 1 9 B",
      "sub out SUBACK id 1 Granted QoS 1 6 B",
      "pub in CONNECT pub 18 B",
      "pub out CONNACK Success 16 B",
      "pub in PUBLISH a/b QoS 1 id 1 11 B",
      "sub out PUBLISH a/b QoS 1 id 1 11 B",
      "pub out PUBACK id 1 Success 4 B",
      "sub in PUBACK id 1 Success 4 B",
    ]);
  });

  it("has what is merged on its way one by one, byte for byte", () => {
    const { begin, packets, connect } = setUp();
    const subscriber = connect({ clientId: "sub" });
    subscriber.subscribe("#");
    const publisher = connect({ clientId: "pub" });
    begin();
    const sent = ["1", "x".repeat(3_000), "", "22", "y".repeat(70)].map((payload) =>
      encode(publishPacket({ topic: "t", payload }), 5),
    );
    publisher.sendBytes(...sent.flatMap((bytes) => [...bytes]));
    expect(subscriber.wire.writes.at(-1)?.length).toBe(sent.reduce((sum, { length }) => sum + length, 0));
    for (const direction of ["in", "out"] as const) {
      const kept = packets().filter((packet) => packet.direction === direction);
      expect(kept.map(({ bytes }) => bytes)).toEqual(sent);
    }
  });

  it("has large payloads that are sent by reference with their heads, and of larger ones the beginning", () => {
    const limits = { maximumTracedPacketBytes: 3_000 };
    const { begin, packets, connect } = setUp({}, { limits });
    connect({ clientId: "sub" }).subscribe({ filter: "#", qos: 1 });
    const publisher = connect({ clientId: "pub" });
    begin();
    publisher.publish("t", "x".repeat(2_500), { qos: 1 });
    publisher.publish("t", "y".repeat(5_000), { qos: 1 });
    const publishes = packets().filter(({ bytes }) => (bytes[0] ?? 0) >> 4 === 3);
    expect(
      publishes.map(({ direction, bytes, packetBytes }) => [direction, bytes.length, packetBytes]),
    ).toEqual([
      ["in", 2_509, 2_509],
      ["out", 2_509, 2_509],
      ["in", 3_000, 5_009],
      ["out", 3_000, 5_009],
    ]);
    expect(textOf(publishes[3]?.bytes)).toContain(`y${"y".repeat(100)}`);
  });

  it("tells connections apart and knows for what topic an alias stands, in both directions", () => {
    const { begin, packets, connect, trace } = setUp();
    const subscriber = connect({ clientId: "sub", properties: { topicAliasMaximum: 5 } });
    subscriber.subscribe("#");
    const publisher = connect({ clientId: "pub" });
    const send = (topic: string): void => publisher.publish(topic, "x", { properties: { topicAlias: 1 } });
    send("factory/temperature");
    begin();
    send("");
    send("");
    const aliased = packets().map(({ direction, connection, aliasedTopic }) => [
      direction,
      connection,
      aliasedTopic,
    ]);
    expect(aliased).toEqual([
      ["in", 1, "factory/temperature"],
      ["out", 2, "factory/temperature"],
      ["in", 1, "factory/temperature"],
      ["out", 2, "factory/temperature"],
    ]);
    expect(trace.current()?.keptPackets).toBe(4);
  });

  it("has no password and no authentication data", () => {
    const { begin, packets, connect } = setUp();
    begin();
    connect({ userName: "ann", password: utf8("open-sesame") });
    const [first] = packets();
    expect(textOf(first?.bytes)).not.toContain("open-sesame");
    expect(first?.masked).toHaveLength(1);
  });

  it("leaves payloads out when asked to, or when the settings say so", () => {
    const policy = { tracePayloads: "left-out" } as const;
    for (const { begin, packets, connect } of [setUp({ hasPayloads: false }), setUp({}, { policy })]) {
      begin();
      const client = connect({ will: willOf({ payload: "farewell" }) });
      client.subscribe("#");
      client.publish("t", "secret value", { qos: 1 });
      const text = packets()
        .map(({ bytes }) => textOf(bytes))
        .join("");
      expect(text).not.toMatch(/farewell|secret value/);
      const publish = packets().find(({ bytes }) => (bytes[0] ?? 0) >> 4 === 3);
      expect([publish?.bytes.length, publish?.packetBytes]).toEqual([8, 20]);
    }
  });
});

describe("the scope of a trace", () => {
  it("can be clients, from their CONNECT to their end", () => {
    const { begin, lines, ...harness } = setUp({ clients: ["pub", "nobody"] });
    begin();
    exchange(harness, ["a/b"]);
    expect(new Set(lines().map((line) => line.split(" ")[0]))).toEqual(new Set(["pub"]));
    expect(lines()).toHaveLength(4);
  });

  it.each([1, 2] as const)("can be topics, with what answers their messages at QoS %i", (qos) => {
    const { begin, lines, connect } = setUp({ topics: ["a/+", "b"] });
    const subscriber = connect({ clientId: "sub" });
    subscriber.subscribe({ filter: "#", qos });
    const publisher = connect({ clientId: "pub" });
    begin();
    publisher.publish("a/b", "x", { qos });
    publisher.publish("c", "x", { qos });
    if (qos === 2) for (const id of [1, 2]) publisher.answer(6, id);
    for (const id of [1, 2]) subscriber.answer(qos === 1 ? 4 : 5, id);
    if (qos === 2) for (const id of [1, 2]) subscriber.answer(7, id);
    const words = lines().map((line) => line.split(" ").slice(0, 3).join(" "));
    const expected = {
      1: ["pub in PUBLISH", "pub out PUBACK", "sub in PUBACK", "sub out PUBLISH"],
      2: [
        "pub in PUBLISH",
        "pub in PUBREL",
        "pub out PUBCOMP",
        "pub out PUBREC",
        "sub in PUBCOMP",
        "sub in PUBREC",
        "sub out PUBLISH",
        "sub out PUBREL",
      ],
    };
    expect(words.sort()).toEqual(expected[qos]);
  });

  it("knows a topic behind its alias", () => {
    const { begin, packets, connect } = setUp({ topics: ["a/b"] });
    begin();
    const publisher = connect({ clientId: "pub" });
    publisher.publish("a/b", "x", { properties: { topicAlias: 1 } });
    publisher.publish("", "y", { properties: { topicAlias: 1 } });
    publisher.publish("other", "z", { properties: { topicAlias: 1 } });
    publisher.publish("", "z", { properties: { topicAlias: 1 } });
    expect(packets()).toHaveLength(2);
  });
});

describe("the end of a trace", () => {
  it("comes by itself, and what was kept stays to be read", () => {
    const { begin, trace, clock, packets, connect } = setUp({ seconds: 30 });
    begin();
    connect();
    clock.advance(30);
    connect({ clientId: "later" });
    expect(trace.current()?.ended).toEqual({ at: clock.now(), why: "time-over" });
    expect(packets()).toHaveLength(2);
  });

  it("is no later than the limit, and no more is kept than it allows", () => {
    const limits = { maximumTraceSeconds: 10, maximumTraceBytes: 5_000 };
    const { begin, trace, clock, connect } = setUp({}, { limits });
    expect(begin()).toMatchObject({ seconds: 10, maximumBytes: 5_000 });
    const client = connect();
    for (let i = 0; i < 50; i++) client.publish("t");
    const record = trace.current();
    expect(record?.keptBytes).toBeLessThanOrEqual(5_000);
    expect((record?.keptPackets ?? 0) + (record?.droppedPackets ?? 0)).toBe(52);
    clock.advance(10);
    expect(trace.current()?.ended?.why).toBe("time-over");
  });

  it("comes when it is full, if it was asked to keep the oldest", () => {
    const { begin, trace, lines, connect } = setUp({ whenFull: "end", maximumBytes: 1_000 });
    begin();
    const client = connect({ clientId: "c" });
    for (let i = 0; i < 50; i++) client.publish("t");
    expect(trace.current()).toMatchObject({ droppedPackets: 0, ended: { why: "full" } });
    expect(lines()[0]).toBe("c in CONNECT c 16 B");
  });

  it("can be asked for; then another may begin, whose numbers go on", () => {
    const { begin, trace, packets, connect } = setUp();
    expect([trace.current(), trace.end(), trace.discard()]).toEqual([undefined, undefined, false]);
    begin();
    connect();
    expect(begin()).toBeUndefined();
    expect(trace.end()?.ended?.why).toBe("stopped");
    connect({ clientId: "unseen" });
    expect(packets().map(({ sequence }) => sequence)).toEqual([1, 2]);
    begin();
    expect(packets()).toEqual([]);
    connect({ clientId: "seen" });
    expect(packets()[0]).toMatchObject({ sequence: 3, clientId: "seen" });
    expect([trace.discard(), trace.current(), packets().length]).toEqual([true, undefined, 0]);
  });

  it("comes with the end of the broker", () => {
    const { begin, trace, broker } = setUp();
    begin();
    broker.shutdown();
    expect(trace.current()?.ended?.why).toBe("stopped");
  });
});

it("is off at first, and keeps nothing", () => {
  const { trace, packets, connect } = setUp();
  connect();
  expect([trace.current(), packets()]).toEqual([undefined, []]);
});
