import type { Broker } from "./brokers/broker.ts";
import type { LoadResult } from "./load/plan.ts";
import { measure, type RunPlan } from "./measurement.ts";
import type { Scenario } from "./scenarios.ts";

/** What is measured of whom, and how often. */
export interface SessionPlan {
  readonly scenarios: readonly Scenario[];
  readonly brokers: readonly Broker[];
  readonly runs: number;
  readonly seconds: number;
  readonly transport: "tcp" | "ws";
  readonly version: 4 | 5;
}

/** All runs of one broker in one scenario; none when the broker has no part in it. */
export interface Measured {
  readonly scenario: string;
  readonly broker: string;
  readonly results: readonly LoadResult[];
  readonly lacks?: string;
}

/** Measures all, the brokers taking turns, so that what disturbs the machine meets all of them. */
export async function runSession(
  plan: SessionPlan,
  onStep: (step: string) => void,
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const scenario of plan.scenarios) {
    const runPlan: RunPlan = {
      ...scenario.plan,
      seconds: plan.seconds,
      transport: plan.transport,
      version: plan.version,
      // short runs are trials
      warmupSeconds: Math.min(scenario.plan.warmupSeconds, plan.seconds),
    };
    measured.push(...(await measureInTurns(plan, scenario.name, runPlan, onStep)));
  }
  return measured;
}

async function measureInTurns(
  { brokers, runs }: SessionPlan,
  scenario: string,
  runPlan: RunPlan,
  onStep: (step: string) => void,
): Promise<readonly Measured[]> {
  const results = new Map<Broker, LoadResult[]>(brokers.map((broker) => [broker, []]));
  for (let run = 1; run <= runs; run++) {
    for (const [broker, list] of results) {
      if (broker.lacks(runPlan) !== undefined) continue;
      onStep(`${scenario}, run ${run} of ${runs}: ${broker.name}`);
      list.push(await measure(broker, runPlan));
    }
  }
  return [...results].map(([broker, list]) => {
    const lacks = broker.lacks(runPlan);
    return { scenario, broker: broker.name, results: list, ...(lacks !== undefined && { lacks }) };
  });
}
