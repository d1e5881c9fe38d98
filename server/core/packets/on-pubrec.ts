import { PacketType, type Pubrec } from "../../../protocol/packets.ts";
import { FIRST_ERROR_CODE, ReasonCode } from "../../../protocol/reason-codes.ts";
import type { ClientLink, Context } from "../context.ts";
import { isStored, type Session } from "../session/session.ts";
import { checkAnswer } from "./check-answer.ts";

/** PUBREC for a QoS 2 message (MQTT 5.0 §3.5): the receiver has it, or refuses it. */
export function onPubrec(context: Context, link: ClientLink, session: Session, packet: Pubrec): void {
  const { packetId } = packet;
  checkAnswer(session.window.get(packetId), "PUBREC");
  if (packet.reasonCode >= FIRST_ERROR_CODE) {
    // refused: the exchange has ended, no PUBREL follows (§4.3.3), and nobody else gets it [5 MQTT-4.8.2-6]
    if (session.window.acknowledge(packetId, 2) === undefined) return;
    context.outgoing.delivered(session, packetId);
    return;
  }
  if (session.window.release(packetId) === undefined) {
    link.acknowledge(PacketType.Pubrel, packetId, ReasonCode.PacketIdentifierNotFound);
    return;
  }
  if (isStored(session, context.store)) {
    context.store.append({ type: "deliveryReleased", clientId: session.clientId, packetId });
  }
  link.acknowledge(PacketType.Pubrel, packetId, ReasonCode.Success); // [5 MQTT-4.3.3-4] [5 MQTT-4.3.3-5] [5 MQTT-4.6.0-4] [3 MQTT-4.6.0-4] [3 MQTT-4.3.3-1]
}
