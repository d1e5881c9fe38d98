import type { Packet, ProtocolVersion } from "../packets.ts";

/** A packet and its bytes, which are each other's translation. */
export interface PacketCase {
  readonly name: string;
  readonly version: ProtocolVersion;
  readonly hex: string;
  readonly packet: Packet;
}
