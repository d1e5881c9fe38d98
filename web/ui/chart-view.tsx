import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { classNames } from "../lib/class-names.ts";
import { useTheme } from "../lib/theme.ts";
import { useLanguage } from "../texts/language.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { chartOptions, plotHeight } from "./chart-options.ts";

/** One line of a chart. */
export interface ChartSeries {
  readonly label: string;
  /** One for each time; null leaves a gap. */
  readonly values: readonly (number | null)[] | Float64Array;
}

export interface ChartProps {
  /** What it shows; said by screen readers. */
  readonly label: string;
  /** Milliseconds since the epoch, ascending. */
  readonly times: readonly number[] | Float64Array;
  readonly series: readonly ChartSeries[];
  /** Writes a value with its unit. */
  readonly formatValue?: (value: number) => string;
  /** The scale begins at 0. */
  readonly isFromZero?: boolean;
  /** False: labels and values stand elsewhere. */
  readonly hasLegend?: boolean;
  /** Called with the ends of a range that was drawn with the pointer, milliseconds since the epoch. */
  readonly onRange?: (from: number, to: number) => void;
  readonly className?: string;
}

/** The chart itself; Chart loads it. Made again when theme, language or lines change, fed otherwise. */
export function ChartView(props: ChartProps) {
  const { label, times, series, isFromZero = false, hasLegend = true, className } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(props);
  const format = useFormat();
  const { chartTime } = useTexts().kit;
  const theme = useTheme((state) => state.theme);
  const language = useLanguage((state) => state.language);
  const names = series.map((one) => one.label).join("\n");
  useEffect(() => {
    latest.current = props;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: theme and language change what canvas colours and labels are
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const options = chartOptions(element, {
      labels: names.split("\n"),
      timeLabel: chartTime,
      isFromZero,
      hasLegend,
      language,
      formatValue: (value) => (latest.current.formatValue ?? format.decimal)(value),
      onRange: (from, to) => latest.current.onRange?.(from, to),
    });
    const made = new uPlot(options, dataOf(latest.current), element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: plotHeight(element, hasLegend) });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [names, isFromZero, hasLegend, theme, language, format]);
  useEffect(() => {
    plot.current?.setData(dataOf({ times, series }));
  }, [times, series]);
  return (
    <div
      ref={host}
      role="img"
      aria-label={label}
      className={classNames("min-h-0 w-full overflow-hidden", className)}
    />
  );
}

function dataOf({ times, series }: Pick<ChartProps, "times" | "series">): uPlot.AlignedData {
  return [times, ...series.map((one) => one.values)] as uPlot.AlignedData;
}
