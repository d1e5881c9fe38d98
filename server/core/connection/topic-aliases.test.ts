import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { createHarness, type Harness } from "../test-support/harness.ts";
import { HeldStore } from "../test-support/held-store.ts";
import { connectPacket, textOf } from "../test-support/packets.ts";
import type { TestClient } from "../test-support/test-client.ts";

const QOS = [0, 1, 2] as const;
const DURABLE = { sessionExpiryInterval: 60 };

/** Somebody who asks for aliases and subscribes to everything, and somebody who publishes. */
function setUp(properties = {}, harness: Harness = createHarness()) {
  const subscriber = harness.connect({ clientId: "s", properties: { topicAliasMaximum: 5, ...properties } });
  subscriber.subscribe("#");
  return { ...harness, subscriber, publisher: harness.connect({ clientId: "p" }) };
}

/** How the topic of each message was told: "1=name" with name and alias, "1" by alias, "name" by name. */
function told(client: TestClient): string[] {
  return client.take(PacketType.Publish).map(({ topic, properties: { topicAlias } }) => {
    if (topicAlias === undefined) return topic;
    return topic === "" ? String(topicAlias) : `${topicAlias}=${topic}`;
  });
}

describe("a client that says Topic Alias Maximum", () => {
  it.each([0, 1] as const)("gets a topic's name once and its alias from then on, at QoS %i", (qos) => {
    const { subscriber, publisher } = setUp();
    for (const topic of ["topic/a", "topic/b", "topic/a", "topic/b"]) publisher.publish(topic, "x", { qos });
    expect(told(subscriber)).toEqual(["1=topic/a", "2=topic/b", "1", "2"]);
  });

  it("gets the name at QoS 2 always, beside the alias that it knows", () => {
    const { subscriber, publisher } = setUp();
    for (const qos of [2, 0, 2, 1] as const) publisher.publish("topic/a", "x", { qos });
    expect(told(subscriber)).toEqual(["topic/a", "1=topic/a", "1=topic/a", "1"]);
  });

  it("gets the name alone at QoS 2 where both make the packet too large [5 MQTT-3.1.2-24]", () => {
    const { subscriber, publisher } = setUp({ maximumPacketSize: 30 });
    publisher.publish("topic/a", "x");
    publisher.publish("topic/a", "x".repeat(13), { qos: 2 });
    publisher.publish("topic/a", "x".repeat(14), { qos: 2 });
    expect(told(subscriber)).toEqual(["1=topic/a", "1=topic/a", "topic/a"]);
  });

  it("gets none greater [5 MQTT-3.1.2-26] [5 MQTT-3.3.2-11]", () => {
    const { subscriber, publisher } = setUp({ topicAliasMaximum: 1 });
    for (const qos of [0, 1, 0] as const)
      for (const topic of ["topic/a", "topic/b"]) publisher.publish(topic, "x", { qos });
    expect(told(subscriber)).toEqual(["1=topic/a", "topic/b", "1", "1=topic/b", "topic/a", "1"]);
  });

  it("gets no more than the broker gives", () => {
    const harness = createHarness({ limits: { maximumOutboundTopicAliases: 1 } });
    const { subscriber, publisher } = setUp({}, harness);
    for (const topic of ["topic/a", "topic/b", "topic/a"]) publisher.publish(topic);
    expect(told(subscriber)).toEqual(["1=topic/a", "topic/b", "1"]);
  });

  it("shares them among live messages, retained ones and those with subscription identifiers", () => {
    const { connect, publisher } = setUp();
    publisher.publish("topic/a", "kept", { retain: true });
    const subscriber = connect({ clientId: "late", properties: { topicAliasMaximum: 5 } });
    subscriber.subscribeWith({ subscriptionIdentifiers: [7] }, { filter: "topic/+" });
    publisher.publish("topic/a", "live");
    publisher.publish("topic/a", "safe", { qos: 1 });
    expect(told(subscriber)).toEqual(["1=topic/a", "1", "1"]);
  });

  it("has them beside a publisher of the same topics who sends aliases of his own", () => {
    const { subscriber, connect } = setUp();
    const publisher = connect({ clientId: "own", properties: {} });
    publisher.publish("topic/a", "x", { properties: { topicAlias: 3 } });
    publisher.publish("", "y", { properties: { topicAlias: 3 } });
    expect(told(subscriber)).toEqual(["1=topic/a", "1"]);
  });

  it("gets payloads as they are, large ones too", () => {
    const { subscriber, publisher } = setUp();
    const payloads = ["", "small", "x".repeat(5_000)];
    for (const payload of payloads) for (const qos of QOS) publisher.publish("topic/a", payload, { qos });
    expect(subscriber.take(PacketType.Publish).map(({ payload }) => textOf(payload))).toEqual(
      payloads.flatMap((payload) => QOS.map(() => payload)),
    );
  });
});

