import { describe, expect, it } from "vitest";
import { PacketType } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { ack, connectedWire, reconnect, serverPublish } from "../test-support/client-wire.ts";

const pubrel = (packetId: number) => ack(PacketType.Pubrel, packetId);
const atTwo = (packetId: number, dup = false) => serverPublish({ qos: 2, packetId, dup });

describe("receiving", () => {
  it.each([3, 4, 5] as const)(
    "QoS 1 in version %i is acknowledged once the owner has it [5 MQTT-4.3.2-4]",
    (version) => {
      const order: string[] = [];
      const { server } = connectedWire(
        { version },
        {},
        { onMessage: () => order.push("message"), onPacketOut: (bytes) => order.push(`sent ${bytes[0]}`) },
      );
      order.length = 0;
      server(serverPublish({ qos: 1, packetId: 5 }));
      expect(order).toEqual(["message", `sent ${PacketType.Puback << 4}`]);
    },
  );

  it("a repeated QoS 1 message is a new one [5 MQTT-4.3.2-5]", () => {
    const { messages, server, sent } = connectedWire();
    server(serverPublish({ qos: 1, packetId: 5 }), serverPublish({ qos: 1, packetId: 5, dup: true }));
    expect(messages).toHaveLength(2);
    expect(sent()).toEqual([ack(PacketType.Puback, 5), ack(PacketType.Puback, 5)]);
  });

  it("a repeated QoS 2 message is acknowledged, not handed on [5 MQTT-4.3.3-10] [3 MQTT-4.3.3-2]", () => {
    const { messages, server, sent } = connectedWire();
    server(atTwo(5), atTwo(5, true));
    expect(messages).toHaveLength(1);
    expect(sent()).toEqual([ack(PacketType.Pubrec, 5), ack(PacketType.Pubrec, 5)]);
  });

  it("a QoS 2 identifier is free again after PUBCOMP [5 MQTT-4.3.3-11] [5 MQTT-4.3.3-12]", () => {
    const { messages, server, sent } = connectedWire();
    server(atTwo(5), pubrel(5), atTwo(5));
    expect(messages).toHaveLength(2);
    expect(sent()[1]).toEqual(ack(PacketType.Pubcomp, 5));
  });

  it("a PUBREL for nothing is answered with Packet Identifier not found", () => {
    const { server, sent } = connectedWire();
    server(pubrel(9));
    expect(sent()).toEqual([ack(PacketType.Pubcomp, 9, ReasonCode.PacketIdentifierNotFound)]);
  });

  it("QoS 2 is exactly once over two connections of a session", () => {
    const wire = connectedWire({ cleanStart: false });
    wire.server(atTwo(5));
    reconnect(wire, true);
    wire.server(atTwo(5, true), pubrel(5));
    expect(wire.messages).toHaveLength(1);
  });

  it("QoS 2 begins anew without a session [5 MQTT-3.2.2-5]", () => {
    const wire = connectedWire({ cleanStart: false });
    wire.server(atTwo(5));
    reconnect(wire, false);
    wire.server(atTwo(5));
    expect(wire.messages).toHaveLength(2);
  });

  it("more of QoS 2 than the receive maximum is an error [5 MQTT-3.3.4-9]", () => {
    const { errors, messages, server } = connectedWire({ properties: { receiveMaximum: 2 } });
    server(atTwo(1), atTwo(2), atTwo(2, true), atTwo(3));
    expect(messages).toHaveLength(2);
    expect(errors).toEqual([expect.objectContaining({ reasonCode: ReasonCode.ReceiveMaximumExceeded })]);
  });
});

describe("topic aliases of the server", () => {
  const aliased = (topic: string, topicAlias: number) => serverPublish({ topic, properties: { topicAlias } });
  const options = { properties: { topicAliasMaximum: 2 }, cleanStart: false };

  it("stand for topics, and can be set anew [5 MQTT-3.3.2-10]", () => {
    const { messages, server } = connectedWire(options);
    server(aliased("a", 1), aliased("b", 2), aliased("", 1), aliased("c", 1), aliased("", 1), aliased("", 2));
    expect(messages.map(({ topic }) => topic)).toEqual(["a", "b", "a", "c", "c", "b"]);
  });

  it("end with the connection [5 MQTT-3.3.2-7]", () => {
    const wire = connectedWire(options);
    wire.server(aliased("a", 1));
    reconnect(wire, true);
    wire.server(aliased("", 1));
    expect(wire.errors).toEqual([expect.objectContaining({ reasonCode: ReasonCode.ProtocolError })]);
  });

  it.each([
    [options, 3],
    [{}, 1],
  ])(
    "are errors beyond what was announced [5 MQTT-3.3.2-11] [5 MQTT-3.1.2-26] [5 MQTT-3.1.2-27]",
    (own, alias) => {
      const { errors, messages, server } = connectedWire(own);
      server(aliased("a", alias));
      expect(messages).toEqual([]);
      expect(errors).toEqual([expect.objectContaining({ reasonCode: ReasonCode.TopicAliasInvalid })]);
    },
  );
});
