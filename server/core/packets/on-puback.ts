import type { Puback } from "../../../protocol/packets.ts";
import type { Context } from "../context.ts";
import type { Session } from "../session/session.ts";
import { checkAnswer } from "./check-answer.ts";

/** PUBACK for a QoS 1 message (MQTT 5.0 §3.4): it is delivered, whatever the reason code; its place in the window is free. */
export function onPuback(context: Context, session: Session, packet: Puback): void {
  // a message that is refused goes to no other member of a shared subscription either [5 MQTT-4.8.2-6]
  // an id that is not awaited is ignored: the message may have been finished before (§4.4)
  checkAnswer(session.window.get(packet.packetId), "PUBACK");
  if (session.window.acknowledge(packet.packetId, 1) === undefined) return;
  context.outgoing.delivered(session, packet.packetId);
}