describe("no alias is given", () => {
  it.each([
    ["to a client that says no Topic Alias Maximum", undefined, 16],
    ["to a client that says 0", 0, 16],
    ["by a broker that is told to give none", 5, 0],
  ])("%s [5 MQTT-3.1.2-27]", (_, topicAliasMaximum, maximumOutboundTopicAliases) => {
    const harness = createHarness({ limits: { maximumOutboundTopicAliases } });
    const { subscriber, publisher } = setUp({ topicAliasMaximum }, harness);
    for (const qos of [...QOS, ...QOS]) publisher.publish("topic/a", "x", { qos });
    expect(told(subscriber)).toEqual(Array(6).fill("topic/a"));
  });

  it("to a client of 3.1.1", () => {
    const { connect, publisher } = setUp();
    const old = connect({ clientId: "old", version: 4 });
    old.subscribe("#");
    for (const qos of [...QOS, ...QOS]) publisher.publish("topic/a", "x", { qos });
    expect(old.take(PacketType.Publish).map(({ topic }) => topic)).toEqual(Array(6).fill("topic/a"));
  });

  it("by a message that is dropped because it is too large", () => {
    const { subscriber, publisher } = setUp({ maximumPacketSize: 60 });
    for (const qos of QOS) publisher.publish("topic/a", "x".repeat(60), { qos });
    for (const _ of QOS) publisher.publish("topic/a");
    expect(told(subscriber)).toEqual(["1=topic/a", "1", "1"]);
  });

  it("by a message that is dropped because too much waits for the wire", () => {
    const harness = createHarness({ limits: { maximumOutboundBytes: 100 } });
    const { subscriber, publisher, broker } = setUp({}, harness);
    subscriber.block();
    for (const payload of ["in the wire", "x".repeat(100)]) publisher.publish("topic/a", payload);
    publisher.publish("topic/b", "dropped");
    expect(broker.inside.session("s")?.dropsByReason["outbox-full"]).toBe(1);
    subscriber.unblock();
    publisher.publish("topic/b");
    expect(told(subscriber)).toEqual(["1=topic/a", "1", "2=topic/b"]);
  });
});

describe("the aliases of a connection", () => {
  const comeBack = ({ connect }: Harness, properties = {}): TestClient =>
    connect({ clientId: "s", cleanStart: false, properties: { ...DURABLE, ...properties } });

  it("end with it: what is sent again or has waited is told by name again [5 MQTT-3.3.2-7]", () => {
    const harness = setUp(DURABLE);
    const { subscriber, publisher } = harness;
    for (const topic of ["topic/a", "topic/b"]) publisher.publish(topic, "x", { qos: 1 });
    subscriber.drop();
    publisher.publish("topic/b", "waits", { qos: 1 });
    const again = comeBack(harness, { topicAliasMaximum: 5 });
    expect(told(again)).toEqual(["1=topic/a", "2=topic/b", "2"]);
  });

  it("are of no use to a next one that asks for none [5 MQTT-3.3.2-7]", () => {
    const harness = setUp(DURABLE);
    const { subscriber, publisher } = harness;
    for (const _ of QOS) publisher.publish("topic/a", "x", { qos: 1 });
    subscriber.drop();
    expect(told(comeBack(harness))).toEqual(Array(3).fill("topic/a"));
  });

  it("are lost with what a shut gate held back when another takes over", () => {
    const store = new HeldStore();
    const harness = createHarness({ store });
    const subscriber = harness.open();
    subscriber.send(connectPacket({ clientId: "s", properties: { ...DURABLE, topicAliasMaximum: 5 } }));
    store.release();
    subscriber.subscribe("#");
    store.release();
    const publisher = harness.connect({ clientId: "p" });
    publisher.publish("topic/b", "holds back what follows", { qos: 2 });
    publisher.publish("topic/a", "x", { qos: 1 });
    const again = harness.open();
    again.send(
      connectPacket({ clientId: "s", cleanStart: false, properties: { ...DURABLE, topicAliasMaximum: 5 } }),
    );
    store.release();
    expect([told(subscriber), subscriber.ended, told(again)]).toEqual([[], 0x8e, ["topic/b", "1=topic/a"]]);
  });

  it("are counted for whoever looks", () => {
    const { subscriber, publisher, broker } = setUp();
    for (const topic of ["topic/a", "topic/b", "topic/a"]) publisher.publish(topic);
    subscriber.publish("topic/c", "x", { properties: { topicAlias: 3 } });
    expect(broker.inside.session("s")?.topicAliases).toEqual({ inbound: 1, outbound: 3 });
    expect(broker.inside.session("p")?.topicAliases).toEqual({ inbound: 0, outbound: 0 });
  });
});
