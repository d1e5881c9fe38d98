import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import { MqttError } from "../errors.ts";
import { NO_PROPERTIES, PacketType, type ProtocolVersion, type Unsubscribe } from "../packets.ts";
import { readProperties, writeProperties } from "../properties.ts";
import { ReasonCode } from "../reason-codes.ts";
import { readPacketId, writePacketId } from "./packet-id.ts";

/** Reads an UNSUBSCRIBE (MQTT 5.0 §3.10). */
export function decodeUnsubscribe(reader: Reader, version: ProtocolVersion): Unsubscribe {
  const packetId = readPacketId(reader);
  const properties = version === 5 ? readProperties(reader, PacketType.Unsubscribe) : NO_PROPERTIES;
  // [5 MQTT-3.10.3-2] [3 MQTT-3.10.3-2]
  if (reader.remaining === 0) {
    throw reader.error(ReasonCode.ProtocolError, "UNSUBSCRIBE has no topic filter", "5 MQTT-3.10.3-2");
  }
  const filters: string[] = [];
  while (reader.remaining > 0) filters.push(reader.string("a topic filter")); // [5 MQTT-3.10.3-1] [3 MQTT-3.10.3-1]
  return { type: PacketType.Unsubscribe, packetId, filters, properties };
}

/** Writes an UNSUBSCRIBE. */
export function encodeUnsubscribe(writer: Writer, packet: Unsubscribe, version: ProtocolVersion): void {
  if (packet.filters.length === 0) {
    const place = { clause: "5 MQTT-3.10.3-2" };
    throw new MqttError(ReasonCode.ProtocolError, "UNSUBSCRIBE needs a topic filter", place);
  }
  writePacketId(writer, packet.packetId);
  if (version === 5) writeProperties(writer, packet.properties, PacketType.Unsubscribe);
  for (const filter of packet.filters) writer.string(filter, "a topic filter");
}
