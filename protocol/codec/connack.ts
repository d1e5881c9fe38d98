import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { MqttError } from "../errors.ts";
import { type Connack, NO_PROPERTIES, PacketType, type ProtocolVersion } from "../packets.ts";
import { readProperties, writeProperties } from "../properties.ts";
import { ConnectReturnCode, ReasonCode } from "../reason-codes.ts";
import { readReasonCode, writeReasonCode } from "./reason.ts";

const SESSION_PRESENT = 0x01;
/** A CONNACK of 3.x is this long, one of 5.0 is longer. */
const BYTES_IN_3 = 2;

/** Reads a CONNACK (MQTT 5.0 §3.2). */
export function decodeConnack(reader: Reader, version: ProtocolVersion): Connack {
  const isOldAnswer = version === 5 && reader.remaining === BYTES_IN_3;
  const sessionPresent = readFlags(reader, version);
  const code = reader.at;
  if (isOldAnswer) throw oldServer(reader);
  const reasonCode = version === 5 ? readReasonCode(reader, PacketType.Connack) : readReturnCode(reader);
  // [5 MQTT-3.2.2-6] [3 MQTT-3.2.2-4]
  if (sessionPresent && reasonCode !== 0) {
    throw reader.error(
      ReasonCode.ProtocolError,
      "a refusing CONNACK has session present set",
      "5 MQTT-3.2.2-6",
      code,
    );
  }
  const properties = version === 5 ? readProperties(reader, PacketType.Connack) : NO_PROPERTIES;
  return { type: PacketType.Connack, sessionPresent, reasonCode, properties };
}

function readFlags(reader: Reader, version: ProtocolVersion): boolean {
  const flags = reader.u8("the connect acknowledge flags");
  if (version === 3) return false; // MQTT 3.1 reserves the byte (3.1 §3.2)
  if (flags > SESSION_PRESENT) {
    // [5 MQTT-3.2.2-1]
    throw reader.error(
      ReasonCode.MalformedPacket,
      "reserved flags of CONNACK are set",
      "5 MQTT-3.2.2-1",
      reader.at - 1,
    );
  }
  return flags === SESSION_PRESENT;
}

function readReturnCode(reader: Reader): number {
  const code = reader.u8("the return code");
  if (code <= ConnectReturnCode.NotAuthorized) return code;
  const message = `there is no CONNACK return code ${code}`;
  throw reader.error(ReasonCode.ProtocolError, message, "3 §3.2.2.3", reader.at - 1);
}

/** A server that knows no MQTT 5.0 answers in the shape of 3.1.1. */
function oldServer(reader: Reader): MqttError {
  const code = reader.u8("the return code");
  const message = `the server does not speak MQTT 5.0 (it answered with the 3.1.1 return code ${code})`;
  return reader.error(ReasonCode.UnsupportedProtocolVersion, message, "5 §3.2.2.2", reader.at - 1);
}

/** Writes a CONNACK. */
export function encodeConnack(writer: Writer, packet: Connack, version: ProtocolVersion): void {
  if (packet.sessionPresent && packet.reasonCode !== 0) {
    const place = { clause: "5 MQTT-3.2.2-6" };
    throw new MqttError(ReasonCode.ProtocolError, "a refusing CONNACK cannot have session present", place);
  }
  writer.u8(packet.sessionPresent && version !== 3 ? SESSION_PRESENT : 0);
  if (version === 5) {
    writeReasonCode(writer, PacketType.Connack, packet.reasonCode);
    writeProperties(writer, packet.properties, PacketType.Connack);
  } else {
    writer.u8(packet.reasonCode);
  }
}

const RETURN_CODES: ReadonlyMap<number, ConnectReturnCode> = new Map<number, ConnectReturnCode>([
  [ReasonCode.Success, ConnectReturnCode.Accepted],
  [ReasonCode.UnsupportedProtocolVersion, ConnectReturnCode.UnacceptableProtocolVersion],
  [ReasonCode.ClientIdentifierNotValid, ConnectReturnCode.IdentifierRejected],
  [ReasonCode.BadUserNameOrPassword, ConnectReturnCode.BadUserNameOrPassword],
  [ReasonCode.NotAuthorized, ConnectReturnCode.NotAuthorized],
  [ReasonCode.Banned, ConnectReturnCode.NotAuthorized],
  [ReasonCode.UnspecifiedError, ConnectReturnCode.ServerUnavailable],
  [ReasonCode.ImplementationSpecificError, ConnectReturnCode.ServerUnavailable],
  [ReasonCode.ServerUnavailable, ConnectReturnCode.ServerUnavailable],
  [ReasonCode.ServerBusy, ConnectReturnCode.ServerUnavailable],
  [ReasonCode.ServerShuttingDown, ConnectReturnCode.ServerUnavailable],
  [ReasonCode.QuotaExceeded, ConnectReturnCode.ServerUnavailable],
  [ReasonCode.UseAnotherServer, ConnectReturnCode.ServerUnavailable],
  [ReasonCode.ServerMoved, ConnectReturnCode.ServerUnavailable],
  [ReasonCode.ConnectionRateExceeded, ConnectReturnCode.ServerUnavailable],
]);

/** The return code of 3.x that says what a reason code of 5.0 says (3.1.1 §3.2.2.3); undefined where it has none. */
export function connectReturnCode(reasonCode: ReasonCode): ConnectReturnCode | undefined {
  return RETURN_CODES.get(reasonCode);
}
