import { expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { NO_PROPERTIES, type Packet, PacketType } from "../../../protocol/packets.ts";
import type { FaultyPacket, TracedPacket } from "../../../server/adapters/http/contract/trace.ts";
import { rowOf } from "./packet-row.ts";

function traced(packet: Packet, asked: Partial<TracedPacket> = {}): TracedPacket {
  const bytes = encode(packet, 5);
  return {
    sequence: 7,
    at: 1_000,
    direction: "in",
    clientId: "press-7",
    version: 5,
    bytes: btoa(String.fromCharCode(...bytes)),
    packetBytes: bytes.length,
    masked: [],
    connection: 3,
    ...asked,
  };
}

const PUBLISH: Packet = {
  type: PacketType.Publish,
  topic: "a/b",
  payload: Uint8Array.of(1, 2),
  qos: 1,
  packetId: 5,
  retain: false,
  dup: false,
  properties: NO_PROPERTIES,
};

it("says what a packet says, without its type and size", () => {
  expect(rowOf(traced(PUBLISH))).toMatchObject({
    name: "PUBLISH",
    group: "publish",
    summary: "a/b QoS 1 id 5",
    packetBytes: 12,
    connection: 3,
    facts: { topic: "a/b", qos: 1, packetId: 5, clientId: "press-7" },
  });
  expect(rowOf(traced({ type: PacketType.Pingreq }))).toMatchObject({
    name: "PINGREQ",
    group: "ping",
    summary: "",
  });
});

it("knows the topic for which an alias stands", () => {
  const aliased = { ...PUBLISH, topic: "", properties: { topicAlias: 2 } } as Packet;
  const row = rowOf(traced(aliased, { aliasedTopic: "a/b" }));
  expect([row.summary, row.facts.topic]).toEqual(["a/b = alias 2 QoS 1 id 5", "a/b"]);
});

it("says of a faulty packet why it was refused, and filters by that code", () => {
  const connect: Packet = {
    type: PacketType.Connect,
    version: 5,
    clientId: "late",
    cleanStart: true,
    keepAliveSeconds: 0,
    properties: NO_PROPERTIES,
  };
  const { connection: _connection, clientId: _clientId, ...rest } = traced(connect);
  const peer = { transport: "tcp", listener: "mqtt", address: "10.0.0.7" } as const;
  const faulty: FaultyPacket = { ...rest, kind: "refused", reasonCode: 0x87, reason: "no right", peer };
  const row = rowOf(faulty);
  expect(row).toMatchObject({ clientId: "late", connection: undefined, fault: { kind: "refused" } });
  expect(row.summary).toBe("late no right");
  expect(row.facts.reasonCodes).toEqual([0x87]);
});

it("shows what is no packet all the same", () => {
  const row = rowOf(traced(PUBLISH, { bytes: "AAE=", packetBytes: 2 }));
  expect([row.name, row.group]).toEqual(["RESERVED", "connect"]);
  expect(row.summary).toContain("type 0");
});
