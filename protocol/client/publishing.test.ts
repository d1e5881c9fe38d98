import { describe, expect, it } from "vitest";
import { PacketType, type Publish, type QoS } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import {
  ack,
  type ClientWire,
  clientWire,
  connack,
  connectedWire,
  reconnect,
} from "../test-support/client-wire.ts";
import type { PublishResult } from "./client-options.ts";

const message = (qos: QoS, number = 1) =>
  ({ topic: "t", payload: Uint8Array.of(number), qos, retain: false }) as const;
const puback = (packetId: number, reasonCode?: ReasonCode) => ack(PacketType.Puback, packetId, reasonCode);
const pubrec = (packetId: number, reasonCode?: ReasonCode) => ack(PacketType.Pubrec, packetId, reasonCode);
const pubrel = (packetId: number, reasonCode?: ReasonCode) => ack(PacketType.Pubrel, packetId, reasonCode);
const pubcomp = (packetId: number) => ack(PacketType.Pubcomp, packetId);

/** Packet identifier and payload of what was published, with a d for DUP. */
function published({ sent }: ClientWire): string[] {
  return sent()
    .filter((packet): packet is Publish => packet.type === PacketType.Publish)
    .map(({ packetId, payload, dup }) => `${packetId}:${payload[0]}${dup ? "d" : ""}`);
}

function recorder() {
  const results: PublishResult["reasonCode"][] = [];
  const done = ({ reasonCode }: PublishResult) => void results.push(reasonCode);
  return { results, done };
}

describe("publishing", () => {
  it("at QoS 0 is done once sent [5 MQTT-4.3.1-1] [3 MQTT-4.3.1-1]", () => {
    const { client, sent } = connectedWire();
    const { results, done } = recorder();
    const properties = { contentType: "text/plain" };
    client.publish({ topic: "a/b", payload: Uint8Array.of(1), qos: 0, retain: true, properties }, done);
    expect(sent()).toEqual([expect.objectContaining({ topic: "a/b", retain: true, dup: false, properties })]);
    expect(results).toEqual([ReasonCode.Success]);
  });

  it("at QoS 1 is done with PUBACK [5 MQTT-4.3.2-2] [5 MQTT-4.3.2-3] [3 MQTT-4.3.2-1]", () => {
    const wire = connectedWire();
    const { results, done } = recorder();
    wire.client.publish(message(1), done);
    expect([published(wire), results, wire.client.inFlight]).toEqual([["1:1"], [], 1]);
    wire.server(puback(1, ReasonCode.NoMatchingSubscribers));
    expect([results, wire.client.inFlight]).toEqual([[ReasonCode.NoMatchingSubscribers], 0]);
  });

  it("at QoS 2 is done with PUBCOMP [5 MQTT-4.3.3-4] [5 MQTT-4.3.3-5] [3 MQTT-4.3.3-1]", () => {
    const wire = connectedWire();
    const { results, done } = recorder();
    wire.client.publish(message(2), done);
    wire.sent();
    wire.server(pubrec(1));
    expect([wire.sent(), results]).toEqual([[pubrel(1)], []]);
    wire.server(pubcomp(1));
    expect([results, wire.client.inFlight]).toEqual([[ReasonCode.Success], 0]);
  });

  it("at QoS 2 ends with a PUBREC that refuses [5 MQTT-4.4.0-2]", () => {
    const wire = connectedWire();
    const { results, done } = recorder();
    wire.client.publish(message(2), done);
    wire.sent();
    wire.server(pubrec(1, ReasonCode.NotAuthorized));
    expect([wire.sent(), results]).toEqual([[], [ReasonCode.NotAuthorized]]);
  });

  it("answers a PUBREC for nothing with PUBREL, Packet Identifier not found", () => {
    const wire = connectedWire();
    wire.server(pubrec(9));
    expect(wire.sent()).toEqual([pubrel(9, ReasonCode.PacketIdentifierNotFound)]);
  });

  it("takes no identifier that a SUBSCRIBE has [5 MQTT-2.2.1-3] [3 MQTT-2.3.1-2]", () => {
    const wire = connectedWire();
    wire.client.unsubscribe(["a"]);
    wire.client.publish(message(1));
    expect(published(wire)).toEqual(["2:1"]);
  });

  it("leaves none of its own to an UNSUBSCRIBE [5 MQTT-2.2.1-3] [3 MQTT-2.3.1-2]", () => {
    const { client, sent } = connectedWire();
    client.publish(message(1));
    client.unsubscribe(["a"]);
    client.unsubscribe(["b"]);
    expect(sent().map((packet) => "packetId" in packet && packet.packetId)).toEqual([1, 2, 3]);
  });

  it("sets the identifier behind a long topic too", () => {
    const wire = connectedWire({ version: 4 });
    wire.client.publish({ ...message(1, 5), topic: "x".repeat(300) });
    expect(published(wire)).toEqual(["1:5"]);
  });

  it.each([
    ["a topic with a wildcard [5 MQTT-3.3.2-2]", { ...message(0), topic: "a/+" }],
    ["no topic", { ...message(0), topic: "" }],
    [
      "a subscription identifier [5 MQTT-3.3.4-6]",
      { ...message(0), properties: { subscriptionIdentifiers: [1] } },
    ],
    ["a property of another packet", { ...message(0), properties: { receiveMaximum: 1 } }],
  ])("refuses %s", (_, bad) => {
    const wire = connectedWire();
    expect(() => wire.client.publish(bad)).toThrow();
    expect(published(wire)).toEqual([]);
  });

  it.each([
    ["QoS [5 MQTT-3.2.2-11]", { maximumQoS: 0 }, { ...message(1) }, ReasonCode.QoSNotSupported],
    [
      "retain [5 MQTT-3.2.2-14]",
      { retainAvailable: 0 },
      { ...message(0), retain: true },
      ReasonCode.RetainNotSupported,
    ],
    ["size [5 MQTT-3.2.2-15]", { maximumPacketSize: 6 }, { ...message(0) }, ReasonCode.PacketTooLarge],
    [
      "alias where there are none [5 MQTT-3.2.2-18]",
      {},
      { ...message(0), properties: { topicAlias: 1 } },
      ReasonCode.TopicAliasInvalid,
    ],
    [
      "alias [5 MQTT-3.2.2-17]",
      { topicAliasMaximum: 1 },
      { ...message(0), properties: { topicAlias: 2 } },
      ReasonCode.TopicAliasInvalid,
    ],
  ] as const)("does not send what the server's limits forbid: %s", (_, limits, forbidden, reasonCode) => {
    const wire = connectedWire({}, limits);
    const { results, done } = recorder();
    wire.client.publish(forbidden, done);
    expect([published(wire), results]).toEqual([[], [reasonCode]]);
  });
});

