import { X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useAsk } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Chart } from "../../ui/chart.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import type { Series } from "../../worker/messages.ts";
import { numberOf } from "./sys-number.ts";
import type { SysRow } from "./use-sys-values.ts";

const SHOWN_POINTS = 2000;
/** Smaller numbers are written out: the steps of the axis may be small. */
const SHORTENED_FROM = 10_000;
/** A line needs two points. */
const LEAST_POINTS = 2;
/** The payload itself, not a field in it. */
const WHOLE_PAYLOAD = "";

/** A number under $SYS over the time that the page has heard it. */
export function SysChart({ row, onClose }: { row: SysRow; onClose: () => void }) {
  const texts = useTexts().broker.system;
  const format = useFormat();
  const { topic, preview } = row.value;
  const series = useSeries(row);
  const lines = useMemo(() => [{ label: topic, values: series?.values ?? [] }], [topic, series]);
  return (
    <figure className="flex shrink-0 flex-col gap-1 border-t px-3 py-2">
      <figcaption className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-mono text-sm">{topic}</span>
        <IconButton label={texts.close} icon={<X />} onClick={onClose} />
      </figcaption>
      {series !== undefined && series.times.length >= LEAST_POINTS ? (
        <Chart
          label={texts.chart(topic)}
          times={series.times}
          series={lines}
          formatValue={(value) =>
            Math.abs(value) < SHORTENED_FROM ? format.decimal(value, 2) : format.count(value)
          }
          hasLegend={false}
          className="h-40"
        />
      ) : (
        <p className="h-8 text-muted">{numberOf(preview) === undefined ? texts.noChart : texts.fewPoints}</p>
      )}
    </figure>
  );
}

/** The numbers of the topic that the page still holds, read again with each new message. */
function useSeries({ value }: SysRow): Series | undefined {
  const ask = useAsk();
  const { topicId, index } = value;
  const [series, setSeries] = useState<Series>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is the reason to read again
  useEffect(() => {
    let isWanted = true;
    ask("readSeries", { topicId, field: WHOLE_PAYLOAD, fromIndex: 1, limit: SHOWN_POINTS }).then((answer) => {
      if (isWanted) setSeries(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [ask, topicId, index]);
  return series?.topicId === topicId ? series : undefined;
}
