import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { PacketType, type Properties, type ProtocolVersion } from "../../../protocol/packets.ts";
import { createHarness } from "../test-support/harness.ts";
import { publishPacket, utf8 } from "../test-support/packets.ts";

const EVERYTHING: Properties = {
  payloadFormatIndicator: 1,
  contentType: "text/plain",
  responseTopic: "answer/here",
  correlationData: utf8("\u0001\u0002"),
  userProperties: [
    ["b", "1"],
    ["a", "2"],
    ["b", "1"],
  ],
};
const QOS = [0, 1, 2] as const;

describe("what passes from publisher to subscriber in 5.0", () => {
  it.each(QOS)(
    "at QoS %i is every property, repeated ones in their order [5 MQTT-3.3.2-4] [5 MQTT-3.3.2-15] [5 MQTT-3.3.2-16] [5 MQTT-3.3.2-17] [5 MQTT-3.3.2-18] [5 MQTT-3.3.2-20]",
    (qos) => {
      const client = createHarness().connect();
      client.subscribe("t");
      client.publish("t", "x", { qos, properties: EVERYTHING });
      expect(client.take(PacketType.Publish)).toMatchObject([{ qos, properties: EVERYTHING }]);
    },
  );

  it("is, at QoS 0, the packet byte for byte, in whatever order its properties are", () => {
    const client = createHarness().connect();
    client.subscribe("t");
    const properties = [0x26, 0, 1, 0x62, 0, 1, 0x31, 0x01, 1, 0x26, 0, 1, 0x61, 0, 0];
    const packet = [0x30, 4 + properties.length + 1, 0, 1, 0x74, properties.length, ...properties, 0x78];
    client.sendBytes(...packet);
    expect([...(client.wire.writes.at(-1) ?? [])]).toEqual(packet);
  });

  it("is, at QoS 1, the same properties byte for byte", () => {
    const client = createHarness().connect();
    client.subscribe("t");
    const properties = [0x26, 0, 1, 0x62, 0, 1, 0x31, 0x01, 1, 0x26, 0, 1, 0x61, 0, 0];
    const tail = [properties.length, ...properties, 0x78];
    client.sendBytes(0x32, 5 + tail.length, 0, 1, 0x74, 0, 9, ...tail);
    expect([...(client.wire.writes.at(-1) ?? [])].join()).toContain(tail.join());
  });

  it("does not depend on where the chunks were cut", () => {
    const { connect } = createHarness();
    const [subscriber, publisher] = [connect({ clientId: "s" }), connect({ clientId: "p" })];
    subscriber.subscribe("t");
    const bytes = QOS.flatMap((qos) => [...encode(publishPacket({ qos, properties: EVERYTHING }), 5)]);
    for (let cut = 0; cut < bytes.length; cut++) {
      publisher.sendBytes(...bytes.slice(0, cut));
      publisher.sendBytes(...bytes.slice(cut));
      for (const { qos, packetId } of subscriber.take(PacketType.Publish)) {
        if (qos === 1) subscriber.answer(PacketType.Puback, packetId);
        if (qos === 2) subscriber.answer(PacketType.Pubrec, packetId, 0x80);
      }
      publisher.answer(PacketType.Pubrel, 1);
      expect(subscriber.wire.isEnded).toBe(false);
    }
    expect(publisher.take(PacketType.Pubrec)).toHaveLength(bytes.length);
  });
});

describe("what passes between the versions", () => {
  const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5];
  const pairs = VERSIONS.flatMap((from) =>
    VERSIONS.flatMap((to) => QOS.map((qos) => [from, to, qos] as const)),
  );

  it.each(pairs)("from %i to %i at QoS %i is topic and payload", (from, to, qos) => {
    const { connect } = createHarness();
    const subscriber = connect({ clientId: "s", version: to });
    subscriber.subscribe("a/b");
    connect({ clientId: "p", version: from }).publish("a/b", "€", { qos });
    expect(subscriber.take(PacketType.Publish)).toMatchObject([
      { topic: "a/b", payload: utf8("€"), qos, dup: false, retain: false, properties: {} },
    ]);
  });

  it.each(QOS)("from 5.0 to 3.1.1 at QoS %i has lost its properties", (qos) => {
    const { connect } = createHarness();
    const subscriber = connect({ clientId: "s", version: 4 });
    subscriber.subscribe("t");
    connect({ clientId: "p" }).publish("t", "x", { qos, properties: EVERYTHING });
    expect(subscriber.messages()).toEqual(["t=x"]);
  });

  it("is made once for all who need it, and right for each", () => {
    const { connect } = createHarness();
    const four = [1, 2].map((at) => connect({ clientId: `4-${at}`, version: 4 }));
    const five = [1, 2].map((at) => connect({ clientId: `5-${at}` }));
    const withIdentifier = connect({ clientId: "5-3" });
    withIdentifier.subscribeWith({ subscriptionIdentifiers: [9] }, { filter: "t", retainAsPublished: true });
    for (const client of [...four, ...five]) client.subscribe("t");
    connect({ clientId: "p" }).publish("t", "x", { retain: true, properties: { contentType: "c" } });
    expect([...four, ...five].map((client) => client.messages())).toEqual(Array(4).fill(["t=x"]));
    expect(withIdentifier.take(PacketType.Publish)).toMatchObject([
      { retain: true, properties: { contentType: "c", subscriptionIdentifiers: [9] } },
    ]);
  });
});

describe("a packet that is larger than its client takes", () => {
  it.each(QOS)(
    "is dropped for it alone at QoS %i, counted, and counts as delivered [5 MQTT-3.1.2-24] [5 MQTT-3.1.2-25]",
    (qos) => {
      const { connect, broker, told } = createHarness();
      const small = connect({ clientId: "small", properties: { maximumPacketSize: 50 } });
      const large = connect({ clientId: "large" });
      for (const client of [small, large]) client.subscribe("t");
      large.publish("t", "x".repeat(50), { qos });
      large.publish("t", "y", { qos });
      expect(small.messages()).toEqual(["t=y"]);
      expect(large.messages()).toEqual([`t=${"x".repeat(50)}`, "t=y"]);
      expect(broker.inside.session("small")).toMatchObject({
        inflightOut: qos === 0 ? 0 : 1,
        dropsByReason: { "packet-too-large": 1 },
      });
      expect(told("messageDropped")).toMatchObject([
        { clientId: "small", topic: "t", reason: "packet-too-large" },
      ]);
    },
  );

  it("is measured with what is added for the client", () => {
    const { connect } = createHarness();
    const subscriber = connect({ clientId: "s", properties: { maximumPacketSize: 24 } });
    subscriber.subscribeWith({ subscriptionIdentifiers: [200] }, { filter: "t" });
    const publisher = connect({ clientId: "p" });
    publisher.publish("t", "x".repeat(15));
    publisher.publish("t", "x".repeat(16));
    expect(subscriber.messages()).toEqual([`t=${"x".repeat(15)}`]);
  });
});
