import { formatCount } from "./format.ts";
import type { Scenario } from "./scenarios.ts";
import type { Measured } from "./session.ts";
import { mainMedian } from "./table.ts";

/** Pixels. */
const WIDTH = 760;
const BAR = 16;
const GAP = 4;
const GROUP_GAP = 26;
const LABEL_WIDTH = 96;
const VALUE_WIDTH = 72;
const TOP = 44;
const TITLE_BASELINE = 20;
const TEXT_BASELINE = 12;
const SMALLEST_BAR = 1;

/** Text and bars in light and in dark, each at a contrast that can be read. */
const STYLE = `
    text { font: 12px system-ui, sans-serif; fill: #1f2328; }
    .title { font-weight: 600; } .other { fill: #8c959f; } .ours { fill: #0969da; }
    @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .other { fill: #6e7681; } .ours { fill: #4493f8; } }`;

/** An SVG: for each scenario of throughput a bar for each broker, the longest of a group being the fastest. */
export function chart(
  scenarios: readonly Scenario[],
  brokers: readonly string[],
  measured: readonly Measured[],
): string {
  let top = TOP;
  const parts: string[] = [];
  for (const scenario of scenarios.filter(({ plan }) => plan.kind === "flood")) {
    const values = brokers
      .map((broker) => ({ broker, value: mainMedian(scenario, broker, measured) }))
      .filter(({ value }) => Number.isFinite(value));
    parts.push(line(0, top, `${scenario.name}  ${scenario.what}`, "title"));
    top += BAR + GAP;
    const longest = Math.max(...values.map(({ value }) => value));
    for (const { broker, value } of values) {
      parts.push(bar(top, broker, value, longest));
      top += BAR + GAP;
    }
    top += GROUP_GAP - BAR;
  }
  const title = "Messages delivered per second of broker CPU, medians";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}" role="img" aria-label="${title}">`,
    `  <style>${STYLE}\n  </style>`,
    `  <text x="0" y="${TITLE_BASELINE}" class="title">${title}</text>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function bar(top: number, broker: string, value: number, longest: number): string {
  const room = WIDTH - LABEL_WIDTH - VALUE_WIDTH;
  const width = Math.max(SMALLEST_BAR, Math.round((value / longest) * room));
  const kind = broker === "vitrina" ? "ours" : "other";
  return [
    line(0, top, broker),
    `  <rect x="${LABEL_WIDTH}" y="${top}" width="${width}" height="${BAR}" class="${kind}"/>`,
    line(LABEL_WIDTH + width + GAP, top, formatCount(value)),
  ].join("\n");
}

function line(x: number, top: number, text: string, kind?: string): string {
  return `  <text x="${x}" y="${top + TEXT_BASELINE}"${kind === undefined ? "" : ` class="${kind}"`}>${text}</text>`;
}
