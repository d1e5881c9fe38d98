import { useEffect } from "react";
import { useBridge } from "../bridge/hooks.ts";
import { brokerParam } from "../lib/broker-param.ts";
import { useUrlState } from "../lib/use-url-state.ts";

/** Attaches to the broker that the address names; without one to our own, at once. */
export function useAttachment(): void {
  const bridge = useBridge();
  const [broker] = useUrlState("broker", brokerParam);
  useEffect(() => {
    if (broker === undefined || !bridge.attachProfile(broker)) bridge.attachOwn();
  }, [bridge, broker]);
}
