import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import type { Limits } from "../ports/limits.ts";
import { createHarness } from "../test-support/harness.ts";

const DURABLE = { sessionExpiryInterval: 3600 };

/** A durable subscriber that is away, and somebody who publishes. */
function setUp(limits: Partial<Limits> = {}) {
  const harness = createHarness({ limits });
  const subscriber = harness.connect({ clientId: "s", properties: DURABLE });
  subscriber.subscribe({ filter: "t", retainAsPublished: true });
  subscriber.drop();
  const comeBack = () => harness.connect({ clientId: "s", cleanStart: false, properties: DURABLE });
  const state = () => harness.broker.inside.session("s");
  return { ...harness, publisher: harness.connect({ clientId: "p" }), comeBack, state };
}

describe("a durable session whose client is away", () => {
  it("collects QoS 1 and 2 and gives them on return, in order [5 MQTT-4.5.0-1] [5 MQTT-4.6.0-5] [3 MQTT-3.1.2-5]", () => {
    const { publisher, comeBack } = setUp();
    for (const qos of [1, 2, 1] as const) publisher.publish("t", String(qos), { qos });
    expect(comeBack().take(PacketType.Publish)).toMatchObject([
      { qos: 1, dup: false, packetId: 1 },
      { qos: 2, dup: false, packetId: 2 },
      { qos: 1, dup: false, packetId: 3 },
    ]);
  });

  it("collects no QoS 0, and counts it", () => {
    const { publisher, comeBack, state, broker } = setUp();
    publisher.publish("t", "gone");
    expect(state()?.dropsByReason["offline-qos-0"]).toBe(1);
    expect(broker.inside.info().counters.dropped["offline-qos-0"]).toBe(1);
    expect(comeBack().messages()).toEqual([]);
  });

  it("keeps properties, RETAIN and who published", () => {
    const { publisher, comeBack, broker } = setUp();
    publisher.publish("t", "x", { qos: 1, retain: true, properties: { contentType: "c" } });
    expect(broker.inside.queue("s", undefined, 9)?.entries).toMatchObject([
      { qos: 1, message: { topic: "t", retain: true, payloadBytes: 1 } },
    ]);
    expect(comeBack().take(PacketType.Publish)).toMatchObject([
      { retain: true, properties: { contentType: "c" } },
    ]);
  });

  it("is bounded in messages: the newest are dropped, counted and told", () => {
    const { publisher, comeBack, state, told } = setUp({ maximumQueuedMessages: 2 });
    for (const payload of ["1", "2", "3"]) publisher.publish("t", payload, { qos: 1 });
    expect(state()).toMatchObject({ queuedMessages: 2, dropped: 1, dropsByReason: { "queue-full": 1 } });
    expect(told("messageDropped")).toMatchObject([
      { clientId: "s", topic: "t", reason: "queue-full", limit: "maximum-queued-messages" },
    ]);
    expect(comeBack().messages()).toEqual(["t=1", "t=2"]);
  });

  it("is bounded in bytes", () => {
    const { publisher, comeBack, state, told } = setUp({ maximumQueuedBytes: 20 });
    publisher.publish("t", "x".repeat(10), { qos: 1 });
    publisher.publish("t", "y".repeat(10), { qos: 1 });
    publisher.publish("t", "z", { qos: 1 });
    expect(state()).toMatchObject({ queuedMessages: 2, queuedBytes: 13 });
    expect(told("messageDropped")).toMatchObject([
      { reason: "queue-bytes-full", limit: "maximum-queued-bytes" },
    ]);
    expect(comeBack().messages()).toEqual([`t=${"x".repeat(10)}`, "t=z"]);
    expect(state()).toMatchObject({ queuedMessages: 0, queuedBytes: 0 });
  });

  it.each([
    ["messages", { maximumQueuedMessages: 2 }],
    ["bytes", { maximumQueuedBytes: 4 }],
  ])("makes room in %s by what has expired before it drops what comes [5 MQTT-3.3.2-5]", (_, limits) => {
    const { publisher, comeBack, state, clock } = setUp(limits);
    publisher.publish("t", "1", { qos: 1, properties: { messageExpiryInterval: 5 } });
    publisher.publish("t", "2", { qos: 1 });
    publisher.publish("t", "3", { qos: 1 });
    clock.advance(5);
    publisher.publish("t", "4", { qos: 1 });
    expect(state()).toMatchObject({ queuedMessages: 2, queuedBytes: 4, dropsByReason: { expired: 1 } });
    expect(comeBack().messages()).toEqual(["t=2", "t=4"]);
  });

  it("is answered like a subscriber that is there", () => {
    const { publisher } = setUp();
    publisher.publish("t", "x", { qos: 1 });
    expect(publisher.take(PacketType.Puback)[0]?.reasonCode).toBe(0);
  });

  it("counts for nothing once it has expired", () => {
    const { publisher, clock, broker } = setUp();
    publisher.publish("t", "x", { qos: 1 });
    clock.advance(3600);
    expect(broker.inside.info().gauges).toMatchObject({
      queuedMessages: 0,
      queuedBytes: 0,
      subscriptions: 0,
    });
    publisher.publish("t", "y", { qos: 1 });
    expect(publisher.take(PacketType.Puback).map(({ reasonCode }) => reasonCode)).toEqual([0, 0x10]);
  });
});

describe("the expiry of a message", () => {
  it("counts down while it waits [5 MQTT-3.3.2-6]", () => {
    const { publisher, comeBack, clock } = setUp();
    publisher.publish("t", "x", { qos: 1, properties: { messageExpiryInterval: 10 } });
    clock.advance(4);
    expect(comeBack().take(PacketType.Publish)[0]?.properties.messageExpiryInterval).toBe(6);
  });

  it("passes as it is to who is there", () => {
    const client = createHarness().connect();
    client.subscribe("t");
    for (const qos of [0, 1, 2] as const)
      for (const messageExpiryInterval of [0, 1, 100])
        client.publish("t", "x", { qos, properties: { messageExpiryInterval } });
    const left = client.take(PacketType.Publish).map(({ properties }) => properties.messageExpiryInterval);
    expect(left).toEqual([0, 1, 100, 0, 1, 100, 0, 1, 100]);
  });

  it.each([
    [9.999, ["t=x", "t=stays"]],
    [10, ["t=stays"]],
  ])("after %f of 10 s leaves %j, and the drop is counted [5 MQTT-3.3.2-5]", (seconds, messages) => {
    const { publisher, comeBack, clock, told } = setUp();
    publisher.publish("t", "x", { qos: 1, properties: { messageExpiryInterval: 10 } });
    publisher.publish("t", "stays", { qos: 1 });
    clock.advance(seconds);
    expect(comeBack().messages()).toEqual(messages);
    expect(told("messageDropped").map(({ reason }) => reason)).toEqual(
      messages.length === 1 ? ["expired"] : [],
    );
  });

  it("ends one that waits for the window of a connected client too", () => {
    const { connect, clock } = createHarness();
    const client = connect({ properties: { receiveMaximum: 1 } });
    client.subscribe("t");
    client.publish("t", "1", { qos: 1 });
    client.publish("t", "2", { qos: 1, properties: { messageExpiryInterval: 1 } });
    client.messages();
    clock.advance(1);
    client.answer(PacketType.Puback, 1);
    expect(client.messages()).toEqual([]);
  });
});
