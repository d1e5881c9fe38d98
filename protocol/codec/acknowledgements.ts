import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { type Acknowledgement, NO_PROPERTIES, PacketType, type ProtocolVersion } from "../packets.ts";
import { hasProperties, readProperties, writeProperties } from "../properties.ts";
import { ReasonCode } from "../reason-codes.ts";
import { readPacketId, writePacketId } from "./packet-id.ts";
import { readReasonCode, writeReasonCode } from "./reason.ts";

/** Bytes of an acknowledgement that only says success. */
export const SHORT_ACK_BYTES = 4;
/** Bytes of the longest acknowledgement without properties. */
export const ACK_BYTES = 5;
const SHORT_REMAINING_LENGTH = 2;
const PUBREL_FLAGS = 2;

/** The packets of §3.4 to §3.7, which share one shape. */
export type AcknowledgementType =
  | typeof PacketType.Puback
  | typeof PacketType.Pubrec
  | typeof PacketType.Pubrel
  | typeof PacketType.Pubcomp;

function firstByte(type: AcknowledgementType): number {
  return (type << 4) | (type === PacketType.Pubrel ? PUBREL_FLAGS : 0); // [5 MQTT-3.6.1-1] [3 MQTT-3.6.1-1]
}

/** Writes an acknowledgement that says success, of any version, and returns the end (§3.4.2.1). */
export function writeShortAck(
  buffer: Uint8Array,
  at: number,
  type: AcknowledgementType,
  packetId: number,
): number {
  buffer[at] = firstByte(type);
  buffer[at + 1] = SHORT_REMAINING_LENGTH;
  buffer[at + 2] = packetId >> 8;
  buffer[at + 3] = packetId;
  return at + SHORT_ACK_BYTES;
}

/** Writes an acknowledgement without properties and returns the end; in 3.x it has no reason code (§3.4.2.1). */
export function writeAck(
  buffer: Uint8Array,
  at: number,
  version: ProtocolVersion,
  type: AcknowledgementType,
  packetId: number,
  reasonCode: ReasonCode,
): number {
  const end = writeShortAck(buffer, at, type, packetId);
  if (version !== 5 || reasonCode === ReasonCode.Success) return end;
  buffer[at + 1] = SHORT_REMAINING_LENGTH + 1;
  buffer[end] = reasonCode;
  return end + 1;
}

/**
 * The packet id of an acknowledgement buffer[start..end) that says success in the short form, as nearly all do: nothing
 * is allocated for it. 0 for every other form, which is for decode to read.
 */
export function readShortAck(
  buffer: Uint8Array,
  start: number,
  end: number,
  type: AcknowledgementType,
): number {
  if (end - start !== SHORT_ACK_BYTES || buffer[start] !== firstByte(type)) return 0;
  return (buffer[start + 2]! << 8) | buffer[start + 3]!;
}

/** Reads a PUBACK, PUBREC, PUBREL or PUBCOMP (MQTT 5.0 §3.4 to §3.7). */
export function decodeAcknowledgement<T extends AcknowledgementType>(
  reader: Reader,
  type: T,
  version: ProtocolVersion,
): Acknowledgement<T> {
  const packetId = readPacketId(reader);
  const hasReason = version === 5 && reader.remaining > 0;
  const reasonCode = hasReason ? readReasonCode(reader, type) : ReasonCode.Success;
  const hasList = hasReason && reader.remaining > 0;
  const properties = hasList ? readProperties(reader, type) : NO_PROPERTIES;
  return { type, packetId, reasonCode, properties };
}

/** Writes an acknowledgement as short as it can be said (§3.4.2.1). */
export function encodeAcknowledgement(
  writer: Writer,
  packet: Acknowledgement<AcknowledgementType>,
  version: ProtocolVersion,
): void {
  writePacketId(writer, packet.packetId);
  if (version !== 5) return;
  const withProperties = hasProperties(packet.properties);
  if (packet.reasonCode === ReasonCode.Success && !withProperties) return;
  writeReasonCode(writer, packet.type, packet.reasonCode);
  if (withProperties) writeProperties(writer, packet.properties, packet.type);
}
