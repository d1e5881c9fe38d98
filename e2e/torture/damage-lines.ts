import type { DamageOptions, DamageRunReport } from "./damage-run.ts";
import { failureLines } from "./report.ts";

/** What a run of damages has to say, line by line. */
export function damageLines({ seed }: DamageOptions, report: DamageRunReport): string[] {
  const { seconds, kills, stops, published, acknowledged, delivered, count, faults } = report;
  const { starts, lost } = count;
  return [
    `Seed ${seed}: ${count.damages} damages in ${seconds.toFixed(1)} s, after ${kills} kills and ${stops} stops.`,
    `Starts: ${starts.told} told of damage, ${starts.whole} had none that counts, ${starts.unnoticed} could not notice it.`,
    `Messages: ${published} published, ${acknowledged} acknowledged, ${delivered} delivered.`,
    `Saved, as told: ${namedCounts(count.saved)}.`,
    `Lost, as told: ${lost.records} records (${lost.unknown} times unknown), ${lost.batches} batches of the journal; ` +
      `${lost.outdated} times what was saved may be outdated.`,
    `Dropped, as told: ${namedCounts(count.dropped)}.`,
    `Missed by clients, or come again: ${count.permitted}, as told.`,
    `Contradictions: ${[...faults.values()].reduce((sum, times) => sum + times, 0)}.`,
    ...(faults.size === 0 ? [] : failureLines(report)),
  ];
}

function namedCounts(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([kind, sum]) => `${sum} ${kind}`).join(", ") || "nothing";
}
