import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { NO_PROPERTIES, PacketType, type ProtocolVersion, type Suback } from "../packets.ts";
import { readProperties, writeProperties } from "../properties.ts";
import { FIRST_ERROR_CODE, ReasonCode } from "../reason-codes.ts";
import { readPacketId, writePacketId } from "./packet-id.ts";
import { readReasonCode, writeReasonCode } from "./reason.ts";

/** Reads a SUBACK (MQTT 5.0 §3.9). */
export function decodeSuback(reader: Reader, version: ProtocolVersion): Suback {
  const packetId = readPacketId(reader);
  const properties = version === 5 ? readProperties(reader, PacketType.Suback) : NO_PROPERTIES;
  if (reader.remaining === 0) {
    throw reader.error(ReasonCode.ProtocolError, "SUBACK has no reason code", "5 §3.9.3");
  }
  const reasonCodes: ReasonCode[] = [];
  while (reader.remaining > 0) reasonCodes.push(readCode(reader, version));
  return { type: PacketType.Suback, packetId, reasonCodes, properties };
}

function readCode(reader: Reader, version: ProtocolVersion): ReasonCode {
  const code = readReasonCode(reader, PacketType.Suback);
  // [3 MQTT-3.9.3-2]
  if (version === 5 || code <= ReasonCode.UnspecifiedError) return code;
  const message = `SUBACK has no return code 0x${code.toString(16)}`;
  throw reader.error(ReasonCode.ProtocolError, message, "3 MQTT-3.9.3-2", reader.at - 1);
}

/** Writes a SUBACK; 3.x knows one code for every failure. */
export function encodeSuback(writer: Writer, packet: Suback, version: ProtocolVersion): void {
  writePacketId(writer, packet.packetId);
  if (version === 5) writeProperties(writer, packet.properties, PacketType.Suback);
  for (const code of packet.reasonCodes) {
    const isFailure = code >= FIRST_ERROR_CODE;
    // [3 MQTT-3.9.3-2]
    writeReasonCode(
      writer,
      PacketType.Suback,
      version !== 5 && isFailure ? ReasonCode.UnspecifiedError : code,
    );
  }
}
