import { encode } from "../codec/encode.ts";
import type { Auth, Disconnect, ProtocolVersion } from "../packets.ts";

/**
 * A packet whose Reason String and User Properties are left out where they would make it larger than the server takes
 * [5 MQTT-3.14.2-3] [5 MQTT-3.14.2-4] [5 MQTT-3.15.2-2] [5 MQTT-3.15.2-3].
 */
export function politeBytes(
  packet: Auth | Disconnect,
  version: ProtocolVersion,
  maximumPacketSize: number,
): Uint8Array<ArrayBuffer> {
  const bytes = encode(packet, version);
  if (bytes.length <= maximumPacketSize) return bytes;
  const { reasonString: _, userProperties: __, ...properties } = packet.properties;
  return encode({ ...packet, properties }, version);
}
