import { ReasonCode } from "../../protocol/reason-codes.ts";
import { type Context, tell } from "./context.ts";
import type { Refused } from "./ports/access.ts";

/** The answers to a secret that was wrong, and to no other trouble. */
const WRONG: readonly ReasonCode[] = [ReasonCode.BadUserNameOrPassword, ReasonCode.NotAuthorized];

/** Counts a secret that was wrong, of CONNECT or of a later AUTH, for the address that it came from. */
export function countFailedLogin(context: Context, address: string, { reasonCode }: Refused): void {
  if (!WRONG.includes(reasonCode)) return;
  const failures = context.loginDelays.failed(address);
  if (failures !== undefined) tell(context, { type: "loginsSlowed", address, failures });
}
