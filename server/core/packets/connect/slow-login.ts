import type { Connect } from "../../../../protocol/packets.ts";
import type { Context } from "../../context.ts";
import { countFailedLogin } from "../../failed-login.ts";
import type { Refused } from "../../ports/access.ts";
import type { Candidate } from "./on-connect.ts";

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
  refused: Refused,
): void {
  if (bringsSecret(connect)) countFailedLogin(context, address, refused);
}

function bringsSecret({ password, properties }: Connect): boolean {
  return password !== undefined || properties.authenticationMethod !== undefined;
}
