import type { Pubcomp } from "../../../protocol/packets.ts";
import type { Context } from "../context.ts";
import type { Session } from "../session/session.ts";
import { checkAnswer } from "./check-answer.ts";

/** PUBCOMP ends the delivery of a QoS 2 message (MQTT 5.0 §3.7). */
export function onPubcomp(context: Context, session: Session, packet: Pubcomp): void {
  checkAnswer(session.window.get(packet.packetId), "PUBCOMP");
  if (!session.window.complete(packet.packetId)) return;
  context.outgoing.delivered(session, packet.packetId);
}