describe("messages that have to wait", () => {
  it("go when the receive maximum lets them [5 MQTT-3.3.4-7] [5 MQTT-4.9.0-2]", () => {
    const wire = connectedWire({}, { receiveMaximum: 2 });
    for (const number of [1, 2, 3, 4]) wire.client.publish(message(1, number));
    expect([published(wire), wire.client.queued]).toEqual([["1:1", "2:2"], 2]);
    wire.server(puback(1));
    expect(published(wire)).toEqual(["3:3"]);
    wire.server(puback(2), puback(3));
    expect([published(wire), wire.client.queued]).toEqual([["4:4"], 0]);
  });

  it("are passed by QoS 0, which has no quota [5 MQTT-3.3.4-8]", () => {
    const wire = connectedWire({}, { receiveMaximum: 1 });
    for (const number of [1, 2]) wire.client.publish(message(1, number));
    wire.client.publish(message(0, 3));
    expect(published(wire)).toEqual(["1:1", "0:3"]);
  });

  it("go in order when the connection comes", () => {
    const wire = clientWire();
    for (const qos of [1, 0, 2] as const) wire.client.publish(message(qos, qos));
    wire.client.connect();
    expect(published(wire)).toEqual([]);
    wire.server(connack(false));
    expect(published(wire)).toEqual(["1:1", "0:0", "2:2"]);
  });

  it("are as many as maximumQueuedMessages says", () => {
    const { client } = clientWire({ maximumQueuedMessages: 2 });
    client.publish(message(0));
    client.publish(message(1));
    expect(() => client.publish(message(1))).toThrow("2 messages wait already");
  });

  it("are thousands at little cost", () => {
    const wire = connectedWire({}, { receiveMaximum: 1 });
    for (let i = 0; i < 5000; i++) wire.client.publish(message(1, i));
    for (let i = 1; i < 5000; i++) wire.server(puback(i));
    expect([wire.client.queued, published(wire).at(-1)]).toEqual([0, `5000:${4999 % 256}`]);
  });
});

