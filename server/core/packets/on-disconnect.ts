import { protocolError } from "../../../protocol/errors.ts";
import type { Disconnect } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { ClientLink, Context } from "../context.ts";
import { isDurable, type Session } from "../session/session.ts";

/** DISCONNECT from the client (MQTT 5.0 §3.14.4): with 0x00 its will is forgotten, with anything else it is published. */
export function onDisconnect(context: Context, link: ClientLink, session: Session, packet: Disconnect): void {
  const asked = packet.properties.sessionExpiryInterval;
  if (asked !== undefined) {
    if (asked > 0 && !isDurable(session)) {
      throw protocolError(
        "a session that was to end with its connection cannot be prolonged at its end",
        "5 §3.14.2.2.2",
      );
    }
    const seconds = Math.min(asked, context.limits.maximumSessionExpirySeconds);
    context.sessions.changeExpiry(session, seconds, true);
  }
  const isNormal = packet.reasonCode === ReasonCode.NormalDisconnection;
  link.close(
    isNormal ? "normal" : "disconnect-with-will",
    packet.reasonCode,
    isNormal ? "DISCONNECT" : `DISCONNECT 0x${packet.reasonCode.toString(16).padStart(2, "0")}`,
  );
}
