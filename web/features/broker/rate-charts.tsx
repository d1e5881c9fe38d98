import { useMemo } from "react";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Chart } from "../../ui/chart.tsx";
import type { ChartSeries } from "../../ui/chart-view.tsx";
import { useChartPlans } from "./chart-plans.ts";
import { type Sample, timelineOf, WINDOW_SECONDS } from "./samples.ts";

const SECOND = 1000;
/** As the lines of a chart are drawn, in their order. */
const LINE_CLASSES = ["border-accent", "border-dashed border-muted"] as const;

/** Messages, bytes, drops and connections over the last minutes. */
export function RateCharts({ samples }: { samples: readonly Sample[] }) {
  const texts = useTexts().broker.charts;
  const format = useFormat();
  const line = useMemo(() => timelineOf(samples), [samples]);
  const plans = useChartPlans(line);
  return (
    <section className="flex flex-col gap-2 px-3 py-2.5">
      <div className="grid gap-x-6 gap-y-3 md:grid-cols-2">
        {plans.map(({ id, title, series, formatValue }) => (
          <figure key={id} className="flex min-w-0 flex-col gap-1">
            <figcaption className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-semibold">{title}</span>
              <Latest series={series} formatValue={formatValue} />
            </figcaption>
            <Chart
              label={title}
              times={line.times}
              series={series}
              formatValue={formatValue}
              isFromZero
              hasLegend={false}
              className="h-32"
            />
          </figure>
        ))}
      </div>
      <p className="text-sm text-muted">{texts.windowNote(format.duration(WINDOW_SECONDS * SECOND))}</p>
    </section>
  );
}

interface LatestProps {
  readonly series: readonly ChartSeries[];
  readonly formatValue: (value: number) => string;
}

/** The last value of each line, beside a piece of the line. */
function Latest({ series, formatValue }: LatestProps) {
  return (
    <span className="flex flex-wrap gap-x-3 text-sm text-muted">
      {series.map(({ label, values }, index) => {
        const last = values.at(-1) ?? null;
        return (
          <span key={label} className="inline-flex items-center gap-1.5">
            <span aria-hidden className={`w-4 border-t-2 ${LINE_CLASSES[index] ?? ""}`} />
            {label}
            <span className="text-ink">{last === null ? "–" : formatValue(last)}</span>
          </span>
        );
      })}
    </span>
  );
}
