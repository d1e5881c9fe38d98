import fc from "fast-check";
import { HeldStore } from "../held-store.ts";
import { arbitraryStep, type Weather } from "./arbitrary-steps.ts";
import { History } from "./history.ts";
import type { Step } from "./steps.ts";

const UNLIMITED_QUEUE = 100_000;

/** Histories of one kind: how many, from which seed. */
export interface Plan extends Weather {
  readonly seed: number;
  readonly runs: number;
  readonly steps: number;
  readonly maximumQueuedMessages?: number;
}

/*
 * To run other histories by hand, or one again:
 *
 *   VITRINA_HISTORY_RUNS=20000 VITRINA_HISTORY_SEED=7 npx vitest run server/core/histories
 *   VITRINA_HISTORY_SEED=7 VITRINA_HISTORY_PATH="312:4:0" npx vitest run server/core/histories/calm.test.ts
 *
 * RUNS is for each test; SEED without PATH begins a new series; SEED and PATH are printed with a history that failed.
 */
function asked({ seed, runs }: Plan): { seed: number; numRuns: number; path?: string } {
  const { VITRINA_HISTORY_SEED, VITRINA_HISTORY_RUNS, VITRINA_HISTORY_PATH } = process.env;
  return {
    seed: VITRINA_HISTORY_SEED === undefined ? seed : Number(VITRINA_HISTORY_SEED),
    numRuns: VITRINA_HISTORY_RUNS === undefined ? runs : Number(VITRINA_HISTORY_RUNS),
    ...(VITRINA_HISTORY_PATH !== undefined && { path: VITRINA_HISTORY_PATH }),
  };
}

/** Runs the histories of a plan; throws the shortest one that fails, as a script to read and with the seed to run it again. */
export function runHistories(plan: Plan): void {
  const steps = fc.array(arbitraryStep(plan), { minLength: 1, maxLength: plan.steps, size: "max" });
  const property = fc.property(steps, (list) => {
    const history = begin(plan, false);
    history.run(list);
  });
  const { failed, seed, counterexamplePath, counterexample, errorInstance, numRuns } = fc.check(
    property,
    asked(plan),
  );
  if (!failed) return;
  const [list = []] = counterexample ?? [];
  throw new Error(
    [
      `history ${numRuns} fails: ${String(errorInstance)}`,
      `again: VITRINA_HISTORY_SEED=${seed} VITRINA_HISTORY_PATH="${counterexamplePath}"`,
      ...scriptOf(plan, list),
    ].join("\n"),
  );
}

function begin({ isStored, maximumQueuedMessages = UNLIMITED_QUEUE }: Plan, isTold: boolean): History {
  const store = isStored ? new HeldStore({ isQuick: true }) : undefined;
  return new History({ store, maximumQueuedMessages }, isTold);
}

/** What was done and heard, up to where it went wrong. */
function scriptOf(plan: Plan, steps: readonly Step[]): readonly string[] {
  const history = begin(plan, true);
  try {
    history.run(steps);
    return history.script ?? [];
  } catch (error) {
    return [...(history.script ?? []), String(error)];
  }
}
