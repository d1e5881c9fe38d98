import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

const CORES = { broker: "0", generator: "1" } as const;

/** Whether broker and generator have a core each; else they disturb one another, and only CPU times can be compared. */
export const isPinned =
  availableParallelism() > 1 && spawnSync("taskset", ["-c", "0", "true"], { stdio: "ignore" }).status === 0;

/** How a program is started on its core. */
export function pinned(
  who: keyof typeof CORES,
  program: string,
  parameters: readonly string[],
): [program: string, parameters: string[]] {
  return isPinned ? ["taskset", ["-c", CORES[who], program, ...parameters]] : [program, [...parameters]];
}
