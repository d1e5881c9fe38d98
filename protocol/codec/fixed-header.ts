import { MqttError } from "../errors.ts";
import { packetName } from "../packet-names.ts";
import { PacketType, type ProtocolVersion } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";

/** Who sent a packet. Some packets, and some properties, only one side may send. */
export type Direction = "fromClient" | "fromServer";

const RESERVED_FLAGS = 0b0010;
const DUP_FLAG = 0b1000;

// PUBREL, SUBSCRIBE and UNSUBSCRIBE [5 MQTT-3.6.1-1] [5 MQTT-3.8.1-1] [5 MQTT-3.10.1-1] [3 MQTT-3.6.1-1] [3 MQTT-3.8.1-1] [3 MQTT-3.10.1-1]
const WITH_FLAGS: ReadonlySet<number> = new Set([
  PacketType.Pubrel,
  PacketType.Subscribe,
  PacketType.Unsubscribe,
]);

const ONLY_CLIENTS: ReadonlySet<number> = new Set([
  PacketType.Connect,
  PacketType.Subscribe,
  PacketType.Unsubscribe,
  PacketType.Pingreq,
]);

const ONLY_SERVERS: ReadonlySet<number> = new Set([
  PacketType.Connack,
  PacketType.Suback,
  PacketType.Unsuback,
  PacketType.Pingresp,
]);

/** The lower four bits of the first byte of every packet but PUBLISH (MQTT 5.0 §2.1.3). */
export function reservedFlags(type: PacketType): number {
  return WITH_FLAGS.has(type) ? RESERVED_FLAGS : 0;
}

/** Throws unless the flags are those that this type must have. */
export function checkFlags(type: PacketType, firstByte: number, version: ProtocolVersion): void {
  // in MQTT 3.1 these three are sent again with DUP
  const ignored = version === 3 && WITH_FLAGS.has(type) ? DUP_FLAG : 0;
  const flags = firstByte & 0x0f & ~ignored;
  // [5 MQTT-2.1.3-1] [5 MQTT-3.14.1-1] [5 MQTT-3.15.1-1] [3 MQTT-2.2.2-1] [3 MQTT-2.2.2-2] [3 MQTT-3.14.1-1]
  if (flags === reservedFlags(type)) return;
  const message = `the flags of ${packetName(type)} are ${flags.toString(2).padStart(4, "0")}`;
  throw new MqttError(ReasonCode.MalformedPacket, message, { offset: 0, clause: "5 MQTT-2.1.3-1" });
}

/** Throws if this side may not send this type of packet (MQTT 5.0 §2.1.2, Table 2-1). */
export function checkSender(type: PacketType, version: ProtocolVersion, direction: Direction): void {
  const isWrong = direction === "fromClient" ? ONLY_SERVERS.has(type) : ONLY_CLIENTS.has(type);
  const isDisconnectOf3 = type === PacketType.Disconnect && direction === "fromServer" && version !== 5;
  if (!isWrong && !isDisconnectOf3) return;
  const sender = direction === "fromClient" ? "client" : "server";
  const message = `a ${sender} does not send ${packetName(type)}`;
  throw new MqttError(ReasonCode.ProtocolError, message, { offset: 0, clause: "5 §2.1.2" });
}
