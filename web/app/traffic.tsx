import { useEffect, useRef, useState } from "react";
import { useConnection, useCost } from "../bridge/hooks.ts";
import { useNow } from "../lib/ticker.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { Sparkline } from "../ui/sparkline.tsx";
import { tip } from "../ui/tip.ts";
import { useBrokerRates } from "./use-broker-rates.ts";

const KEPT_SECONDS = 120;

/** One value for each of the last seconds, oldest first. */
function useRateHistory(rate: number): readonly number[] {
  const now = useNow();
  const latest = useRef(rate);
  const [values, setValues] = useState<readonly number[]>([0, 0]);
  useEffect(() => {
    latest.current = rate;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each second adds a value
  useEffect(() => {
    setValues((before) => [...before.slice(1 - KEPT_SECONDS), latest.current]);
  }, [now]);
  return values;
}

/** Messages in and out, and a line of the last two minutes. */
export function Traffic() {
  const texts = useTexts().shell;
  const format = useFormat();
  const heard = useCost((cost) => cost.messagesPerSecond);
  const isOwn = useConnection((state) => state.broker === "own");
  const isConnected = useConnection(({ connection }) => connection.phase === "connected");
  const broker = useBrokerRates();
  const values = useRateHistory(broker?.received ?? heard);
  if (!isConnected) return null;
  const received = format.rate(broker?.received ?? heard);
  const sent = format.rate(broker?.sent ?? 0);
  return (
    <span
      {...tip(isOwn ? texts.rateTipOwn : texts.rateTipForeign)}
      className="flex min-w-0 items-center gap-2 text-sm whitespace-nowrap text-muted"
    >
      <Sparkline values={values} label={texts.rateChart} />
      {received === "" && sent === "" ? (
        <span>{texts.noTraffic}</span>
      ) : (
        <>
          <span>{texts.rateIn(received === "" ? "0/s" : received)}</span>
          {broker && <span>{texts.rateOut(sent === "" ? "0/s" : sent)}</span>}
        </>
      )}
    </span>
  );
}
