import { encode } from "../../../protocol/codec/encode.ts";
import { type Disconnect, NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { withReason } from "../packets/with-reason.ts";
import type { DisconnectCause } from "../ports/observer.ts";
import type { Redirect } from "../ports/policy.ts";
import type { Link } from "../session/session.ts";

/** What a client is told instead of the detail, where that is not for its ears. */
const DISCREET: Readonly<Partial<Record<DisconnectCause, string>>> = {
  "taken-over": "another connection has taken the session over",
  "internal-error": "an error of the broker's own",
};

/** The code with which clients are sent to another server (MQTT 5.0 §4.11). */
export function redirectCode({ how }: Redirect): ReasonCode {
  return how === "permanently" ? ReasonCode.ServerMoved : ReasonCode.UseAnotherServer;
}

/**
 * The DISCONNECT with which the server ends a connection (MQTT 5.0 §3.14): it says why in a Reason String, unless the
 * client wants no reasons or takes no packet as large, and where to go instead.
 */
export function goodbye(
  link: Pick<Link, "version" | "connect" | "maximumPacketBytes">,
  redirect: Redirect | undefined,
  cause: DisconnectCause,
  reasonCode: ReasonCode,
  detail: string,
): Disconnect {
  const plain: Disconnect = { type: PacketType.Disconnect, reasonCode, properties: NO_PROPERTIES };
  const isRedirect = redirect !== undefined && reasonCode === redirectCode(redirect);
  const sent = isRedirect ? withReference(link, plain, redirect) : plain;
  return withReason(link, sent, DISCREET[cause] ?? detail); // [5 MQTT-3.14.2-3]
}

function withReference(
  link: Pick<Link, "version" | "maximumPacketBytes">,
  packet: Disconnect,
  { to }: Redirect,
): Disconnect {
  const told = { ...packet, properties: { serverReference: to } };
  return encode(told, link.version).length <= link.maximumPacketBytes ? told : packet;
}
