import type { ConnectFlags, SessionSummary } from "../../../server/adapters/http/contract/sessions.ts";
import type { Limits, LimitValue } from "../../../server/adapters/http/contract.ts";

/** How long a session is kept, or still has. */
export type SessionLife =
  | { readonly kind: "connection" }
  | { readonly kind: "kept"; readonly milliseconds: number }
  | { readonly kind: "left"; readonly until: number }
  | { readonly kind: "forever" };

const SECOND = 1000;

/** How long a session lives beyond its connection (MQTT 5.0 §3.1.2.11.2). */
export function sessionLife(session: SessionSummary): SessionLife {
  if (!session.isDurable) return { kind: "connection" };
  if (session.expiresAt !== undefined) return { kind: "left", until: session.expiresAt };
  const seconds = session.connect?.grantedSessionExpirySeconds;
  if (!session.isConnected || seconds === undefined || seconds === "unlimited") return { kind: "forever" };
  return { kind: "kept", milliseconds: seconds * SECOND };
}

/** How many QoS 1 and 2 messages may be on their way to the client (MQTT 5.0 §4.9). */
export function inflightWindow(connect: ConnectFlags | undefined, limits: Limits | undefined): LimitValue {
  const ours = numberOf(limits?.maximumInflightMessages);
  const theirs = connect === undefined ? Number.POSITIVE_INFINITY : connect.receiveMaximum;
  const window = Math.min(ours, theirs);
  return Number.isFinite(window) ? window : "unlimited";
}

/** A share of a limit, 0 to 1; of no limit it is nothing. */
export function shareOf(count: number, limit: LimitValue | undefined): number {
  if (limit === undefined || limit === "unlimited") return 0;
  return limit === 0 ? 1 : Math.min(1, count / limit);
}

function numberOf(limit: LimitValue | undefined): number {
  return limit === undefined || limit === "unlimited" ? Number.POSITIVE_INFINITY : limit;
}
