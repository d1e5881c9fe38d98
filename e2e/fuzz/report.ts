import type { FuzzOptions, FuzzReport } from "./fuzz.ts";
import { describeInput } from "./input.ts";

const MEBIBYTE = 1024 * 1024;

/** What a run of the fuzz has to say, line by line; with problems the inputs before them, and how to throw them again. */
export function reportLines({ seed }: FuzzOptions, report: FuzzReport): string[] {
  const { inputs, seconds, controlMessages, ends, memory, problems, lastInputs } = report;
  const perSecond = Math.round(inputs / seconds);
  const mebibytes = memory.map((bytes) => Math.round(bytes / MEBIBYTE));
  const [before, after] = [mebibytes[0] ?? Number.NaN, mebibytes.at(-1) ?? Number.NaN];
  return [
    `Seed ${seed}: ${inputs} inputs in ${seconds.toFixed(1)} s, ${perSecond} a second.`,
    `Control pair: ${controlMessages} messages at QoS 1 and 2.`,
    `Memory (RSS): ${before} MiB before, ${after} MiB after, ${after - before} MiB more; on the way ${mebibytes.join(", ")}.`,
    "Connections by their end:",
    ...[...ends]
      .toSorted((a, b) => b[1] - a[1])
      .map(([end, count]) => `${String(count).padStart(9)}  ${end}`),
    ...(problems.length === 0 ? ["Nothing died, nothing was lost."] : failure(seed, problems, lastInputs)),
  ];
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
