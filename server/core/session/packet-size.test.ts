import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { createHarness, type Harness, type HarnessOptions } from "../test-support/harness.ts";
import { HeldStore } from "../test-support/held-store.ts";
import { readRecovered } from "../test-support/in-parts.ts";
import type { TestClient } from "../test-support/test-client.ts";

const DURABLE = { sessionExpiryInterval: 60 };
/** A PUBLISH on "t" with the payload LARGE is more than SMALL_CLIENT takes. */
const LARGE = "x".repeat(100);
const SMALL_CLIENT = { maximumPacketSize: 60 };

/** A durable subscriber to everything, and somebody who publishes. */
function setUp(options: HarnessOptions = {}, properties = {}) {
  const harness = createHarness(options);
  const subscriber = harness.connect({ clientId: "s", properties: { ...DURABLE, ...properties } });
  subscriber.subscribe("#");
  return { ...harness, subscriber, publisher: harness.connect({ clientId: "p" }) };
}

function comeBack({ connect }: Harness, properties = {}): TestClient {
  return connect({ clientId: "s", cleanStart: false, properties: { ...DURABLE, ...properties } });
}

/** What a session would have after a restart. */
async function messagesOf(store: HeldStore, clientId: string) {
  const { sessions } = await readRecovered(await store.recover());
  const session = sessions.find((each) => each.clientId === clientId);
  return session && [...session.deliveries, ...store.waiting(clientId, 0, Number.POSITIVE_INFINITY)];
}

describe("a message too large for its client is dropped and counts as delivered", () => {
  it.each([1, 2] as const)("from the queue at QoS %i [5 MQTT-3.1.2-24] [5 MQTT-3.1.2-25]", (qos) => {
    const store = new HeldStore({ isQuick: true });
    const harness = setUp({ store });
    const { subscriber, publisher, broker } = harness;
    subscriber.drop();
    for (const payload of ["1", LARGE, "2"]) publisher.publish("t", payload, { qos });
    const again = comeBack(harness, { ...SMALL_CLIENT, receiveMaximum: 2 });
    expect(again.messages()).toEqual(["t=1", "t=2"]);
    expect(broker.inside.session("s")).toMatchObject({
      inflightOut: 2,
      queuedMessages: 0,
      queuedBytes: 0,
      dropsByReason: { "packet-too-large": 1 },
    });
    expect(store.types().filter((type) => type === "messageDropped")).toHaveLength(1);
  });

  it.each([1, 2] as const)(
    "when it would be sent again, at QoS %i [5 MQTT-3.1.2-24] [5 MQTT-3.1.2-25]",
    async (qos) => {
      const store = new HeldStore({ isQuick: true });
      const harness = setUp({ store });
      const { subscriber, publisher, broker } = harness;
      for (const payload of [LARGE, "2"]) publisher.publish("t", payload, { qos });
      subscriber.drop();
      const again = comeBack(harness, { ...SMALL_CLIENT, receiveMaximum: 1 });
      expect(again.messages()).toEqual(["t=2"]);
      expect(broker.inside.session("s")).toMatchObject({
        inflightOut: 1,
        dropsByReason: { "packet-too-large": 1 },
      });
      expect(await messagesOf(store, "s")).toHaveLength(1);
    },
  );

  it.each([0, 1, 2] as const)(
    "among retained ones at QoS %i [5 MQTT-3.1.2-24] [5 MQTT-3.1.2-25]",
    async (qos) => {
      const store = new HeldStore({ isQuick: true });
      const { connect, publisher, broker } = setUp({ store });
      for (const payload of ["small", LARGE])
        publisher.publish(payload.slice(0, 5), payload, { qos, retain: true });
      const late = connect({
        clientId: "late",
        properties: { ...DURABLE, ...SMALL_CLIENT, receiveMaximum: 1 },
      });
      late.subscribe("#");
      expect(late.messages()).toEqual(["small=small"]);
      if (qos === 1) late.answer(PacketType.Puback, 1);
      if (qos === 2) late.answer(PacketType.Pubrec, 1, 0x80);
      publisher.publish("after");
      expect(late.messages()).toEqual(["after=x"]);
      expect(broker.inside.session("late")?.dropsByReason["packet-too-large"]).toBe(1);
      expect(await messagesOf(store, "late")).toEqual([]);
    },
  );

  it("when it comes, and leaves nothing in the store", async () => {
    const store = new HeldStore({ isQuick: true });
    const { publisher, subscriber } = setUp({ store }, SMALL_CLIENT);
    for (const qos of [1, 2] as const) publisher.publish("t", LARGE, { qos });
    expect(subscriber.messages()).toEqual([]);
    expect(await messagesOf(store, "s")).toEqual([]);
  });
});

describe("the size of a packet is what it is on the wire", () => {
  const TOPIC = "a/topic/of/twenty/23";
  /** Fixed header, topic, no properties: what is left of 60 bytes for the payload. */
  const PLAIN = "x".repeat(60 - 2 - 2 - TOPIC.length - 1);

  it("by name alone, where an alias beside it would make it too large", () => {
    const { publisher, subscriber } = setUp({}, { ...SMALL_CLIENT, topicAliasMaximum: 1 });
    publisher.publish(TOPIC, PLAIN);
    publisher.publish(TOPIC, `${PLAIN}x`);
    expect(subscriber.take(PacketType.Publish)).toMatchObject([{ topic: TOPIC, properties: {} }]);
  });

  it("by alias, where only that makes it fit", () => {
    const { publisher, subscriber } = setUp({}, { ...SMALL_CLIENT, topicAliasMaximum: 1 });
    publisher.publish(TOPIC, "sets it");
    const withAlias = "x".repeat(PLAIN.length + TOPIC.length - 3);
    for (const payload of [`${withAlias}x`, withAlias]) publisher.publish(TOPIC, payload);
    expect(subscriber.messages()).toEqual([`${TOPIC}=sets it`, `=${withAlias}`]);
  });
});
