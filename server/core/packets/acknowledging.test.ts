import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { type Packet, PacketType } from "../../../protocol/packets.ts";
import { createHarness } from "../test-support/harness.ts";
import { publishPacket } from "../test-support/packets.ts";
import type { TestClient } from "../test-support/test-client.ts";

const VERSIONS = [4, 5] as const;
const DURABLE = { sessionExpiryInterval: 60 };

/** Type and packet id of every acknowledgement heard. */
function answers(client: TestClient): string[] {
  return client.takeAll().map((packet) => `${packet.type}:${"packetId" in packet ? packet.packetId : ""}`);
}

/** Several packets that arrive in one chunk. */
function sendTogether(client: TestClient, packets: readonly Packet[]): void {
  client.sendBytes(...packets.flatMap((packet) => [...encode(packet, client.version)]));
}

describe.each(VERSIONS)("what answers a PUBLISH in version %i", (version) => {
  it.each([
    [0, []],
    [1, [`${PacketType.Puback}:9`]],
    [2, [`${PacketType.Pubrec}:9`]],
  ] as const)("is what QoS %i asks for [5 MQTT-3.3.4-1] [3 MQTT-3.3.4-1]", (qos, expected) => {
    const client = createHarness().connect({ version });
    client.send(publishPacket({ qos, packetId: qos === 0 ? 0 : 9 }));
    expect(answers(client)).toEqual(expected);
  });

  it("carries its packet id, to the end [5 MQTT-2.2.1-5] [3 MQTT-2.3.1-6]", () => {
    const { connect } = createHarness();
    const [subscriber, publisher] = [
      connect({ version, clientId: "s" }),
      connect({ version, clientId: "p" }),
    ];
    subscriber.subscribe("t");
    publisher.publish("t", "x", { qos: 1, packetId: 300 });
    publisher.publish("t", "x", { qos: 2, packetId: 0x1234 });
    publisher.answer(PacketType.Pubrel, 0x1234);
    expect(answers(publisher)).toEqual(["4:300", "5:4660", "7:4660"]);
    const [, second] = subscriber.take(PacketType.Publish);
    subscriber.answer(PacketType.Pubrec, second?.packetId ?? 0);
    expect(answers(subscriber)).toEqual([`6:${second?.packetId}`]);
  });

  it("comes in the order of the messages, each kind [5 MQTT-4.6.0-2] [5 MQTT-4.6.0-3] [3 MQTT-4.6.0-2] [3 MQTT-4.6.0-3]", () => {
    const client = createHarness().connect({ version });
    const ids = [5, 3, 9, 1];
    sendTogether(
      client,
      ids.flatMap((packetId) => [
        publishPacket({ qos: 1, packetId }),
        publishPacket({ qos: 2, packetId: packetId + 20 }),
      ]),
    );
    expect(client.take(PacketType.Puback).map(({ packetId }) => packetId)).toEqual(ids);
    expect(client.take(PacketType.Pubrec).map(({ packetId }) => packetId - 20)).toEqual(ids);
  });

  it("goes on with PUBRELs in the order of the PUBRECs [5 MQTT-4.6.0-4] [3 MQTT-4.6.0-4]", () => {
    const client = createHarness().connect({ version });
    client.subscribe("t");
    for (const packetId of [11, 12, 13]) client.publish("t", "x", { qos: 2, packetId });
    client.takeAll();
    sendTogether(
      client,
      [3, 1, 2].map((packetId) => ({ type: PacketType.Pubrec, packetId, reasonCode: 0, properties: {} })),
    );
    expect(answers(client)).toEqual(["6:3", "6:1", "6:2"]);
  });
});

describe("a message that has expired", () => {
  it("is acknowledged to its end all the same [5 MQTT-4.3.3-13]", () => {
    const { connect, clock, told } = createHarness();
    const subscriber = connect({ clientId: "s", properties: DURABLE });
    subscriber.subscribe("t");
    subscriber.drop();
    const publisher = connect({ clientId: "p" });
    publisher.publish("t", "x", { qos: 2, packetId: 7, properties: { messageExpiryInterval: 1 } });
    clock.advance(2);
    expect(connect({ clientId: "s", cleanStart: false }).messages()).toEqual([]);
    expect(told("messageDropped").length).toBeGreaterThan(0);
    publisher.answer(PacketType.Pubrel, 7);
    expect(publisher.takeAll()).toMatchObject([
      { type: PacketType.Pubrec, packetId: 7, reasonCode: 0 },
      { type: PacketType.Pubcomp, packetId: 7, reasonCode: 0 },
    ]);
  });
});

describe("a delivery at QoS 2", () => {
  it("begins with its QoS and without DUP, whatever the publisher's DUP was [5 MQTT-4.3.3-2] [5 MQTT-3.3.1-3] [3 MQTT-3.3.1-3]", () => {
    const { connect } = createHarness();
    const subscriber = connect({ clientId: "s" });
    subscriber.subscribe("t");
    connect({ clientId: "p" }).publish("t", "x", { qos: 2, dup: true });
    expect(subscriber.take(PacketType.Publish)).toMatchObject([{ qos: 2, dup: false }]);
  });

  it("is unfinished until PUBREC, and is begun again before [5 MQTT-4.3.3-3]", () => {
    const { connect } = createHarness();
    connect({ clientId: "s", properties: DURABLE }).subscribe("t");
    connect({ clientId: "p" }).publish("t", "x", { qos: 2 });
    const back = (): TestClient => connect({ clientId: "s", cleanStart: false, properties: DURABLE });
    const again = back();
    expect(again.take(PacketType.Publish)).toMatchObject([{ packetId: 1, dup: true }]);
    again.answer(PacketType.Pubrec, 1);
    expect(back().takeAll()).toMatchObject([{ type: PacketType.Pubrel, packetId: 1 }]);
  });
});

describe("DUP of the publisher", () => {
  it.each([0, 1] as const)(
    "does not reach a subscriber at QoS %i [5 MQTT-3.3.1-3] [3 MQTT-3.3.1-3] [5 MQTT-4.3.1-1] [3 MQTT-4.3.1-1]",
    (qos) => {
      const { connect } = createHarness();
      const subscriber = connect({ clientId: "s" });
      subscriber.subscribe({ filter: "t", qos });
      connect({ clientId: "p" }).publish("t", "x", { qos: 1, dup: true });
      expect(subscriber.take(PacketType.Publish)).toMatchObject([{ qos, dup: false }]);
    },
  );
});

describe("a client whose quota is used up", () => {
  it("is answered everything else, and gets what comes at QoS 0 [5 MQTT-4.9.0-3] [5 MQTT-4.9.0-1]", () => {
    const { connect } = createHarness();
    const client = connect({ properties: { receiveMaximum: 3 } });
    client.subscribe("t");
    for (const number of [1, 2, 3, 4]) client.publish("t", String(number), { qos: 1 });
    expect(client.messages()).toEqual(["t=1", "t=2", "t=3"]);
    client.takeAll();
    client.publish("t", "5", { qos: 2, packetId: 90 });
    client.answer(PacketType.Pubrel, 90);
    expect(client.subscribe("other").reasonCodes).toEqual([2]);
    expect(client.unsubscribe("other")).toEqual([0]);
    client.send({ type: PacketType.Pingreq });
    client.publish("t", "now");
    expect(client.messages()).toEqual(["t=now"]);
    expect(answers(client)).toEqual(["5:90", "7:90", "13:"]);
  });
});
