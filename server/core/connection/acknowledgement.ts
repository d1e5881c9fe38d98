import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Context } from "../context.ts";
import { isStored, type Session } from "../session/session.ts";
import type { Outbox } from "./outbox.ts";

/** Writes PUBACK, PUBREC, PUBREL or PUBCOMP in its shortest form (MQTT 5.0 §3.4 to §3.7). */
export function writeAcknowledgement(
  outbox: Outbox,
  version: number,
  type: 4 | 5 | 6 | 7,
  packetId: number,
  reasonCode: ReasonCode,
): void {
  const withReason = version === 5 && reasonCode !== ReasonCode.Success;
  const length = withReason ? 5 : 4;
  const at = outbox.reserve(length);
  const { block } = outbox;
  block[at] = (type << 4) | (type === PacketType.Pubrel ? 2 : 0);
  block[at + 1] = length - 2;
  block[at + 2] = packetId >>> 8; // [5 MQTT-2.2.1-5] [3 MQTT-2.3.1-6]
  block[at + 3] = packetId;
  if (withReason) block[at + 4] = reasonCode;
  outbox.finish(at, at + length);
}

/**
 * Whether an answer is to wait for the store. One to a packet that has changed nothing has no reason to, but what is asked
 * again at QoS 2 may have changed something before.
 */
export function mustBeSafe(
  { flusher, store }: Pick<Context, "flusher" | "store">,
  type: 4 | 5 | 6 | 7,
  session: Session | undefined,
): boolean {
  if (flusher.hasPacketChanged) return store.isDurable;
  return type !== PacketType.Puback && session !== undefined && isStored(session, store);
}
