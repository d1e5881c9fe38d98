import { decode } from "../codec/decode.ts";
import type { Direction } from "../codec/fixed-header.ts";
import { Framer } from "../codec/framer.ts";
import type { Packet, ProtocolVersion } from "../packets.ts";

/** Larger than any packet of the tests. */
const MAXIMUM_PACKET_BYTES = 1_000_000;

/** All packets in chunks of bytes, one after another. */
export function decodeAll(
  version: ProtocolVersion,
  direction: Direction | undefined,
  ...chunks: readonly Uint8Array[]
): Packet[] {
  const framer = new Framer(MAXIMUM_PACKET_BYTES);
  const packets: Packet[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    while (framer.next()) {
      packets.push(decode(framer.buffer, framer.start, framer.body, framer.end, version, direction));
    }
  }
  return packets;
}

/** The first packet in these bytes; undefined if it is not whole. */
export function decodeFirst(version: ProtocolVersion, bytes: Uint8Array): Packet | undefined {
  const framer = new Framer(Number.POSITIVE_INFINITY);
  framer.push(bytes);
  if (!framer.next()) return undefined;
  return decode(framer.buffer, framer.start, framer.body, framer.end, version);
}
