import { describe, expect, it } from "vitest";
import { NO_PROPERTIES, type Packet, PacketType, type ProtocolVersion } from "../packets.ts";
import { ConnectReturnCode, ReasonCode } from "../reason-codes.ts";
import { toHex } from "../test-support/hex.ts";
import { connectReturnCode } from "./connack.ts";
import { encode } from "./encode.ts";

const properties = NO_PROPERTIES;
const publish = {
  type: PacketType.Publish,
  topic: "a",
  payload: new Uint8Array(0),
  qos: 1,
  retain: false,
  dup: false,
  packetId: 1,
  properties,
} as const;
const connect = {
  type: PacketType.Connect,
  version: 4,
  clientId: "c",
  cleanStart: true,
  keepAliveSeconds: 0,
  properties,
} as const;

describe("encode refuses", () => {
  it.each<[name: string, packet: Packet, version: ProtocolVersion]>([
    ["packet id 0 [5 MQTT-2.2.1-3] [3 MQTT-2.3.1-1]", { ...publish, packetId: 0 }, 4],
    ["packet id 65,536", { ...publish, packetId: 65_536 }, 4],
    ["a topic that is empty and has no alias", { ...publish, topic: "" }, 5],
    ["a topic with half a surrogate pair [5 MQTT-1.5.4-1]", { ...publish, topic: "\udfff" }, 5],
    ["a password alone before 5.0 [3 MQTT-3.1.2-22]", { ...connect, password: new Uint8Array(1) }, 4],
    [
      "SUBSCRIBE without a filter [5 MQTT-3.8.3-2]",
      { type: PacketType.Subscribe, packetId: 1, subscriptions: [], properties },
      5,
    ],
    [
      "UNSUBSCRIBE without a filter [5 MQTT-3.10.3-2]",
      { type: PacketType.Unsubscribe, packetId: 1, filters: [], properties },
      5,
    ],
    ["AUTH before 5.0", { type: PacketType.Auth, reasonCode: ReasonCode.Success, properties }, 4],
    [
      "a reason code of other packets [5 MQTT-3.4.2-1]",
      { type: PacketType.Puback, packetId: 1, reasonCode: ReasonCode.Banned, properties },
      5,
    ],
    [
      "a refusal with a session present [5 MQTT-3.2.2-6]",
      { type: PacketType.Connack, sessionPresent: true, reasonCode: 0x87, properties },
      5,
    ],
  ])("%s", (_name, packet, version) => {
    expect(() => encode(packet, version)).toThrow(expect.objectContaining({ name: "MqttError" }));
  });
});

describe("encode says in 3.x what can be said there", () => {
  it("leaves properties and reason codes out", () => {
    const puback = {
      packetId: 1,
      reasonCode: ReasonCode.QuotaExceeded,
      properties: { reasonString: "full" },
    };
    expect(toHex(encode({ type: PacketType.Puback, ...puback }, 4))).toBe("40020001");
    const disconnect = { reasonCode: ReasonCode.ServerShuttingDown, properties: { reasonString: "bye" } };
    expect(toHex(encode({ type: PacketType.Disconnect, ...disconnect }, 4))).toBe("e000");
    expect(toHex(encode({ ...publish, properties: { contentType: "t" } }, 4))).toBe("32050001610001");
  });

  it("has one code for a subscription that failed [3 MQTT-3.9.3-2]", () => {
    const reasonCodes = [ReasonCode.GrantedQoS1, ReasonCode.NotAuthorized];
    expect(toHex(encode({ type: PacketType.Suback, packetId: 1, reasonCodes, properties }, 4))).toBe(
      "900400010180",
    );
  });

  it("never sets DUP at QoS 0 [5 MQTT-3.3.1-2] [3 MQTT-3.3.1-2] [5 MQTT-4.3.1-1] [3 MQTT-4.3.1-1]", () => {
    expect(encode({ ...publish, qos: 0, dup: true }, 4)[0]).toBe(0x30);
  });

  it.each([
    [ReasonCode.Banned, ConnectReturnCode.NotAuthorized],
    [ReasonCode.ServerBusy, ConnectReturnCode.ServerUnavailable],
    [ReasonCode.ClientIdentifierNotValid, ConnectReturnCode.IdentifierRejected],
    [ReasonCode.TopicNameInvalid, undefined],
  ])("has for the refusal %i the return code %s", (reasonCode, returnCode) => {
    expect(connectReturnCode(reasonCode)).toBe(returnCode);
  });
});
