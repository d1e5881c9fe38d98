import { encode } from "../codec/encode.ts";
import { MqttError } from "../errors.ts";
import { NO_PROPERTIES, PacketType, type ProtocolVersion, type QoS } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { topicNameError } from "../topics/validate.ts";
import type { OutgoingMessage, PublishDone } from "./client-options.ts";
import type { ServerLimits } from "./server-limits.ts";

const CONTINUES = 0x80;
const DUP = 0x08;
const LENGTH_AT = 1;
const LENGTH_BYTES = 2;
/** Stands in the bytes until the message is sent. */
const SOME_PACKET_ID = 1;

/** A PUBLISH that is encoded once, when the message is handed in; its packet identifier is set when it is sent. */
export interface OutgoingPacket {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly qos: QoS;
  readonly retain: boolean;
  /** 0: none. */
  readonly topicAlias: number;
  readonly done: PublishDone | undefined;
}

/** Encodes a message; throws MqttError for one that cannot be sent. */
export function outgoingPacket(
  message: OutgoingMessage,
  version: ProtocolVersion,
  done: PublishDone | undefined,
): OutgoingPacket {
  const { topic, payload, qos, retain, properties = NO_PROPERTIES } = message;
  const problem = topicNameError(topic); // [5 MQTT-3.3.2-2] [3 MQTT-3.3.2-2]
  if (problem !== undefined) throw new MqttError(ReasonCode.TopicNameInvalid, problem);
  if (properties.subscriptionIdentifiers !== undefined) {
    // [5 MQTT-3.3.4-6]
    throw new MqttError(ReasonCode.ProtocolError, "a client's PUBLISH has no Subscription Identifier", {
      clause: "5 MQTT-3.3.4-6",
    });
  }
  const packetId = qos === 0 ? 0 : SOME_PACKET_ID;
  const packet = { type: PacketType.Publish, topic, payload, qos, retain, dup: false, packetId, properties };
  return { bytes: encode(packet, version), qos, retain, topicAlias: properties.topicAlias ?? 0, done };
}

/** Puts the packet identifier into the bytes, which were not sent before. */
export function setPacketId({ bytes }: OutgoingPacket, packetId: number): void {
  let at = LENGTH_AT;
  while ((bytes[at] as number) >= CONTINUES) at += 1;
  at += 1;
  const topicBytes = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  at += LENGTH_BYTES + topicBytes;
  bytes[at] = packetId >> 8;
  bytes[at + 1] = packetId;
}

/** The bytes for sending again; a copy, for what was sent may still be on its way out [5 MQTT-3.3.1-1] [3 MQTT-3.3.1-1]. */
export function repeatedBytes({ bytes }: OutgoingPacket): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  copy[0] = (copy[0] as number) | DUP;
  return copy;
}

/** Why this server must not be sent the packet, or undefined. */
export function refusal(packet: OutgoingPacket, limits: ServerLimits): ReasonCode | undefined {
  if (packet.bytes.length > limits.maximumPacketSize) return ReasonCode.PacketTooLarge; // [5 MQTT-3.2.2-15]
  if (packet.qos > limits.maximumQoS) return ReasonCode.QoSNotSupported; // [5 MQTT-3.2.2-11]
  if (packet.retain && !limits.isRetainAvailable) return ReasonCode.RetainNotSupported; // [5 MQTT-3.2.2-14]
  // [5 MQTT-3.2.2-17] [5 MQTT-3.2.2-18] [5 MQTT-3.3.2-9]
  if (packet.topicAlias > limits.topicAliasMaximum) return ReasonCode.TopicAliasInvalid;
  return undefined;
}
