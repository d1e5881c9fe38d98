import { useMemo } from "react";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { Chart } from "../../ui/chart.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Select } from "../../ui/select.tsx";
import type { TopicDetail } from "../../worker/messages.ts";
import { type GrownSeries, statisticsOf, within } from "./series.ts";
import { fieldParam, rangeParam, type TimeRange } from "./topic-params.ts";
import { useSeries } from "./use-series.ts";

const VALUE_DIGITS = 3;
/** One point is no line. */
const LINE_POINTS = 2;

/** A number of a topic, or of its JSON, over time. */
export function ChartTab({ detail }: { detail: TopicDetail }) {
  const texts = useTexts().topics.chart;
  const [chosen, setChosen] = useUrlState("field", fieldParam);
  const { numericFields } = detail;
  // A field that the last message lacks may still be drawn from those before.
  const field = chosen ?? numericFields[0];
  if (field === undefined) return <EmptyState title={texts.none} text={texts.noneWhat} />;
  const fields = numericFields.includes(field) ? numericFields : [field, ...numericFields];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FieldChart detail={detail} field={field}>
        {fields.length > 1 || field !== "" ? (
          <Select
            label={texts.field}
            isLabelHidden
            value={field}
            options={fields.map((value) => ({ value, title: value === "" ? texts.whole : value }))}
            onChange={(value) => setChosen(value)}
            className="max-w-60"
          />
        ) : null}
      </FieldChart>
    </div>
  );
}

interface FieldChartProps {
  readonly detail: TopicDetail;
  readonly field: string;
  readonly children: React.ReactNode;
}

function FieldChart({ detail, field, children }: FieldChartProps) {
  const texts = useTexts().topics.chart;
  const [range, setRange] = useUrlState("range", rangeParam);
  const series = useSeries(detail.id, field, detail.ownMessageCount);
  const from = range?.from;
  const to = range?.to;
  const shown = useMemo(() => {
    if (!series) return undefined;
    return within(series, from === undefined || to === undefined ? undefined : { from, to });
  }, [series, from, to]);
  return (
    <>
      <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b px-2 py-1">
        {children}
        {shown && <StatisticsLine values={shown.values} />}
        <span className="flex-1" />
        {range ? (
          <Button onClick={() => setRange(undefined)}>{texts.all}</Button>
        ) : (
          <span className="hidden text-sm text-faint lg:inline">{texts.rangeTip}</span>
        )}
      </div>
      {series && shown && (
        <Plot
          label={texts.label(field === "" ? texts.whole : field, detail.path)}
          name={field === "" ? texts.whole : field}
          shown={shown}
          isRange={range !== undefined}
          onRange={setRange}
        />
      )}
      {series && <PointCount series={series} shownCount={shown?.values.length ?? 0} />}
    </>
  );
}

interface PlotProps {
  readonly label: string;
  readonly name: string;
  readonly shown: Pick<GrownSeries, "times" | "values"> | { times: Float64Array; values: Float64Array };
  readonly isRange: boolean;
  readonly onRange: (range: TimeRange) => void;
}

function Plot({ label, name, shown, isRange, onRange }: PlotProps) {
  const texts = useTexts().topics.chart;
  const format = useFormat();
  const { times, values } = shown;
  const lines = useMemo(() => [{ label: name, values }], [name, values]);
  if (values.length < LINE_POINTS) {
    const only = values[0];
    const what = only === undefined ? texts.nothing : format.decimal(only, VALUE_DIGITS);
    return (
      <div className="min-h-0 flex-1">
        <EmptyState title={isRange ? texts.inRange : texts.few} text={texts.fewWhat(what)} />
      </div>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col p-1">
      <Chart
        label={label}
        times={times}
        series={lines}
        formatValue={(value) => format.decimal(value, VALUE_DIGITS)}
        onRange={(from, to) => onRange({ from, to })}
        className="flex-1"
      />
    </div>
  );
}

function StatisticsLine({ values }: { values: Float64Array }) {
  const texts = useTexts().topics.chart.statistics;
  const format = useFormat();
  const statistics = useMemo(() => statisticsOf(values), [values]);
  if (!statistics) return null;
  return (
    <dl className="flex flex-wrap gap-x-4 text-sm">
      {(["last", "low", "mean", "high"] as const).map((name) => (
        <div key={name} className="flex gap-1.5">
          <dt className="text-muted">{texts[name]}</dt>
          <dd className="font-mono">{format.decimal(statistics[name], VALUE_DIGITS)}</dd>
        </div>
      ))}
    </dl>
  );
}

function PointCount({ series, shownCount }: { series: GrownSeries; shownCount: number }) {
  const texts = useTexts().topics.chart;
  return (
    <p className="flex min-h-7 shrink-0 items-center gap-3 border-t bg-panel px-2 text-sm text-muted">
      <span>{texts.points(shownCount)}</span>
      {series.skipped > 0 && <span>{texts.skipped(series.skipped)}</span>}
    </p>
  );
}
