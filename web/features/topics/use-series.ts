import { useEffect, useRef, useState } from "react";
import { useAsk } from "../../bridge/hooks.ts";
import { type GrownSeries, joined } from "./series.ts";

const MAXIMUM_POINTS = 20_000;
/** Read and drawn again so often at most. */
const READ_MILLISECONDS = 200;

/** The numbers of a field that the history holds, growing with each message. Undefined: not read yet. */
export function useSeries(topicId: number, field: string, newestIndex: number): GrownSeries | undefined {
  const ask = useAsk();
  const [series, setSeries] = useState<GrownSeries>();
  const newest = useRef(newestIndex);
  useEffect(() => {
    newest.current = newestIndex;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let known: GrownSeries | undefined;
    let isWanted = true;
    const readOn = async () => {
      if (known === undefined || newest.current >= known.nextIndex) {
        const fromIndex = known?.nextIndex ?? 1;
        const news = await ask("readSeries", { topicId, field, fromIndex, limit: MAXIMUM_POINTS });
        if (!isWanted) return;
        known = joined(known, news, MAXIMUM_POINTS);
        setSeries(known);
      }
      timer = setTimeout(() => void readOn(), READ_MILLISECONDS);
    };
    void readOn();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [ask, topicId, field]);
  return series?.topicId === topicId && series.field === field ? series : undefined;
}
