import type { LabClientState } from "../../worker/messages.ts";
import type { DecidingOptions } from "./consequence.ts";

/** What holds for a client: the broker may have granted another keep alive or session expiry than was asked for. */
export function grantedOptions({ options, lab }: LabClientState): DecidingOptions {
  if (!("granted" in lab)) return options;
  const { keepAliveSeconds, sessionExpirySeconds } = lab.granted;
  return { ...options, keepAliveSeconds, sessionExpirySeconds };
}
