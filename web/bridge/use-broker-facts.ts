import { useMemo } from "react";
import type { Limits } from "../../server/adapters/http/contract.ts";
import { useInside } from "./use-inside.ts";

/** Clocks that differ less than the time an answer may take are taken for the same. */
const SAME_CLOCK_MILLISECONDS = 2000;

export interface BrokerFacts {
  readonly limits: Limits | undefined;
  /** An instant of the broker's clock on the reader's clock, milliseconds since the epoch. */
  readonly toLocal: (at: number) => number;
}

/** How far a clock of the broker that says `brokerNow` is behind the reader's that says `now`. */
export function clockOffset(now: number, brokerNow: number): number {
  const offset = now - brokerNow;
  return Math.abs(offset) < SAME_CLOCK_MILLISECONDS ? 0 : offset;
}

/** What does not change while a broker runs, and how its clock stands to the reader's. The same object until it does. */
export function useBrokerFacts(): BrokerFacts {
  const { data } = useInside("broker facts", ["broker"], async (inside, signal) => {
    const { limits, now } = await inside.broker(signal);
    return { limits: JSON.stringify(limits), offset: clockOffset(Date.now(), now) };
  });
  const offset = data?.offset ?? 0;
  const limits = data?.limits;
  return useMemo(
    () => ({
      limits: limits === undefined ? undefined : (JSON.parse(limits) as Limits),
      toLocal: (at: number) => at + offset,
    }),
    [limits, offset],
  );
}
