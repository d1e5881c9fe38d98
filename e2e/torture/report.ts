import type { FaultKind } from "./faults.ts";
import type { TortureOptions, TortureReport } from "./torture.ts";

const HALF = 0.5;

/** What a run of the kill test has to say, line by line; with faults the histories of their messages. */
export function reportLines({ seed, kills }: TortureOptions, report: TortureReport): string[] {
  const { seconds, rounds, stops, audits, published, acknowledged, delivered, repeated } = report;
  const count = (kind: FaultKind): number => report.faults.get(kind) ?? 0;
  return [
    `Seed ${seed}: ${report.kills} kills and ${stops} stops in ${seconds.toFixed(1)} s, ${rounds} rounds.`,
    ...(kills > 0 ? [restartLine(report.restarts)] : []),
    `Messages: ${published} published, ${acknowledged} acknowledged, ${delivered} delivered, ` +
      `${repeated} of these once more at QoS 1, which allows it.`,
    ...(report.fills > 0 ? [diskLine(report)] : []),
    `Retained values looked through ${audits} times.`,
    `Lost ${count("lost")}, duplicated ${count("duplicated")}, out of order ${count("out of order")}, ` +
      `sessions lost ${count("session lost")}.`,
    ...(report.faults.size === 0 ? ["Nothing acknowledged was lost."] : failureLines(report)),
  ];
}

function restartLine(restarts: readonly number[]): string {
  const sorted = restarts.toSorted((a, b) => a - b).map(Math.round);
  const median = sorted[Math.floor(sorted.length * HALF)] ?? 0;
  return `Restarts, from the end to ready: ${median} ms in the middle, ${sorted.at(-1) ?? 0} ms at most.`;
}

function diskLine({ fills, storeFailures, storeRecoveries, refusals }: TortureReport): string {
  return (
    `The disk was full ${fills} times; the broker could not write, and said so, ${storeFailures} times, refused ${refusals} ` +
    `requests, and went on by itself ${storeRecoveries} times.`
  );
}

/** What was wrong, and the first of it in full. */
export function failureLines({
  faults,
  told,
  directory,
}: Pick<TortureReport, "faults" | "told" | "directory">): string[] {
  return [
    "FAILED:",
    ...[...faults].map(([kind, count]) => `${String(count).padStart(9)}  ${kind}`),
    "The first ones:",
    ...told.map((text) => `  ${text}`),
    ...(directory === undefined ? [] : [`The data directory is kept: ${directory}`]),
  ];
}
