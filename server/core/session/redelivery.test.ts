import { describe, expect, it } from "vitest";
import { PacketType, type Publish } from "../../../protocol/packets.ts";
import { createHarness, type Harness } from "../test-support/harness.ts";
import type { TestClient } from "../test-support/test-client.ts";

const DURABLE = { sessionExpiryInterval: 60 };

/** A durable subscriber to everything, and somebody who publishes. */
function setUp(harness: Harness = createHarness(), properties = {}) {
  const subscriber = harness.connect({ clientId: "s", properties: { ...DURABLE, ...properties } });
  subscriber.subscribe("#");
  return { ...harness, subscriber, publisher: harness.connect({ clientId: "p" }) };
}

function comeBack({ connect }: Harness, properties = {}): TestClient {
  return connect({ clientId: "s", cleanStart: false, properties: { ...DURABLE, ...properties } });
}

function brief({ packetId, qos, dup, payload }: Publish): string {
  return `${packetId}:${qos}${dup ? "dup" : ""}:${new TextDecoder().decode(payload)}`;
}

describe("delivery at QoS 1", () => {
  it("has its own packet ids and frees them with PUBACK [5 MQTT-4.3.2-3] [5 MQTT-4.3.2-1] [5 MQTT-4.3.2-2] [3 MQTT-4.3.2-1]", () => {
    const { subscriber, publisher, broker } = setUp();
    publisher.publish("t", "a", { qos: 1, packetId: 40, dup: true });
    publisher.publish("t", "b", { qos: 1, packetId: 41 });
    expect(subscriber.take(PacketType.Publish).map(brief)).toEqual(["1:1:a", "2:1:b"]);
    subscriber.answer(PacketType.Puback, 2);
    expect(broker.inside.session("s")?.inflightOutList).toMatchObject([{ packetId: 1, awaits: "PUBACK" }]);
  });

  it("is delivered whatever the PUBACK says [5 MQTT-4.4.0-2]", () => {
    const harness = setUp();
    harness.publisher.publish("t", "a", { qos: 1 });
    harness.subscriber.answer(PacketType.Puback, 1, 0x80);
    harness.subscriber.drop();
    expect(comeBack(harness).messages()).toEqual([]);
  });

  it("heeds no PUBACK for an id that is not awaited", () => {
    const { subscriber, publisher, broker } = setUp();
    publisher.publish("t", "a", { qos: 2 });
    subscriber.answer(PacketType.Puback, 99);
    expect([subscriber.ended, broker.inside.session("s")?.inflightOut]).toEqual(["open", 1]);
  });
});

describe("delivery at QoS 2", () => {
  it("goes PUBLISH, PUBREC, PUBREL, PUBCOMP [5 MQTT-4.3.3-1] [5 MQTT-4.3.3-4] [5 MQTT-4.3.3-5] [3 MQTT-4.3.3-1]", () => {
    const { subscriber, publisher, broker } = setUp();
    const awaits = (): string | undefined => broker.inside.session("s")?.inflightOutList[0]?.awaits;
    publisher.publish("t", "a", { qos: 2 });
    expect(awaits()).toBe("PUBREC");
    subscriber.answer(PacketType.Pubrec, 1);
    expect(subscriber.take(PacketType.Pubrel)).toMatchObject([{ packetId: 1, reasonCode: 0 }]);
    expect(awaits()).toBe("PUBCOMP");
    subscriber.answer(PacketType.Pubcomp, 1);
    expect(awaits()).toBeUndefined();
  });

  it("ends with a PUBREC that refuses, without PUBREL [5 MQTT-4.3.3-4] [5 MQTT-4.8.2-6]", () => {
    const { subscriber, publisher, broker } = setUp();
    publisher.publish("t", "a", { qos: 2 });
    subscriber.take(PacketType.Publish);
    subscriber.answer(PacketType.Pubrec, 1, 0x87);
    expect([subscriber.takeAll(), broker.inside.session("s")?.inflightOut]).toEqual([[], 0]);
  });

  it.each([
    [5, 0x92],
    [4, 0],
  ] as const)("in version %i answers PUBREC for an id that is not known", (version, reasonCode) => {
    const client = createHarness().connect({ version });
    client.answer(PacketType.Pubrec, 5);
    expect(client.take(PacketType.Pubrel)).toMatchObject([{ packetId: 5, reasonCode }]);
  });

  it("answers a PUBREC that comes again with PUBREL again", () => {
    const { subscriber, publisher } = setUp();
    publisher.publish("t", "a", { qos: 2 });
    subscriber.answer(PacketType.Pubrec, 1);
    subscriber.answer(PacketType.Pubrec, 1);
    expect(subscriber.take(PacketType.Pubrel)).toHaveLength(2);
  });

  it("heeds no PUBCOMP before PUBREC", () => {
    const { subscriber, publisher, broker } = setUp();
    publisher.publish("t", "a", { qos: 2 });
    subscriber.answer(PacketType.Pubcomp, 1);
    expect(broker.inside.session("s")?.inflightOut).toBe(1);
  });
});

