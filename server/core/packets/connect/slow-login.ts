import type { Connect } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import { type Context, tell } from "../../context.ts";
import type { Refused } from "../../ports/access.ts";
import type { Candidate } from "./on-connect.ts";

/** The answers to a secret that was wrong, and to no other trouble. */
const WRONG: readonly ReasonCode[] = [ReasonCode.BadUserNameOrPassword, ReasonCode.NotAuthorized];

/** Looks at a secret, now or, where logins have failed before, after a delay in which nothing is read from the client. */
export function lookAtSecret(
  context: Context,
  candidate: Candidate,
  connect: Connect,
  look: () => void,
): void {
  const delay = bringsSecret(connect) ? context.loginDelays.delayOf(candidate.peer.address) : 0;
  if (delay === 0) {
    look();
    return;
  }
  context.counters.heldBack["maximum-login-delay-seconds"]++;
  candidate.pause();
  // one that does not wait is not looked at either
  context.clock.after(delay, () => candidate.resume(look));
}

/** Counts a login that failed; that of somebody who brought no secret was no guess. */
export function loginFailed(
  context: Context,
  { peer: { address } }: Candidate,
  connect: Connect,
  { reasonCode }: Refused,
): void {
  if (!bringsSecret(connect) || !WRONG.includes(reasonCode)) return;
  const failures = context.loginDelays.failed(address);
  if (failures !== undefined) tell(context, { type: "loginsSlowed", address, failures });
}

function bringsSecret({ password, properties }: Connect): boolean {
  return password !== undefined || properties.authenticationMethod !== undefined;
}
