import { Reader } from "../bytes/reader.ts";
import { MAXIMUM_VARIABLE_BYTE_INTEGER_BYTES } from "../limits.ts";
import { PacketType, type ProtocolVersion } from "../packets.ts";

/**
 * Whether a packet that came in pieces is a PUBLISH at QoS 0 without RETAIN whose first piece has all but the payload
 * (MQTT 5.0 §3.3): it can be read there, and passed on as it is. `body`: where its variable header begins in that piece.
 */
export function isReadInFirstPiece(first: Uint8Array, body: number, version: ProtocolVersion): boolean {
  if (first[0] !== PacketType.Publish << 4) return false;
  // past the end of the piece this is no number, and so not within it
  const topicEnd = body + 2 + first[body]! * 0x100 + first[body + 1]!;
  if (version !== 5) return topicEnd <= first.length;
  if (!(topicEnd + MAXIMUM_VARIABLE_BYTE_INTEGER_BYTES <= first.length)) return false;
  const reader = new Reader(first, 0, topicEnd, first.length);
  const length = reader.variableByteInteger("the property length");
  return length <= reader.remaining;
}