describe("a client that comes back to its session", () => {
  it("gets again what it has not acknowledged, in the order and with the ids of the first time [5 MQTT-4.3.2-3] [5 MQTT-4.4.0-1] [5 MQTT-4.6.0-1] [5 MQTT-3.3.1-1] [3 MQTT-4.4.0-1] [3 MQTT-4.6.0-1]", () => {
    const harness = setUp();
    const { subscriber, publisher } = harness;
    for (const qos of [1, 2, 1, 2] as const) publisher.publish("t", "x", { qos });
    subscriber.answer(PacketType.Puback, 3);
    subscriber.drop();
    expect(comeBack(harness).take(PacketType.Publish).map(brief)).toEqual([
      "1:1dup:x",
      "2:2dup:x",
      "4:2dup:x",
    ]);
  });

  it("gets PUBREL again, not PUBLISH, once PUBREC has come [5 MQTT-4.3.3-6] [3 MQTT-4.3.3-1]", () => {
    const harness = setUp();
    const { subscriber, publisher } = harness;
    publisher.publish("t", "a", { qos: 2 });
    publisher.publish("t", "b", { qos: 2 });
    subscriber.answer(PacketType.Pubrec, 1);
    subscriber.drop();
    const again = comeBack(harness);
    const kinds = again
      .takeAll()
      .map((packet) => (packet.type === PacketType.Publish ? brief(packet) : packet.type));
    expect(kinds).toEqual([PacketType.Pubrel, "2:2dup:b"]);
    again.answer(PacketType.Pubcomp, 1);
    expect(harness.broker.inside.session("s")?.inflightOut).toBe(1);
  });

  it("gets what was sent again before what has waited, and ids are not used twice [5 MQTT-2.2.1-4]", () => {
    const harness = setUp();
    const { subscriber, publisher } = harness;
    publisher.publish("t", "first", { qos: 1 });
    subscriber.drop();
    publisher.publish("t", "second", { qos: 1 });
    expect(comeBack(harness).take(PacketType.Publish).map(brief)).toEqual(["1:1dup:first", "2:1:second"]);
  });

  it("gets no more at a time than its Receive Maximum now is [5 MQTT-3.3.4-9] [5 MQTT-4.9.0-2]", () => {
    const harness = setUp();
    for (const payload of ["1", "2", "3", "4"]) harness.publisher.publish("t", payload, { qos: 1 });
    harness.subscriber.drop();
    const again = comeBack(harness, { receiveMaximum: 2 });
    expect(again.messages()).toEqual(["t=1", "t=2"]);
    harness.publisher.publish("t", "5", { qos: 1 });
    again.answer(PacketType.Puback, 1);
    expect(again.messages()).toEqual(["t=3"]);
    again.answer(PacketType.Puback, 2);
    again.answer(PacketType.Puback, 3);
    expect(again.messages()).toEqual(["t=4", "t=5"]);
  });

  it("may acknowledge out of turn what was not sent again yet", () => {
    const harness = setUp();
    for (const payload of ["1", "2", "3"]) harness.publisher.publish("t", payload, { qos: 1 });
    harness.subscriber.drop();
    const again = comeBack(harness, { receiveMaximum: 1 });
    again.answer(PacketType.Puback, 2);
    expect(again.messages()).toEqual(["t=1"]);
    again.answer(PacketType.Puback, 1);
    expect(again.messages()).toEqual(["t=3"]);
  });

  it("may speak another version", () => {
    const harness = setUp();
    harness.publisher.publish("t", "a", { qos: 1, properties: { contentType: "c" } });
    harness.subscriber.drop();
    const again = harness.connect({ clientId: "s", version: 4, cleanStart: false });
    expect(again.take(PacketType.Publish).map(brief)).toEqual(["1:1dup:a"]);
  });

  it("drops again and gets it again, DUP still", () => {
    const harness = setUp();
    harness.publisher.publish("t", "a", { qos: 1 });
    harness.subscriber.drop();
    comeBack(harness).drop();
    expect(comeBack(harness).take(PacketType.Publish).map(brief)).toEqual(["1:1dup:a"]);
  });

  it("gets it with what is left of its expiry [5 MQTT-3.3.2-6]", () => {
    const harness = setUp();
    harness.publisher.publish("t", "a", { qos: 1, properties: { messageExpiryInterval: 10 } });
    harness.subscriber.drop();
    harness.clock.advance(4);
    expect(comeBack(harness).take(PacketType.Publish)[0]?.properties.messageExpiryInterval).toBe(6);
  });

  it("gets what was sent once although it has expired meanwhile [5 MQTT-4.3.3-7]", () => {
    const harness = setUp();
    harness.publisher.publish("t", "a", { qos: 2, properties: { messageExpiryInterval: 5 } });
    harness.subscriber.drop();
    harness.clock.advance(10);
    expect(comeBack(harness).take(PacketType.Publish).map(brief)).toEqual(["1:2dup:a"]);
  });
});

