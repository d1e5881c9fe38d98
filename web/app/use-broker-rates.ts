import { useEffect, useState } from "react";
import { useBridge, useInsideView } from "../bridge/hooks.ts";

const POLL_MILLISECONDS = 2000;
const SECOND = 1000;

/** Messages a second through our own broker. */
export interface BrokerRates {
  readonly received: number;
  readonly sent: number;
}

interface Reading {
  readonly at: number;
  readonly received: number;
  readonly sent: number;
}

/** How fast the counters grew between two readings; undefined when the broker started anew meanwhile. */
export function ratesBetween(before: Reading, after: Reading): BrokerRates | undefined {
  const seconds = (after.at - before.at) / SECOND;
  if (seconds <= 0 || after.received < before.received || after.sent < before.sent) return undefined;
  return {
    received: (after.received - before.received) / seconds,
    sent: (after.sent - before.sent) / seconds,
  };
}

/** Reads the counters of our own broker now and then; undefined elsewhere and while the page is hidden. */
export function useBrokerRates(): BrokerRates | undefined {
  const { inside } = useBridge();
  const isLive = useInsideView((view) => view.availability === "live");
  const [rates, setRates] = useState<BrokerRates>();
  useEffect(() => {
    if (!isLive) return;
    const abort = new AbortController();
    let before: Reading | undefined;
    const read = async () => {
      if (document.hidden) return;
      const broker = await inside.broker(abort.signal).catch(() => undefined);
      if (broker === undefined) return;
      const { publishReceived, publishSent } = broker.counters;
      const after = { at: broker.now, received: publishReceived, sent: publishSent };
      if (before !== undefined) setRates(ratesBetween(before, after));
      before = after;
    };
    void read();
    const timer = setInterval(() => void read(), POLL_MILLISECONDS);
    return () => {
      abort.abort();
      clearInterval(timer);
      setRates(undefined);
    };
  }, [inside, isLive]);
  return rates;
}
