import type uPlot from "uplot";

export interface ChartSettings {
  readonly labels: readonly string[];
  readonly timeLabel: string;
  readonly isFromZero: boolean;
  readonly hasLegend: boolean;
  readonly language: string;
  readonly formatValue: (value: number) => string;
  readonly onRange: (from: number, to: number) => void;
}

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2]];
const LINE_TOKENS = ["--accent", "--muted", "--warn"] as const;
const FONT = "11px system-ui, sans-serif";
const LEGEND_PIXELS = 28;
/** The least, and what stands between a label and the drawing. */
const VALUE_AXIS_PIXELS = 56;
const VALUE_GAP_PIXELS = 20;
const TIME_AXIS_PIXELS = 28;

/** A canvas knows no variables: the colours as they are now. */
function token(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

function axis(element: Element): uPlot.Axis {
  const line = { stroke: token(element, "--line"), width: 1 };
  return { stroke: token(element, "--muted"), font: FONT, grid: line, ticks: line };
}

function lines(element: Element, settings: ChartSettings): uPlot.Series[] {
  return settings.labels.map((label, index) => {
    const dash = DASHES[index % DASHES.length] ?? [];
    return {
      label,
      stroke: token(element, LINE_TOKENS[index % LINE_TOKENS.length] ?? "--accent"),
      width: 1.5,
      dash: [...dash],
      points: { show: false },
      value: (_plot: uPlot, value: number | null) => (value === null ? "–" : settings.formatValue(value)),
    };
  });
}

/** The height of the drawing: the legend stands below it. */
export function plotHeight(element: HTMLElement, hasLegend: boolean): number {
  return Math.max(0, element.clientHeight - (hasLegend ? LEGEND_PIXELS : 0));
}

/** As wide as the longest label needs; there is none before the first drawing. */
function valueAxisPixels(plot: uPlot, ticks: readonly string[] | null): number {
  plot.ctx.save();
  plot.ctx.font = FONT;
  const widths = (ticks ?? []).map((tick) => plot.ctx.measureText(tick).width);
  plot.ctx.restore();
  return Math.ceil(Math.max(VALUE_AXIS_PIXELS, Math.max(0, ...widths) + VALUE_GAP_PIXELS));
}

/** How uPlot draws in the page's colours and the reader's language. */
export function chartOptions(element: HTMLElement, settings: ChartSettings): uPlot.Options {
  const time = new Intl.DateTimeFormat(settings.language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return {
    width: element.clientWidth,
    height: plotHeight(element, settings.hasLegend),
    ms: 1,
    cursor: { drag: { x: true, y: false, setScale: false } },
    legend: { show: settings.hasLegend, live: true },
    scales: settings.isFromZero ? { y: { range: (_plot, _low, high) => [0, Math.max(high * 1.1, 1)] } } : {},
    axes: [
      {
        ...axis(element),
        size: TIME_AXIS_PIXELS,
        values: (_plot, ticks) => ticks.map((tick) => time.format(tick)),
        space: 90,
      },
      {
        ...axis(element),
        size: (plot, ticks) => valueAxisPixels(plot, ticks),
        values: (_plot, ticks) => ticks.map(settings.formatValue),
      },
    ],
    series: [
      { label: settings.timeLabel, value: (_plot, at) => (at === null ? "–" : time.format(at)) },
      ...lines(element, settings),
    ],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width > 0) settings.onRange(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}