describe("a new connection", () => {
  it("sends again what is unacknowledged, in order, with DUP and the same packet identifier [5 MQTT-4.4.0-1] [5 MQTT-4.6.0-1] [5 MQTT-3.3.1-1] [3 MQTT-2.3.1-3]", () => {
    const wire = connectedWire({ cleanStart: false });
    for (const [qos, number] of [
      [1, 1],
      [2, 2],
      [1, 3],
    ] as const)
      wire.client.publish(message(qos, number));
    wire.server(puback(1));
    wire.client.publish(message(1, 4));
    wire.sent();
    reconnect(wire, true);
    expect(published(wire)).toEqual(["2:2d", "3:3d", "4:4d"]);
  });

  it("goes on with PUBREL after PUBREC [5 MQTT-4.3.3-6]", () => {
    const wire = connectedWire({ cleanStart: false });
    const { results, done } = recorder();
    wire.client.publish(message(2), done);
    wire.server(pubrec(1));
    reconnect(wire, true);
    expect(wire.sent()).toEqual([pubrel(1)]);
    wire.server(pubcomp(1));
    expect(results).toEqual([ReasonCode.Success]);
  });

  it("sends again no more at a time than it may [5 MQTT-3.3.4-7]", () => {
    const wire = connectedWire({ cleanStart: false });
    for (const number of [1, 2, 3]) wire.client.publish(message(1, number));
    reconnect(wire, true, { receiveMaximum: 1 });
    wire.client.publish(message(1, 4));
    expect(published(wire)).toEqual(["1:1d"]);
    wire.server(puback(1), puback(2));
    expect(published(wire)).toEqual(["2:2d", "3:3d"]);
    wire.server(puback(3));
    expect(published(wire)).toEqual(["4:4"]);
  });

  it("without a session forgets what was in flight, and keeps what was not sent [5 MQTT-3.2.2-5]", () => {
    const wire = connectedWire({ cleanStart: false }, { receiveMaximum: 2 });
    const { results, done } = recorder();
    wire.client.publish(message(1, 1), done);
    wire.client.publish(message(2, 2), done);
    wire.client.publish(message(1, 3), done);
    wire.server(pubrec(2));
    reconnect(wire, false);
    expect([results, published(wire)]).toEqual([[undefined, undefined], ["3:3"]]);
  });

  it("with a clean start forgets it at once [5 MQTT-3.1.2-4] [3 MQTT-3.1.2-6]", () => {
    const wire = connectedWire({ cleanStart: true });
    const { results, done } = recorder();
    wire.client.publish(message(1), done);
    wire.client.connect();
    expect(results).toEqual([undefined]);
  });

  it("of 3.1 takes the session for kept unless a clean one was asked for", () => {
    const wire = connectedWire({ version: 3, cleanStart: false });
    wire.client.publish(message(1));
    reconnect(wire, false);
    expect(published(wire)).toEqual(["1:1d"]);
  });

  it("does not send again what the new limits forbid", () => {
    const wire = connectedWire({ cleanStart: false });
    const { results, done } = recorder();
    wire.client.publish(message(1), done);
    reconnect(wire, true, { maximumQoS: 0 });
    expect([published(wire), results, wire.client.inFlight]).toEqual([[], [ReasonCode.QoSNotSupported], 0]);
  });

  it("leaves the bytes that were sent before as they were", () => {
    const chunks: Uint8Array[] = [];
    const wire = connectedWire({ cleanStart: false }, {}, { send: (bytes) => chunks.push(bytes) });
    wire.client.publish(message(1));
    const first = chunks.at(-1);
    reconnect(wire, true);
    expect([first?.[0], chunks.at(-1)?.[0]]).toEqual([0x32, 0x3a]);
  });
});
