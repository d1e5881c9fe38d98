import type { Connect } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Context } from "../../context.ts";
import type { Identity } from "../../ports/access.ts";
import { NO_ANSWER } from "../auth-packet.ts";
import { nameClient } from "./client-id.ts";
import { establish } from "./establish.ts";
import type { Candidate } from "./on-connect.ts";
import { refuse } from "./refuse.ts";
import { loginFailed } from "./slow-login.ts";

/** Goes on with an answer about a client, at once or when it comes; nothing is read from the client meanwhile. */
export function whenKnown<T>(
  candidate: Candidate,
  connect: Connect,
  answer: T | Promise<T>,
  step: (known: T) => void,
): void {
  if (!(answer instanceof Promise)) {
    step(answer);
    return;
  }
  candidate.pause();
  answer.then(
    (known) => candidate.resume(() => step(known)),
    () => candidate.resume(() => refuse(candidate, connect, ReasonCode.ServerUnavailable, NO_ANSWER)),
  );
}

/** Lets a client in or not, now that it is known [5 MQTT-3.1.4-2]. */
export function admit(context: Context, candidate: Candidate, connect: Connect, identity: Identity): void {
  if (identity.kind === "refused") {
    loginFailed(context, candidate, connect, identity);
    refuse(candidate, connect, identity.reasonCode, identity.reason, identity);
    return;
  }
  // not before it is known: what a name may have is for nobody to find out who has not proved to be it
  const naming = nameClient(context, candidate, connect, identity);
  if (naming.kind === "named") establish(context, candidate, connect, identity, naming.clientId);
  else {
    context.counters.heldBack[naming.rule]++;
    refuse(candidate, connect, naming.reasonCode, naming.reason, identity);
  }
}
