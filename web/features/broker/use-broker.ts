import { useEffect } from "react";
import { create } from "zustand";
import type { BrokerInfo } from "../../../server/adapters/http/contract.ts";
import { useConnection } from "../../bridge/hooks.ts";
import { type InsideData, useInside } from "../../bridge/use-inside.ts";
import { usePoll } from "../../bridge/use-poll.ts";
import { type Sample, sampleOf, withSample } from "./samples.ts";

const POLL_MILLISECONDS = 1000;

/** Kept beyond the view, so that the charts go on where they were left. */
const useSampleStore = create<{ readonly samples: readonly Sample[] }>(() => ({ samples: [] }));

export interface BrokerView extends InsideData<BrokerInfo> {
  readonly samples: readonly Sample[];
}

/** Our own broker, read once a second while it is looked at. A pause of the page stops it. */
export function useBroker(): BrokerView {
  const isPaused = useConnection((state) => state.isPaused);
  const read = useInside("broker", [], (inside, signal) => inside.broker(signal));
  const { data, reload } = read;
  usePoll(reload, isPaused ? undefined : POLL_MILLISECONDS);
  useEffect(() => {
    if (data === undefined) return;
    useSampleStore.setState(({ samples }) => ({ samples: withSample(samples, sampleOf(data)) }));
  }, [data]);
  const samples = useSampleStore((state) => state.samples);
  return { ...read, samples };
}
