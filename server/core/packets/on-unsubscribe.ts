import { NO_PROPERTIES, PacketType, type Unsubscribe } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { type ClientLink, type Context, tell } from "../context.ts";
import { isStored, type Session } from "../session/session.ts";
import { checkFilters } from "./subscribe-checks.ts";

/** UNSUBSCRIBE (MQTT 5.0 §3.10.4): filters are compared character by character [5 MQTT-3.10.4-1] [3 MQTT-3.10.4-1]. */
export function onUnsubscribe(
  context: Context,
  link: ClientLink,
  session: Session,
  packet: Unsubscribe,
): void {
  checkFilters(packet.filters, link.version);
  // what has begun to be sent is in the window, which stays [5 MQTT-3.10.4-3] [3 MQTT-3.10.4-3]
  const reasonCodes = packet.filters.map((filter) => {
    // [5 MQTT-3.10.4-6] [3 MQTT-3.10.4-6]
    if (!context.sessions.unsubscribe(session, filter)) return ReasonCode.NoSubscriptionExisted; // [5 MQTT-3.10.4-2] [3 MQTT-3.10.4-2]
    tell(context, { type: "unsubscribed", clientId: session.clientId, filter });
    return ReasonCode.Success;
  });
  if (isStored(session, context.store)) link.outbox.gate();
  // [5 MQTT-3.10.4-4] [5 MQTT-3.10.4-5] [5 MQTT-3.11.3-1] [3 MQTT-3.10.4-4] [3 MQTT-3.10.4-5] [5 MQTT-2.2.1-6] [3 MQTT-2.3.1-7]
  link.send({
    type: PacketType.Unsuback,
    packetId: packet.packetId,
    reasonCodes: link.version === 5 ? reasonCodes : [],
    properties: NO_PROPERTIES, // which fit always [5 MQTT-3.11.2-1] [5 MQTT-3.11.2-2]
  });
}
