import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { NO_PROPERTIES, PacketType, type ProtocolVersion, type Unsuback } from "../packets.ts";
import { readProperties, writeProperties } from "../properties.ts";
import { ReasonCode } from "../reason-codes.ts";
import { readPacketId, writePacketId } from "./packet-id.ts";
import { readReasonCode, writeReasonCode } from "./reason.ts";

/** Reads an UNSUBACK (MQTT 5.0 §3.11); in 3.x it has a packet identifier only. */
export function decodeUnsuback(reader: Reader, version: ProtocolVersion): Unsuback {
  const packetId = readPacketId(reader);
  if (version !== 5)
    return { type: PacketType.Unsuback, packetId, reasonCodes: [], properties: NO_PROPERTIES };
  const properties = readProperties(reader, PacketType.Unsuback);
  if (reader.remaining === 0) {
    throw reader.error(ReasonCode.ProtocolError, "UNSUBACK has no reason code", "5 §3.11.3");
  }
  const reasonCodes: ReasonCode[] = [];
  while (reader.remaining > 0) reasonCodes.push(readReasonCode(reader, PacketType.Unsuback));
  return { type: PacketType.Unsuback, packetId, reasonCodes, properties };
}

/** Writes an UNSUBACK. */
export function encodeUnsuback(writer: Writer, packet: Unsuback, version: ProtocolVersion): void {
  writePacketId(writer, packet.packetId);
  if (version !== 5) return;
  writeProperties(writer, packet.properties, PacketType.Unsuback);
  for (const code of packet.reasonCodes) writeReasonCode(writer, PacketType.Unsuback, code);
}
