import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { ConnectionEnd } from "../messages/connection.ts";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;
/** Half of a delay is fixed, half is chance: pages that lost the same broker do not all come back at once. */
const FIXED_SHARE = 0.5;

/** How long to wait before the attempt with this number, counted from 1; `chance` is 0 to 1. */
export function reconnectDelayMs(attempt: number, chance: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  return delay * (FIXED_SHARE + (1 - FIXED_SHARE) * chance);
}

/** Refusals that may be over soon. */
const PASSING_REFUSALS: ReadonlySet<number> = new Set([
  ReasonCode.UnspecifiedError,
  ReasonCode.ServerUnavailable,
  ReasonCode.ServerBusy,
  ReasonCode.ServerShuttingDown,
  ReasonCode.QuotaExceeded,
  ReasonCode.ConnectionRateExceeded,
]);

/** Ends that somebody wanted: coming back at once would fight them. */
const WANTED_ENDS: ReadonlySet<number> = new Set([
  ReasonCode.SessionTakenOver,
  ReasonCode.AdministrativeAction,
  ReasonCode.NotAuthorized,
  ReasonCode.Banned,
  ReasonCode.ServerMoved,
  ReasonCode.UseAnotherServer,
]);

/** What to do after an end: try again, or leave it to the user. */
export function afterEnd(end: ConnectionEnd): "retry" | "refused" | "closed" {
  switch (end.kind) {
    case "refused":
      return PASSING_REFUSALS.has(end.reasonCode) ? "retry" : "refused";
    case "closed-by-server":
      return end.reasonCode !== undefined && WANTED_ENDS.has(end.reasonCode) ? "closed" : "retry";
    case "bad-url":
    case "closed-here":
    case "protocol-error":
    case "authentication-failed":
      return "closed";
    default:
      return "retry";
  }
}
