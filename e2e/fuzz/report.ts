import type { FuzzOptions, FuzzReport } from "./fuzz.ts";
import { describeInput } from "./input.ts";

const MEBIBYTE = 1024 * 1024;

/** What a run of the fuzz has to say, line by line; with problems the inputs before them, and how to throw them again. */
export function reportLines({ seed }: FuzzOptions, report: FuzzReport): string[] {
  const { inputs, seconds, controlMessages, ends, ways, memory, problems, lastInputs } = report;
  const perSecond = Math.round(inputs / seconds);
  return [
    `Seed ${seed}: ${inputs} inputs in ${seconds.toFixed(1)} s, ${perSecond} a second.`,
    `Control pair: ${controlMessages} messages at QoS 1 and 2.`,
    growth(
      "Memory in use (heap and buffers, after a collection)",
      memory.map(({ live }) => live),
    ),
    growth(
      "Memory of the process (RSS)",
      memory.map(({ resident }) => resident),
    ),
    "Connections by their way in:",
    ...counted(ways),
    "Connections by their end:",
    ...counted(ends),
    ...(problems.length === 0 ? ["Nothing died, nothing was lost."] : failure(seed, problems, lastInputs)),
  ];
}

function counted(counts: ReadonlyMap<string, number>): string[] {
  return [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([name, count]) => `${String(count).padStart(9)}  ${name}`);
}

/** At the start, on the way, and at the end. */
function growth(what: string, bytes: readonly number[]): string {
  const mebibytes = bytes.map((each) => each / MEBIBYTE);
  const more = ((mebibytes.at(-1) ?? 0) - (mebibytes[0] ?? 0)).toFixed(1);
  return `${what}: ${mebibytes.map((each) => each.toFixed(1)).join(", ")} MiB; from start to end ${more} MiB more.`;
}

function failure(
  seed: number,
  problems: FuzzReport["problems"],
  lastInputs: FuzzReport["lastInputs"],
): string[] {
  const first = Math.min(...lastInputs.map(({ index }) => index));
  return [
    "The last inputs, their chunks in hex:",
    ...lastInputs.map(describeInput),
    "FAILED:",
    ...problems.map((problem) => `  ${problem}`),
    `Again from there: npm run fuzz -- --seed ${seed} --from ${first} --inputs ${lastInputs.length}`,
  ];
}
