import type { Bridge } from "../../bridge/bridge.ts";
import { OWN_PROFILE_ID } from "../../bridge/profiles.ts";
import { brokerParam } from "../../lib/broker-param.ts";
import { readParam } from "../../lib/url-state.ts";
import { setUrlState } from "../../lib/use-url-state.ts";

/** Attaches to a broker: the address says which, and the page follows the address. */
export function chooseBroker(bridge: Bridge, id: string): void {
  const wanted = id === OWN_PROFILE_ID ? undefined : id;
  if (readParam(location.search, "broker", brokerParam) !== wanted)
    setUrlState("broker", brokerParam, wanted);
  // The address names it already: what it says has changed, or the connection has ended.
  else if (wanted === undefined) bridge.attachOwn();
  else bridge.attachProfile(wanted);
}
