import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { type Disconnect, NO_PROPERTIES, PacketType, type ProtocolVersion } from "../packets.ts";
import { hasProperties, readProperties, writeProperties } from "../properties.ts";
import { ReasonCode } from "../reason-codes.ts";
import type { Direction } from "./fixed-header.ts";
import { readReasonCode, writeReasonCode } from "./reason.ts";

/** Reads a DISCONNECT (MQTT 5.0 §3.14); in 3.x it is a header only. */
export function decodeDisconnect(
  reader: Reader,
  version: ProtocolVersion,
  direction?: Direction,
): Disconnect {
  const hasReason = version === 5 && reader.remaining > 0;
  const reasonCode = hasReason
    ? readReasonCode(reader, PacketType.Disconnect)
    : ReasonCode.NormalDisconnection;
  const hasList = hasReason && reader.remaining > 0;
  const properties = hasList ? readProperties(reader, PacketType.Disconnect) : NO_PROPERTIES;
  // [5 MQTT-3.14.2-2]
  if (direction === "fromServer" && properties.sessionExpiryInterval !== undefined) {
    const message = "a server's DISCONNECT has a session expiry interval";
    throw reader.error(ReasonCode.ProtocolError, message, "5 MQTT-3.14.2-2");
  }
  return { type: PacketType.Disconnect, reasonCode, properties };
}

/** Writes a DISCONNECT as short as it can be said (§3.14.2.1). */
export function encodeDisconnect(writer: Writer, packet: Disconnect, version: ProtocolVersion): void {
  if (version !== 5) return;
  const withProperties = hasProperties(packet.properties);
  if (packet.reasonCode === ReasonCode.NormalDisconnection && !withProperties) return;
  writeReasonCode(writer, PacketType.Disconnect, packet.reasonCode);
  if (withProperties) writeProperties(writer, packet.properties, PacketType.Disconnect);
}
