import type { Broker } from "./brokers/broker.ts";
import { type Durability, vitrina } from "./brokers/vitrina.ts";
import { settingLines } from "./machine.ts";
import { hottestLines } from "./profile.ts";
import { endProgress, showProgress } from "./progress.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";
import { runSession, type SessionPlan } from "./session.ts";
import { alignedLines, faultLines, tableRows } from "./table.ts";

/** What `npm run bench` is asked for. */
export interface BenchOptions extends Omit<SessionPlan, "scenarios" | "brokers"> {
  /** Names; none: all. */
  readonly scenarios: readonly string[];
  /** Ways of keeping to compare; none: the default. */
  readonly durabilities: readonly Durability[];
  readonly isJson: boolean;
  /** A directory for CPU profiles of the broker. */
  readonly profiles: string | undefined;
}

/** Measures the built server alone, and prints what it found; says whether nothing was lost. */
export async function bench(options: BenchOptions): Promise<boolean> {
  process.once("SIGINT", () => process.exit(130));
  const { profiles } = options;
  const brokers: readonly Broker[] =
    options.durabilities.length === 0
      ? [vitrina({ profiles })]
      : options.durabilities.map((durability) => vitrina({ durability, profiles }));
  const plan: SessionPlan = { ...options, scenarios: namedScenarios(options.scenarios), brokers };
  const measured = await runSession(plan, showProgress);
  endProgress();
  if (options.isJson) {
    console.log(JSON.stringify({ setting: settingLines(plan), measured }, undefined, 2));
    return faultLines(measured).length === 0;
  }
  console.log(settingLines(plan).join("\n"));
  const names = brokers.map(({ name }) => name);
  console.log(`\n${alignedLines(tableRows(plan.scenarios, names, measured)).join("\n")}`);
  const faults = faultLines(measured);
  console.log(`\n${faults.length === 0 ? "Nothing was lost, doubled or out of order." : faults.join("\n")}`);
  const windows = measured.flatMap(({ results }) => results.map(({ window }) => window));
  if (profiles !== undefined) console.log(`\n${hottestLines(profiles, windows).join("\n")}`);
  return faults.length === 0;
}

/** Throws when there is no such scenario. */
export function namedScenarios(names: readonly string[]): readonly Scenario[] {
  const known = SCENARIOS.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Error(`There is no scenario "${unknown}"; there are ${known.join(", ")}.`);
  return names.length === 0 ? SCENARIOS : SCENARIOS.filter(({ name }) => names.includes(name));
}
