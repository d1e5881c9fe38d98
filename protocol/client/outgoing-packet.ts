import { encode } from "../codec/encode.ts";
import { MqttError, protocolError } from "../errors.ts";
import { MAXIMUM_TOPIC_ALIAS } from "../limits.ts";
import { NO_PROPERTIES, PacketType, type Properties, type ProtocolVersion } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { topicNameError } from "../topics/validate.ts";
import type { OutgoingMessage, PublishDone } from "./client-options.ts";
import type { GivenAlias } from "./outbound-aliases.ts";
import { type Refusal, type ServerLimits, sizeRefusal } from "./server-limits.ts";

const CONTINUES = 0x80;
const DUP = 0x08;
const LENGTH_AT = 1;
const LENGTH_BYTES = 2;
/** Stands in the bytes until the message is sent. */
const SOME_PACKET_ID = 1;

/**
 * A PUBLISH that is encoded once, when the message is handed in, without a topic alias: that is given on the connection
 * on which it is sent. Its packet identifier is set when it is sent.
 */
export interface OutgoingPacket {
  readonly message: OutgoingMessage;
  readonly version: ProtocolVersion;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly done: PublishDone | undefined;
}

/** Encodes a message; throws MqttError for one that cannot be sent. */
export function outgoingPacket(
  message: OutgoingMessage,
  version: ProtocolVersion,
  done: PublishDone | undefined,
): OutgoingPacket {
  const { topic, properties = NO_PROPERTIES } = message;
  const problem = topicNameError(topic); // [5 MQTT-3.3.2-2] [3 MQTT-3.3.2-2]
  if (problem !== undefined) throw new MqttError(ReasonCode.TopicNameInvalid, problem);
  if (properties.subscriptionIdentifiers !== undefined) {
    // [5 MQTT-3.3.4-6]
    throw protocolError("a client's PUBLISH has no Subscription Identifier", "5 MQTT-3.3.4-6");
  }
  const { topicAlias, ...others } = properties;
  checkAlias(topicAlias);
  const packetId = message.qos === 0 ? 0 : SOME_PACKET_ID; // [5 MQTT-2.2.1-2]
  return { message, version, bytes: encodePublish(message, version, topic, packetId, others), done };
}

/** [5 MQTT-3.3.2-8] */
function checkAlias(alias: number | undefined): void {
  if (alias === undefined || (Number.isInteger(alias) && alias > 0 && alias <= MAXIMUM_TOPIC_ALIAS)) return;
  const message = `a topic alias is a number from 1 to ${MAXIMUM_TOPIC_ALIAS}, not ${alias}`;
  throw new MqttError(ReasonCode.TopicAliasInvalid, message, { clause: "5 MQTT-3.3.2-8" });
}

/**
 * A new message has DUP 0, whatever was received before it [5 MQTT-3.3.1-2] [5 MQTT-3.3.1-3] [5 MQTT-4.3.1-1]
 * [5 MQTT-4.3.2-2] [5 MQTT-4.3.3-2].
 */
function encodePublish(
  { payload, qos, retain }: OutgoingMessage,
  version: ProtocolVersion,
  topic: string,
  packetId: number,
  properties: Properties,
): Uint8Array<ArrayBuffer> {
  const packet = { type: PacketType.Publish, topic, payload, qos, retain, dup: false, packetId, properties };
  return encode(packet, version);
}

/** The bytes with a topic alias; the topic name is left out where the server knows the alias (MQTT 5.0 §3.3.2.3.4). */
export function aliasedBytes(
  { message, version }: OutgoingPacket,
  { alias, isKnown }: GivenAlias,
  packetId: number,
): Uint8Array<ArrayBuffer> {
  const properties = { ...message.properties, topicAlias: alias };
  return encodePublish(message, version, isKnown ? "" : message.topic, packetId, properties);
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
export function refusal({ message, bytes }: OutgoingPacket, limits: ServerLimits): Refusal | undefined {
  const { qos, retain, properties } = message;
  const alias = properties?.topicAlias ?? 0;
  const { maximumQoS, topicAliasMaximum, isRetainAvailable } = limits;
  if (qos > maximumQoS) {
    // [5 MQTT-3.2.2-11]
    const reasonString = `the server takes no QoS over ${maximumQoS} (Maximum QoS)`;
    return {
      reasonCode: ReasonCode.QoSNotSupported,
      reasonString,
      withheld: { allowed: maximumQoS, wanted: qos },
    };
  }
  if (retain && !isRetainAvailable) {
    // [5 MQTT-3.2.2-14]
    const reasonString = "the server keeps no retained messages (Retain Available)";
    return { reasonCode: ReasonCode.RetainNotSupported, reasonString, withheld: { allowed: 0, wanted: 1 } };
  }
  if (alias > topicAliasMaximum) {
    // [5 MQTT-3.2.2-17] [5 MQTT-3.2.2-18] [5 MQTT-3.3.2-9]
    const reasonString = `topic alias ${alias} is over the server's maximum of ${topicAliasMaximum} (Topic Alias Maximum)`;
    return {
      reasonCode: ReasonCode.TopicAliasInvalid,
      reasonString,
      withheld: { allowed: topicAliasMaximum, wanted: alias },
    };
  }
  return sizeRefusal(bytes, limits);
}
