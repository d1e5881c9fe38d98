import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { MqttError } from "../errors.ts";
import {
  NO_PROPERTIES,
  PacketType,
  type ProtocolVersion,
  type QoS,
  RetainHandling,
  type Subscribe,
  type SubscriptionRequest,
} from "../packets.ts";
import { readProperties, writeProperties } from "../properties.ts";
import { ReasonCode } from "../reason-codes.ts";
import { readPacketId, writePacketId } from "./packet-id.ts";

const QOS_BITS = 0x03;
const NO_LOCAL = 0x04;
const RETAIN_AS_PUBLISHED = 0x08;
const RETAIN_HANDLING_SHIFT = 4;
const RESERVED_IN_5 = 0xc0;
const RESERVED_IN_3 = 0xfc;
const SHARED_PREFIX = "$share/";

/** Reads a SUBSCRIBE (MQTT 5.0 §3.8). */
export function decodeSubscribe(reader: Reader, version: ProtocolVersion): Subscribe {
  const packetId = readPacketId(reader);
  const properties = version === 5 ? readProperties(reader, PacketType.Subscribe) : NO_PROPERTIES;
  const subscriptions: SubscriptionRequest[] = [];
  // [5 MQTT-3.8.3-2] [3 MQTT-3.8.3-3]
  if (reader.remaining === 0) {
    throw reader.error(ReasonCode.ProtocolError, "SUBSCRIBE has no topic filter", "5 MQTT-3.8.3-2");
  }
  while (reader.remaining > 0) subscriptions.push(readRequest(reader, version));
  return { type: PacketType.Subscribe, packetId, subscriptions, properties };
}

function readRequest(reader: Reader, version: ProtocolVersion): SubscriptionRequest {
  const filter = reader.string("a topic filter"); // [5 MQTT-3.8.3-1] [3 MQTT-3.8.3-1]
  const options = reader.u8("the subscription options");
  const wrong = (reasonCode: ReasonCode, message: string, clause: string): MqttError =>
    reader.error(reasonCode, message, clause, reader.at - 1);
  const reserved = version === 5 ? RESERVED_IN_5 : RESERVED_IN_3;
  // [5 MQTT-3.8.3-5] [3 MQTT-3.8.3-4]
  if ((options & reserved) !== 0) {
    throw wrong(
      ReasonCode.MalformedPacket,
      "reserved bits of the subscription options are set",
      "5 MQTT-3.8.3-5",
    );
  }
  const qos = options & QOS_BITS;
  if (!isQoS(qos)) throw wrong(ReasonCode.ProtocolError, "a subscription asks for QoS 3", "5 §3.8.3.1");
  const retainHandling = options >> RETAIN_HANDLING_SHIFT;
  if (!isRetainHandling(retainHandling)) {
    throw wrong(ReasonCode.ProtocolError, "a subscription asks for retain handling 3", "5 §3.8.3.1");
  }
  const noLocal = (options & NO_LOCAL) !== 0;
  if (noLocal && filter.startsWith(SHARED_PREFIX)) {
    // [5 MQTT-3.8.3-4]
    throw wrong(ReasonCode.ProtocolError, "a shared subscription asks for no local", "5 MQTT-3.8.3-4");
  }
  return { filter, qos, noLocal, retainAsPublished: (options & RETAIN_AS_PUBLISHED) !== 0, retainHandling };
}

function isQoS(value: number): value is QoS {
  return value <= 2;
}

function isRetainHandling(value: number): value is RetainHandling {
  return value <= RetainHandling.DoNotSend;
}

/** Writes a SUBSCRIBE; in 3.x only the QoS of the options is on the wire. */
export function encodeSubscribe(writer: Writer, packet: Subscribe, version: ProtocolVersion): void {
  if (packet.subscriptions.length === 0) {
    const place = { clause: "5 MQTT-3.8.3-2" };
    throw new MqttError(ReasonCode.ProtocolError, "SUBSCRIBE needs a topic filter", place);
  }
  writePacketId(writer, packet.packetId);
  if (version === 5) writeProperties(writer, packet.properties, PacketType.Subscribe);
  for (const request of packet.subscriptions) {
    writer.string(request.filter, "a topic filter");
    writer.u8(version === 5 ? optionsOf(request) : request.qos);
  }
}

function optionsOf({ qos, noLocal, retainAsPublished, retainHandling }: SubscriptionRequest): number {
  const flags = (noLocal ? NO_LOCAL : 0) | (retainAsPublished ? RETAIN_AS_PUBLISHED : 0);
  return qos | flags | (retainHandling << RETAIN_HANDLING_SHIFT);
}
