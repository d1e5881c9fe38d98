import { PacketType, type Pubrel } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { ClientLink, Context } from "../context.ts";
import { isStored, type Session } from "../session/session.ts";

/** PUBREL from the publisher of a QoS 2 message (MQTT 5.0 §3.6): its packet id may be used again. */
export function onPubrel(context: Context, link: ClientLink, session: Session, packet: Pubrel): void {
  const { packetId } = packet;
  const wasReceived = session.received?.delete(packetId) === true;
  if (wasReceived && isStored(session, context.store)) {
    context.store.append({ type: "packetIdReleased", clientId: session.clientId, packetId });
  }
  // an unknown id is answered all the same: the PUBCOMP before may have been lost [5 MQTT-4.3.3-11] [5 MQTT-4.3.3-13]
  link.acknowledge(
    PacketType.Pubcomp,
    packetId,
    wasReceived ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound,
  );
  if (!wasReceived) return;
  link.quota.take(packetId);
  link.quota.answered();
}
