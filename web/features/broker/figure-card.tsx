import { useEffect, useState } from "react";
import { useAsk } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Sparkline } from "../../ui/sparkline.tsx";
import { tip } from "../../ui/tip.ts";
import type { Series } from "../../worker/messages.ts";
import { COUNTERS, type FigureId } from "./known-figures.ts";
import { numberOf, ratesBetween } from "./sys-number.ts";
import type { SysRow } from "./use-sys-values.ts";

const SHOWN_POINTS = 60;
const LEAST_POINTS = 2;
const CHART_PIXELS = { width: 168, height: 28 } as const;
/** The payload itself, not a field in it. */
const WHOLE_PAYLOAD = "";

/** One figure of a foreign broker; of a counter its growth is drawn, of a size the size. */
export function FigureCard({ id, row }: { id: FigureId; row: SysRow }) {
  const texts = useTexts().broker;
  const format = useFormat();
  const { topic, preview } = row.value;
  const series = useSeries(row);
  const isCounter = COUNTERS.has(id);
  const points = series === undefined ? [] : isCounter ? ratesBetween(series) : [...series.values];
  const name = texts.foreign.known[id];
  const number = numberOf(preview);
  const isBare = number !== undefined && String(number) === preview.trim();
  const last = points.at(-1);
  return (
    <div {...tip(topic)} className="flex min-w-0 flex-col">
      <span className="text-sm text-muted">{name}</span>
      <span className="min-h-7 truncate text-lg font-semibold" title={preview}>
        {isBare ? format.exact(number) : preview}
        {isCounter && last !== undefined && (
          <span className="pl-2 text-sm font-normal text-muted">
            {texts.charts.perSecond(format.count(Math.round(last)))}
          </span>
        )}
      </span>
      {number !== undefined && points.length >= LEAST_POINTS && (
        <Sparkline values={points} label={name} {...CHART_PIXELS} />
      )}
    </div>
  );
}

function useSeries({ value }: SysRow): Series | undefined {
  const ask = useAsk();
  const { topicId, index } = value;
  const [series, setSeries] = useState<Series>();
  useEffect(() => {
    let isWanted = true;
    const fromIndex = Math.max(1, index - SHOWN_POINTS);
    ask("readSeries", { topicId, field: WHOLE_PAYLOAD, fromIndex, limit: SHOWN_POINTS }).then((answer) => {
      if (isWanted) setSeries(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [ask, topicId, index]);
  return series?.topicId === topicId ? series : undefined;
}
