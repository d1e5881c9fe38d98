import { MAXIMUM_PACKET_ID } from "../limits.ts";

/**
 * The next packet identifier after `last` that is not in use, or undefined when all 65,535 are (MQTT 5.0 §2.2.1).
 * Counting on from the last one keeps an id unused for as long as possible after its exchange has ended.
 */
export function nextPacketId(last: number, isUsed: (packetId: number) => boolean): number | undefined {
  let candidate = last;
  for (let tried = 0; tried < MAXIMUM_PACKET_ID; tried++) {
    candidate = candidate === MAXIMUM_PACKET_ID ? 1 : candidate + 1; // never 0 [5 MQTT-2.2.1-3] [5 MQTT-2.2.1-4]
    if (!isUsed(candidate)) return candidate;
  }
  return undefined;
}
