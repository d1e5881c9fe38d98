import type { LoadResult } from "./load/plan.ts";
import type { Figure, Scenario } from "./scenarios.ts";
import type { Measured } from "./session.ts";
import { formatSpread, spreadOf } from "./spread.ts";

/** Messages that could not be sent when they were due, as a part of all: beyond it latencies mean nothing. */
const UNSENT_PART = 1 / 100;

/** A row for each scenario and figure, a column for each broker: medians, and in parentheses lowest and highest. */
export function tableRows(
  scenarios: readonly Scenario[],
  brokers: readonly string[],
  measured: readonly Measured[],
): readonly (readonly string[])[] {
  const rows = scenarios.flatMap((scenario) =>
    scenario.figures.map((figure) => [
      scenario.name,
      scenario.what,
      figure.name,
      ...brokers.map((broker) => cell(figure, find(measured, scenario.name, broker))),
    ]),
  );
  return [["", "scenario", "figure", ...brokers], ...rows];
}

/** For a terminal: columns of equal width. */
export function alignedLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

export function markdownLines(rows: readonly (readonly string[])[]): readonly string[] {
  const [head = [], ...body] = rows;
  return [head, head.map(() => "---"), ...body].map((row) => `| ${row.join(" | ")} |`);
}

/** What went wrong in a run: nothing may be lost, doubled or out of order. */
export function faultLines(measured: readonly Measured[]): readonly string[] {
  return measured.flatMap(({ scenario, broker, results }) =>
    results.flatMap((result, run) => {
      const faults = faultsOf(result);
      return faults.length === 0 ? [] : [`${scenario}, ${broker}, run ${run + 1}: ${faults.join(", ")}`];
    }),
  );
}

/** The median of a scenario's first figure; NaN when it was not measured. */
export function mainMedian(scenario: Scenario, broker: string, measured: readonly Measured[]): number {
  const [figure] = scenario.figures;
  const results = find(measured, scenario.name, broker)?.results ?? [];
  return figure === undefined ? Number.NaN : spreadOf(results.map(figure.of)).median;
}

function cell(figure: Figure, found: Measured | undefined): string {
  if (found === undefined || found.results.length === 0) return found?.lacks ?? "–";
  return formatSpread(spreadOf(found.results.map(figure.of)), figure.format);
}

function find(measured: readonly Measured[], scenario: string, broker: string): Measured | undefined {
  return measured.find((each) => each.scenario === scenario && each.broker === broker);
}

function faultsOf(result: LoadResult): readonly string[] {
  const { lost, unacknowledged, duplicates, reordered, errors, disconnects, delivered } = result;
  // the last of a run at a fixed rate may be due just as it ends
  const unsent = result.unsent > delivered * UNSENT_PART ? result.unsent : 0;
  const counts = { lost, unacknowledged, duplicates, reordered, errors, disconnects, unsent };
  return Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [] : [`${count} ${name}`]));
}