describe("the Receive Maximum of a client", () => {
  it("makes messages wait, not refused, and QoS 0 and answers pass [5 MQTT-3.3.4-9] [5 MQTT-3.3.4-10]", () => {
    const { subscriber, publisher, broker } = setUp(createHarness(), { receiveMaximum: 2 });
    for (const payload of ["1", "2", "3"]) publisher.publish("t", payload, { qos: 1 });
    publisher.publish("t", "now");
    subscriber.sendBytes(0xc0, 0);
    expect(subscriber.messages()).toEqual(["t=1", "t=2", "t=now"]);
    expect(subscriber.take(PacketType.Pingresp)).toHaveLength(1);
    expect(broker.inside.session("s")).toMatchObject({ queuedMessages: 1, inflightOut: 2 });
    subscriber.answer(PacketType.Puback, 1);
    expect(subscriber.messages()).toEqual(["t=3"]);
    expect(broker.inside.session("s")).toMatchObject({ queuedMessages: 0, queuedBytes: 0 });
  });

  it("is freed at QoS 2 by PUBCOMP, or a PUBREC that refuses, not by PUBREC", () => {
    const { subscriber, publisher } = setUp(createHarness(), { receiveMaximum: 1 });
    for (const payload of ["1", "2", "3"]) publisher.publish("t", payload, { qos: 2 });
    subscriber.messages();
    subscriber.answer(PacketType.Pubrec, 1);
    expect(subscriber.messages()).toEqual([]);
    subscriber.answer(PacketType.Pubcomp, 1);
    expect(subscriber.messages()).toEqual(["t=2"]);
    subscriber.answer(PacketType.Pubrec, 2, 0x80);
    expect(subscriber.messages()).toEqual(["t=3"]);
  });

  it("is the broker's own limit where that is smaller, as in 3.1.1", () => {
    const harness = createHarness({ limits: { maximumInflightMessages: 3 } });
    const { publisher, subscriber } = setUp(harness);
    const old = harness.connect({ clientId: "old", version: 4 });
    old.subscribe("#");
    for (let number = 0; number < 5; number++) publisher.publish("t", String(number), { qos: 1 });
    expect([subscriber.messages().length, old.messages().length]).toEqual([3, 3]);
  });

  it("lets seventy thousand messages through, ids wrapping around those in use [5 MQTT-2.2.1-4] [5 MQTT-4.3.2-1] [3 MQTT-2.3.1-4]", () => {
    const { subscriber, publisher } = setUp(createHarness(), { receiveMaximum: 2 });
    publisher.publish("t", "stays", { qos: 1 });
    subscriber.take(PacketType.Publish);
    const ids = new Set<number>();
    for (let number = 0; number < 70_000; number++) {
      publisher.publish("t", "x", { qos: 1, packetId: 1 });
      const id = subscriber.take(PacketType.Publish)[0]?.packetId ?? 0;
      ids.add(id);
      subscriber.answer(PacketType.Puback, id);
    }
    expect([ids.size, ids.has(1), ids.has(0)]).toEqual([65_534, false, false]);
  });
});
