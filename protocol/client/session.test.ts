import { describe, expect, it } from "vitest";
import { PacketType, type Properties } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import {
  ack,
  clientWire,
  connack,
  connectedWire,
  reconnect,
  serverPublish,
} from "../test-support/client-wire.ts";
import type { PublishResult } from "./client-options.ts";

const message = (qos: 0 | 1 | 2, properties: Properties = {}) =>
  ({ topic: "t", payload: Uint8Array.of(1), qos, retain: false, properties }) as const;
const request = { qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
const incoming = (qos: 1 | 2, packetId: number, topic = "t") => serverPublish({ qos, packetId, topic });
const pubrec = (packetId: number) => ack(PacketType.Pubrec, packetId);

describe("answers", () => {
  it("go in the order of what they answer, with its identifiers [5 MQTT-4.6.0-2] [5 MQTT-4.6.0-3] [5 MQTT-2.2.1-5]", () => {
    const wire = connectedWire();
    wire.server(incoming(1, 9), incoming(2, 3), incoming(1, 4), incoming(2, 1));
    expect(wire.sent()).toEqual([ack(PacketType.Puback, 9), pubrec(3), ack(PacketType.Puback, 4), pubrec(1)]);
  });

  it("of PUBREC go in its order, not in that of PUBLISH [5 MQTT-4.6.0-4] [5 MQTT-4.3.3-4]", () => {
    const wire = connectedWire();
    for (let i = 0; i < 3; i++) wire.client.publish(message(2));
    wire.sent();
    wire.server(pubrec(3), pubrec(1), pubrec(2));
    expect(wire.sent()).toEqual([3, 1, 2].map((packetId) => ack(PacketType.Pubrel, packetId)));
  });

  it("are given though nobody takes the message [5 MQTT-4.5.0-2] [3 MQTT-4.5.0-2] [5 MQTT-3.3.4-1] [5 MQTT-4.3.3-8]", () => {
    const wire = connectedWire({}, {}, { onMessage: () => {} });
    wire.server(incoming(1, 1), incoming(2, 2));
    expect(wire.sent()).toEqual([ack(PacketType.Puback, 1), pubrec(2)]);
  });

  it("are given though the quota is used up [5 MQTT-4.9.0-3] [5 MQTT-3.3.4-8] [5 MQTT-4.9.0-1]", () => {
    const wire = connectedWire({}, { receiveMaximum: 1 });
    wire.client.publish(message(2));
    wire.client.publish(message(1));
    wire.sent();
    wire.server(incoming(1, 7), pubrec(1));
    wire.client.unsubscribe(["a"]);
    expect(wire.sent().map(({ type }) => type)).toEqual([
      PacketType.Puback,
      PacketType.Pubrel,
      PacketType.Unsubscribe,
    ]);
  });

  it("have no words, so they always fit [5 MQTT-3.4.2-2] [5 MQTT-3.4.2-3] [5 MQTT-3.5.2-2] [5 MQTT-3.5.2-3]", () => {
    const chunks: Uint8Array[] = [];
    const wire = connectedWire({}, { maximumPacketSize: 5 }, { send: (bytes) => chunks.push(bytes) });
    chunks.length = 0;
    wire.server(incoming(1, 1), incoming(2, 2));
    expect(chunks.map((bytes) => bytes.length)).toEqual([4, 4]);
  });

  it("of PUBREC and PUBREL neither [5 MQTT-3.6.2-2] [5 MQTT-3.6.2-3] [5 MQTT-3.7.2-2] [5 MQTT-3.7.2-3]", () => {
    const chunks: Uint8Array[] = [];
    const wire = connectedWire({}, { maximumPacketSize: 5 }, { send: (bytes) => chunks.push(bytes) });
    chunks.length = 0;
    wire.server(pubrec(8), ack(PacketType.Pubrel, 9));
    expect(chunks.map((bytes) => bytes.length)).toEqual([5, 5]);
  });

  it("of the server come with its words", () => {
    const wire = connectedWire();
    const results: PublishResult[] = [];
    wire.client.publish(message(1), (result) => results.push(result));
    const properties = { reasonString: "no such room" };
    wire.server({ ...ack(PacketType.Puback, 1, ReasonCode.NotAuthorized), properties });
    expect(results).toEqual([{ reasonCode: ReasonCode.NotAuthorized, reasonString: "no such room" }]);
  });
});

describe("the session", () => {
  it("is kept when the connection ends, and while there is one [5 MQTT-3.1.2-23] [5 MQTT-4.1.0-1]", () => {
    const wire = connectedWire({ cleanStart: false, properties: { sessionExpiryInterval: 60 } });
    wire.client.publish(message(1));
    wire.server(incoming(2, 5));
    wire.client.disconnect();
    expect(wire.client.inFlight).toBe(1);
    reconnect(wire, true);
    wire.server(serverPublish({ qos: 2, packetId: 5, dup: true }));
    expect([wire.messages.length, wire.client.inFlight]).toEqual([1, 1]);
  });

  it("goes by the client identifier that the server gave [5 MQTT-3.1.3-2] [5 MQTT-3.1.3-7]", () => {
    const wire = connectedWire({ clientId: "" }, { assignedClientIdentifier: "given" });
    wire.client.connect();
    wire.server(connack(false));
    expect(wire.client.clientId).toBe("given");
  });

  it("may live longer by DISCONNECT, unless CONNECT asked for no life at all", () => {
    const asked = connectedWire({ properties: { sessionExpiryInterval: 60 } });
    asked.client.disconnect(ReasonCode.NormalDisconnection, { sessionExpiryInterval: 600 });
    expect(asked.sent()).toEqual([expect.objectContaining({ properties: { sessionExpiryInterval: 600 } })]);
    const { client, sent } = connectedWire();
    expect(() => client.disconnect(0, { sessionExpiryInterval: 600 })).toThrow("no session expiry");
    expect([sent(), client.isConnected]).toEqual([[], true]);
  });

  it("sends again what has expired meanwhile, for it was sent [5 MQTT-4.3.3-7] [5 MQTT-4.3.3-13]", () => {
    const wire = connectedWire({ cleanStart: false });
    wire.client.publish(message(2, { messageExpiryInterval: 1 }));
    wire.client.tick(1_000_000);
    wire.client.tick(9_000_000);
    reconnect(wire, true);
    expect(wire.sent()).toEqual([expect.objectContaining({ dup: true, packetId: 1, qos: 2 })]);
    wire.server(pubrec(1));
    expect(wire.sent()).toEqual([ack(PacketType.Pubrel, 1)]);
  });

  it("begins each message with a new identifier and DUP 0 [5 MQTT-4.3.2-1] [5 MQTT-4.3.3-1] [5 MQTT-4.3.3-2]", () => {
    const wire = connectedWire();
    wire.server(serverPublish({ qos: 1, packetId: 9, dup: true }));
    wire.sent();
    wire.client.publish(message(1));
    wire.client.publish(message(2));
    wire.client.publish(message(0));
    expect(wire.sent()).toEqual([
      expect.objectContaining({ packetId: 1, dup: false, qos: 1 }),
      expect.objectContaining({ packetId: 2, dup: false, qos: 2 }),
      expect.objectContaining({ packetId: 0, dup: false, qos: 0 }),
    ]);
  });

  it("DUP is 0 at QoS 0, and set by sending again alone [5 MQTT-3.3.1-2] [5 MQTT-3.3.1-3] [5 MQTT-2.2.1-2]", () => {
    const wire = clientWire({ cleanStart: false });
    wire.client.publish(message(0));
    wire.client.publish(message(1));
    reconnect(wire, false);
    expect(wire.sent().map((packet) => "dup" in packet && packet.dup)).toEqual([false, false]);
    reconnect(wire, true);
    expect(wire.sent().map((packet) => "dup" in packet && packet.dup)).toEqual([true]);
  });

  it("holds a QoS 2 message unacknowledged until PUBREC [5 MQTT-4.3.3-3]", () => {
    const wire = connectedWire({ cleanStart: false });
    wire.client.publish(message(2));
    wire.server(ack(PacketType.Puback, 1), ack(PacketType.Pubcomp, 1));
    reconnect(wire, true);
    expect(wire.sent()).toEqual([expect.objectContaining({ type: PacketType.Publish, packetId: 1 })]);
  });
});

describe("what the server does not have is not asked of it", () => {
  it.each([
    ["a wildcard", { wildcardSubscriptionAvailable: 0 }, "a/+", {}, 0xa2],
    ["a shared subscription", { sharedSubscriptionAvailable: 0 }, "$share/g/a", {}, 0x9e],
    ["an identifier", { subscriptionIdentifierAvailable: 0 }, "a", { subscriptionIdentifiers: [1] }, 0xa1],
  ] as const)("%s", (_, limits, filter, properties, reasonCode) => {
    const wire = connectedWire({}, limits);
    const answers: unknown[] = [];
    wire.client.subscribe([{ ...request, filter }], properties, (...answer) => answers.push(answer));
    expect(answers).toEqual([[[reasonCode], expect.stringContaining("Available")]]);
    wire.client.unsubscribe([filter]);
    expect(wire.sent().map(({ type }) => type)).toEqual([PacketType.Unsubscribe]);
  });

  it("No Local on a shared subscription [5 MQTT-3.8.3-4]", () => {
    const { client } = connectedWire();
    expect(() => client.subscribe([{ ...request, noLocal: true, filter: "$share/g/a" }])).toThrow("No Local");
  });

  it("with a sentence that names the limit", () => {
    const wire = connectedWire({}, { maximumPacketSize: 20 });
    const results: PublishResult[] = [];
    const payload = new Uint8Array(100);
    wire.client.publish({ ...message(1), payload }, (result) => results.push(result));
    expect(results[0]?.reasonString).toBe(
      "the packet has 108 bytes, the server takes 20 at most (Maximum Packet Size)",
    );
    expect([wire.sent(), wire.client.inFlight]).toEqual([[], 0]);
  });

  it("and the limits of an old connection end with it", () => {
    const wire = connectedWire({}, { maximumQoS: 0, topicAliasMaximum: 3 });
    reconnect(wire, false);
    expect(wire.client.serverLimits).toMatchObject({ maximumQoS: 2, topicAliasMaximum: 0 });
  });
});
