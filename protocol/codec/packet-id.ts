import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { protocolError } from "../errors.ts";
import { ReasonCode } from "../reason-codes.ts";

const WHAT = "the packet identifier";

/** Reads a packet identifier, which is never 0 (MQTT 5.0 §2.2.1). */
export function readPacketId(reader: Reader): number {
  const start = reader.at;
  const packetId = reader.u16(WHAT);
  if (packetId !== 0) return packetId;
  throw reader.error(ReasonCode.ProtocolError, `${WHAT} is 0`, "5 MQTT-2.2.1-3", start); // [5 MQTT-2.2.1-3] [3 MQTT-2.3.1-1]
}

/** Writes a packet identifier. */
export function writePacketId(writer: Writer, packetId: number): void {
  if (packetId === 0) throw protocolError(`${WHAT} must not be 0`, "5 MQTT-2.2.1-3");
  writer.u16(packetId, WHAT);
}
