import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const SHOWN = 25;
const PERCENT = 100;

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The functions in which a profiled broker spent most time of its own, for each profile in a directory. */
export function hottestLines(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".cpuprofile"))
    .flatMap((name) => {
      const profile = JSON.parse(readFileSync(join(directory, name), "utf8")) as CpuProfile;
      return [name, ...hottest(profile)];
    });
}

function hottest(profile: CpuProfile): readonly string[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, sample] of profile.samples.entries()) {
    const name = names.get(sample) ?? "?";
    if (name === "(idle)") continue;
    times.set(name, (times.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0));
  }
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, time]) => `${((time / all) * PERCENT).toFixed(1).padStart(6)} %  ${name}`);
}

function nameOf({ functionName, url, lineNumber }: CpuProfile["nodes"][number]["callFrame"]): string {
  const place = url === "" ? "" : ` ${basename(url)}:${lineNumber + 1}`;
  return `${functionName === "" ? "(anonymous)" : functionName}${place}`;
}
