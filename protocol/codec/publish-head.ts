import { copyInto } from "../bytes/copy.ts";
import { variableByteIntegerLength, writeVariableByteInteger } from "../bytes/variable-byte-integer.ts";
import { PacketType, type ProtocolVersion, type QoS } from "../packets.ts";

const MESSAGE_EXPIRY_INTERVAL = 0x02;
const SUBSCRIPTION_IDENTIFIER = 0x0b;
const TOPIC_ALIAS = 0x23;
/** No Message Expiry Interval. */
export const NO_EXPIRY = -1;

/** Everything of a PUBLISH but its payload (MQTT 5.0 §3.3): what a sender decides, and the bytes that pass through. */
export interface PublishHead {
  version: ProtocolVersion;
  qos: QoS;
  retain: boolean;
  dup: boolean;
  /** The topic name as UTF-8; empty where an alias stands for it. */
  topic: Uint8Array;
  /** 0 at QoS 0. */
  packetId: number;
  /** Seconds, or NO_EXPIRY. */
  messageExpiryInterval: number;
  /** 0: none. */
  topicAlias: number;
  subscriptionIdentifiers: readonly number[];
  /** Property bytes that pass through, without their length. */
  properties: Uint8Array;
  payloadBytes: number;
}

const NOTHING = new Uint8Array(0);
const NO_IDENTIFIERS: readonly number[] = [];

/** A head to be filled anew for each packet: one record serves all that its owner sends. */
export function createPublishHead(): PublishHead {
  return {
    version: 5,
    qos: 0,
    retain: false,
    dup: false,
    topic: NOTHING,
    packetId: 0,
    messageExpiryInterval: NO_EXPIRY,
    topicAlias: 0,
    subscriptionIdentifiers: NO_IDENTIFIERS,
    properties: NOTHING,
    payloadBytes: 0,
  };
}

/** Bytes of all properties, without their length. */
function propertiesLength(head: PublishHead): number {
  let length = head.properties.length;
  if (head.messageExpiryInterval !== NO_EXPIRY) length += 5;
  if (head.topicAlias !== 0) length += 3;
  for (const identifier of head.subscriptionIdentifiers) length += 1 + variableByteIntegerLength(identifier);
  return length;
}

/** The remaining length of the packet. */
function remainingLength(head: PublishHead): number {
  let length = 2 + head.topic.length + head.payloadBytes;
  if (head.qos > 0) length += 2;
  if (head.version === 5) {
    const properties = propertiesLength(head);
    length += variableByteIntegerLength(properties) + properties;
  }
  return length;
}

/** Bytes of the whole packet, payload included. */
export function publishLength(head: PublishHead): number {
  const remaining = remainingLength(head);
  return 1 + variableByteIntegerLength(remaining) + remaining;
}

/** Writes all but the payload to `buffer` from `at` on and returns the end. */
export function writePublishHead(buffer: Uint8Array, at: number, head: PublishHead): number {
  buffer[at] = (PacketType.Publish << 4) | (head.dup ? 8 : 0) | (head.qos << 1) | (head.retain ? 1 : 0);
  let end = writeVariableByteInteger(buffer, at + 1, remainingLength(head));
  buffer[end++] = head.topic.length >>> 8;
  buffer[end++] = head.topic.length;
  end = copyInto(buffer, end, head.topic, 0, head.topic.length);
  if (head.qos > 0) {
    buffer[end++] = head.packetId >>> 8;
    buffer[end++] = head.packetId;
  }
  return head.version === 5 ? writeProperties(buffer, end, head) : end;
}

function writeProperties(buffer: Uint8Array, at: number, head: PublishHead): number {
  let end = writeVariableByteInteger(buffer, at, propertiesLength(head));
  if (head.messageExpiryInterval !== NO_EXPIRY) {
    buffer[end++] = MESSAGE_EXPIRY_INTERVAL;
    buffer[end++] = head.messageExpiryInterval >>> 24;
    buffer[end++] = head.messageExpiryInterval >>> 16;
    buffer[end++] = head.messageExpiryInterval >>> 8;
    buffer[end++] = head.messageExpiryInterval;
  }
  if (head.topicAlias !== 0) {
    buffer[end++] = TOPIC_ALIAS;
    buffer[end++] = head.topicAlias >>> 8;
    buffer[end++] = head.topicAlias;
  }
  for (const identifier of head.subscriptionIdentifiers) {
    buffer[end++] = SUBSCRIPTION_IDENTIFIER;
    end = writeVariableByteInteger(buffer, end, identifier);
  }
  return copyInto(buffer, end, head.properties, 0, head.properties.length);
}
