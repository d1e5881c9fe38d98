import { useEffect, useState } from "react";
import { useAsk } from "../../bridge/hooks.ts";
import { useFormat } from "../../texts/use-texts.ts";
import { Sparkline } from "../../ui/sparkline.tsx";
import { tip } from "../../ui/tip.ts";
import { numberOf } from "./sys-number.ts";
import type { SysRow } from "./use-sys-values.ts";

const SHOWN_POINTS = 60;
const LEAST_POINTS = 2;
const CHART_PIXELS = { width: 168, height: 28 } as const;

/** One figure of a foreign broker with the line of its last values. */
export function FigureCard({ name, row }: { name: string; row: SysRow }) {
  const format = useFormat();
  const { topic, preview } = row.value;
  const points = usePoints(row);
  const number = numberOf(preview);
  const hasUnit = number !== undefined && String(number) !== preview.trim();
  const text = number === undefined || hasUnit ? preview : format.exact(number);
  return (
    <div {...tip(topic)} className="flex min-w-0 flex-col">
      <span className="text-sm text-muted">{name}</span>
      <span className="truncate text-lg font-semibold" title={preview}>
        {text}
      </span>
      {number !== undefined && points.length >= LEAST_POINTS && (
        <Sparkline values={points} label={name} {...CHART_PIXELS} />
      )}
    </div>
  );
}

function usePoints({ value }: SysRow): readonly number[] {
  const ask = useAsk();
  const { topicId, index } = value;
  const [points, setPoints] = useState<readonly number[]>([]);
  useEffect(() => {
    let isWanted = true;
    const fromIndex = Math.max(1, index - SHOWN_POINTS);
    ask("readSeries", { topicId, field: "", fromIndex, limit: SHOWN_POINTS }).then((series) => {
      if (isWanted) setPoints([...series.values]);
    });
    return () => {
      isWanted = false;
    };
  }, [ask, topicId, index]);
  return points;
}
