import { Reader } from "../bytes/reader.ts";
import { readUtf8 } from "../bytes/utf8.ts";
import type { Writer } from "../bytes/writer.ts";
import { MqttError } from "../errors.ts";
import { NO_PROPERTIES, PacketType, type ProtocolVersion, type Publish, type QoS } from "../packets.ts";
import { readPropertiesEnd, readPropertyList, writeProperties } from "../properties.ts";
import { ReasonCode } from "../reason-codes.ts";
import { writePacketId } from "./packet-id.ts";
import { NO_EXPIRY } from "./publish-head.ts";
import { type PublishProperties, scanPublishProperties } from "./publish-properties.ts";

const NOTHING = new Uint8Array(0);
const NO_PIECES: readonly Uint8Array[] = [];
const DUP = 0x08;
const RETAIN = 0x01;

/**
 * Where the parts of a PUBLISH lie (MQTT 5.0 §3.3). One record is filled again and again by its owner, so that a packet
 * which is only forwarded costs no object. The topic's bytes are not looked at here: whoever knows the topic already
 * need not read it again.
 */
export class PublishView implements PublishProperties {
  buffer: Uint8Array = NOTHING;
  start = 0;
  end = 0;
  /** Where the packet came in pieces and was not joined (`Framer.pieces`), these: `buffer` is the first, and has all but the payload. */
  pieces: readonly Uint8Array[] = NO_PIECES;
  version: ProtocolVersion = 4;
  qos: QoS = 0;
  retain = false;
  dup = false;
  topicStart = 0;
  topicEnd = 0;
  /** 0 at QoS 0. */
  packetId = 0;
  /** The property bytes without their length; empty in 3.x. */
  propertiesStart = 0;
  propertiesEnd = 0;
  payloadStart = 0;
  /** 0: none. */
  topicAlias = 0;
  /** Seconds, or NO_EXPIRY. */
  messageExpiryInterval = NO_EXPIRY;
  payloadFormatIndicator = 0;
  hasSubscriptionIdentifier = false;

  /** Whether every property passes through: the bytes can be forwarded as they are. */
  get hasOnlyForwardable(): boolean {
    return (
      this.topicAlias === 0 && this.messageExpiryInterval === NO_EXPIRY && !this.hasSubscriptionIdentifier
    );
  }

  /** Reads the packet buffer[start..end), whose variable header begins at `body`. Throws MqttError for malformed bytes. */
  read(buffer: Uint8Array, start: number, body: number, end: number, version: ProtocolVersion): void {
    const flags = buffer[start]!;
    const qos = (flags >> 1) & 3;
    if (qos === 3) throw malformed("QoS 3 does not exist", 0, "5 MQTT-3.3.1-4"); // [5 MQTT-3.3.1-4] [3 MQTT-3.3.1-4]
    const dup = (flags & DUP) !== 0;
    if (dup && qos === 0) throw malformed("DUP is set at QoS 0", 0, "5 MQTT-3.3.1-2"); // [5 MQTT-3.3.1-2] [3 MQTT-3.3.1-2]
    // the topic name comes first [5 MQTT-3.3.2-1] [3 MQTT-3.3.2-1]
    const topicEnd = body + 2 + ((buffer[body]! << 8) | buffer[body + 1]!);
    let at = topicEnd;
    let packetId = 0; // none at QoS 0 [5 MQTT-2.2.1-2] [3 MQTT-2.3.1-5]
    if (qos > 0) {
      at += 2;
      packetId = at <= end ? (buffer[topicEnd]! << 8) | buffer[topicEnd + 1]! : 0;
    }
    if (at > end) throw cutShort(body - start);
    if (qos > 0 && packetId === 0) throw noPacketId(topicEnd - start);
    this.buffer = buffer;
    this.start = start;
    this.end = end;
    this.version = version;
    this.qos = qos as QoS;
    this.retain = (flags & RETAIN) !== 0;
    this.dup = dup;
    this.topicStart = body + 2;
    this.topicEnd = topicEnd;
    this.packetId = packetId;
    this.propertiesStart = at;
    this.propertiesEnd = at;
    this.payloadStart = at;
    this.topicAlias = 0;
    this.messageExpiryInterval = NO_EXPIRY;
    this.payloadFormatIndicator = 0;
    this.hasSubscriptionIdentifier = false;
    if (version === 5) this.#readProperties(at);
    if (topicEnd === body + 2 && this.topicAlias === 0) throw noTopic(body - start);
  }

