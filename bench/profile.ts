import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { LoadResult } from "./load/plan.ts";

const SHOWN = 25;
const PERCENT = 100;

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds from sample to sample, and of the first from `startTime`. */
  readonly timeDeltas: readonly number[];
  readonly startTime: number;
  readonly endTime: number;
}

/**
 * The functions in which a profiled broker was found most often while it was measured, for each profile in a directory.
 * Samples are counted and not their times, which are those of other processes too on a busy machine.
 */
export function hottestLines(directory: string, windows: readonly LoadResult["window"][]): readonly string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".cpuprofile"))
    .flatMap((name) => {
      const profile = JSON.parse(readFileSync(join(directory, name), "utf8")) as CpuProfile;
      const window = windows.find(({ begin, end }) => profile.startTime < begin && end < profile.endTime);
      return window === undefined ? [] : [name, ...hottest(profile, window)];
    });
}

function hottest(profile: CpuProfile, window: LoadResult["window"]): readonly string[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const counts = new Map<string, number>();
  let at = profile.startTime;
  let all = 0;
  for (const [index, sample] of profile.samples.entries()) {
    at += profile.timeDeltas[index] ?? 0;
    const name = names.get(sample) ?? "?";
    if (at < window.begin || at > window.end || name === "(idle)") continue;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    all++;
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, count]) => `${((count / all) * PERCENT).toFixed(1).padStart(6)} %  ${name}`);
}

function nameOf({ functionName, url, lineNumber }: CpuProfile["nodes"][number]["callFrame"]): string {
  const place = url === "" ? "" : ` ${basename(url)}:${lineNumber + 1}`;
  return `${functionName === "" ? "(anonymous)" : functionName}${place}`;
}
