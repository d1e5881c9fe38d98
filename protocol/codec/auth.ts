import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { type Auth, NO_PROPERTIES, PacketType, type Properties } from "../packets.ts";
import { hasProperties, readProperties, writeProperties } from "../properties.ts";
import { ReasonCode } from "../reason-codes.ts";
import { readReasonCode, writeReasonCode } from "./reason.ts";

/** Reads an AUTH (MQTT 5.0 §3.15). */
export function decodeAuth(reader: Reader): Auth {
  if (reader.remaining === 0) {
    return { type: PacketType.Auth, reasonCode: ReasonCode.Success, properties: NO_PROPERTIES };
  }
  const reasonCode = readReasonCode(reader, PacketType.Auth);
  const properties = readProperties(reader, PacketType.Auth);
  if (properties.authenticationMethod === undefined) {
    throw reader.error(ReasonCode.ProtocolError, "AUTH names no authentication method", "5 §3.15.2.2.2");
  }
  return { type: PacketType.Auth, reasonCode, properties };
}

/** Throws if there is authentication data without a method (MQTT 5.0 §3.1.2.11.10). */
export function checkAuthentication(properties: Properties, reader: Reader): void {
  if (properties.authenticationData === undefined || properties.authenticationMethod !== undefined) return;
  const message = "there is authentication data without an authentication method";
  throw reader.error(ReasonCode.ProtocolError, message, "5 §3.1.2.11.10");
}

/** Writes an AUTH; success without properties takes no byte. */
export function encodeAuth(writer: Writer, { reasonCode, properties }: Auth): void {
  if (reasonCode === ReasonCode.Success && !hasProperties(properties)) return;
  writeReasonCode(writer, PacketType.Auth, reasonCode);
  writeProperties(writer, properties, PacketType.Auth);
}