  /** Finds and checks the properties. Most packets have none: one byte, 0. */
  #readProperties(at: number): void {
    const { buffer, start, end } = this;
    let propertiesStart = at + 1;
    let propertiesEnd = propertiesStart;
    if (at === end || buffer[at] !== 0) {
      const reader = new Reader(buffer, start, at, end);
      propertiesEnd = readPropertiesEnd(reader);
      propertiesStart = reader.at;
      scanPublishProperties(this, propertiesStart, propertiesEnd);
    }
    this.propertiesStart = propertiesStart;
    this.propertiesEnd = propertiesEnd;
    this.payloadStart = propertiesEnd;
  }
}

/** The packet as a value: topic and properties decoded, the payload a view of its bytes. */
export function decodePublish(view: PublishView): Publish {
  const { buffer, start, topicStart, topicEnd, propertiesStart, propertiesEnd } = view;
  const properties =
    propertiesStart === propertiesEnd
      ? NO_PROPERTIES
      : readPropertyList(new Reader(buffer, start, propertiesStart, propertiesEnd), PacketType.Publish);
  return {
    type: PacketType.Publish,
    topic: readUtf8(buffer, topicStart, topicEnd, start),
    payload: buffer.subarray(view.payloadStart, view.end),
    qos: view.qos,
    retain: view.retain,
    dup: view.dup,
    packetId: view.packetId,
    properties,
  };
}

/** The lower four bits of the first byte (MQTT 5.0 §3.3.1). */
export function publishFlags({ dup, qos, retain }: Pick<Publish, "dup" | "qos" | "retain">): number {
  const isRepeat = dup && qos > 0; // [5 MQTT-3.3.1-2] [3 MQTT-3.3.1-2]
  return (isRepeat ? DUP : 0) | (qos << 1) | (retain ? RETAIN : 0);
}

/** Writes what follows the fixed header of a PUBLISH. */
export function encodePublish(writer: Writer, packet: Publish, version: ProtocolVersion): void {
  if (packet.topic === "" && packet.properties.topicAlias === undefined) throw noTopic();
  writer.string(packet.topic, "the topic name");
  if (packet.qos > 0) writePacketId(writer, packet.packetId); // [5 MQTT-2.2.1-2] [3 MQTT-2.3.1-5]
  if (version === 5) writeProperties(writer, packet.properties, PacketType.Publish);
  writer.bytes(packet.payload);
}

function cutShort(offset: number): MqttError {
  return malformed("the packet ends within the topic name or the packet identifier", offset, "5 §3.3.2");
}

// [5 MQTT-2.2.1-3] [3 MQTT-2.3.1-1]
function noPacketId(offset: number): MqttError {
  const place = { offset, clause: "5 MQTT-2.2.1-3" };
  return new MqttError(ReasonCode.ProtocolError, "the packet identifier is 0", place);
}

// [5 MQTT-4.7.3-1] [3 MQTT-4.7.3-1]
function noTopic(offset?: number): MqttError {
  const message = "the topic name is empty and there is no topic alias";
  const place = { clause: "5 §3.3.2.1", ...(offset === undefined ? {} : { offset }) };
  return new MqttError(ReasonCode.ProtocolError, message, place);
}

function malformed(message: string, offset: number, clause: string): MqttError {
  return new MqttError(ReasonCode.MalformedPacket, message, { offset, clause });
}
