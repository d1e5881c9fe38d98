import { useCallback } from "react";
import { useFormat, useTexts } from "../../texts/use-texts.ts";

const THINGS = ["sessions", "subscriptions", "retained", "queued", "receivedPacketIds", "wills"] as const;

/** How many of what is kept. */
type CountedThings = Readonly<Partial<Record<(typeof THINGS)[number], number>>>;

/** Says how many of each there are, of those that there are any; undefined: of none. */
export function useCountedThings(): (counts: CountedThings) => string | undefined {
  const texts = useTexts().store;
  const format = useFormat();
  return useCallback(
    (counts) => {
      const parts = THINGS.flatMap((thing) => {
        const count = counts[thing] ?? 0;
        return count === 0 ? [] : [texts[thing](count)];
      });
      return parts.length === 0 ? undefined : format.list(parts);
    },
    [texts, format],
  );
}
