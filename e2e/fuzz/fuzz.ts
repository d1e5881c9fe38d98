import { startVitrina, type Vitrina } from "../support/vitrina.ts";
import { type Attempt, attempt, type Outcome } from "./attempt.ts";
import { ControlPair } from "./control-pair.ts";
import { type Input, inputOf } from "./input.ts";
import { withServerFiles } from "./server-files.ts";
import { type Memory, Watch } from "./watch.ts";

/** So many inputs are thrown at the same time. */
const LANES = 12;
const INPUTS_PER_ROUND = 10;
/** Inputs that are shown when something went wrong. */
const LAST_INPUTS = 40;
const MILLISECONDS = 1_000;

/** So small that these limits are met, and that what inputs leave behind is bounded. */
const SETTINGS = [
  ["--maximum-retained-messages", "500"],
  ["--maximum-session-expiry-seconds", "3"],
  ["--maximum-queued-messages", "100"],
  ["--connect-timeout-seconds", "2"],
  ["--sys-interval", "1"],
].flat();

/** How long, and from where. */
export interface FuzzOptions {
  readonly seed: number;
  /** The first input's index. */
  readonly from: number;
  /** How many inputs at most. */
  readonly inputs: number;
  readonly minutes: number;
}

/** What came of it. */
export interface FuzzReport {
  readonly inputs: number;
  readonly seconds: number;
  readonly controlMessages: number;
  /** How often connections ended in which way. */
  readonly ends: ReadonlyMap<string, number>;
  /** How many connections came through which door, and what became of logins. */
  readonly ways: ReadonlyMap<string, number>;
  /** At the start, and every so often until the end. */
  readonly memory: readonly Memory[];
  readonly problems: readonly string[];
  /** When there are problems: the inputs before. */
  readonly lastInputs: readonly Input[];
}

/** Throws inputs at a broker of its own until the time is over, all are thrown, or something is wrong. */
export function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  return withServerFiles((parameters) => fuzzBroker(options, parameters));
}

async function fuzzBroker(options: FuzzOptions, settings: readonly string[]): Promise<FuzzReport> {
  const vitrina = await startVitrina([...SETTINGS, ...settings], { isMemoryAsked: true });
  const run = new Run(options, vitrina, await ControlPair.connect(vitrina));
  try {
    return await run.all();
  } finally {
    await vitrina.stop();
  }
}

class Run {
  readonly #options: FuzzOptions;
  readonly #vitrina: Vitrina;
  readonly #control: ControlPair;
  readonly #watch: Watch;
  readonly #ends = new Map<string, number>();
  readonly #ways = new Map<string, number>();
  readonly #problems: string[] = [];
  readonly #last: Input[] = [];
  /** Connections that stay open until so many inputs were thrown. */
  readonly #open = new Map<Attempt, number>();
  readonly #outcomes = new Set<Promise<void>>();
  readonly #begin = performance.now();
  #thrown = 0;

  constructor(options: FuzzOptions, vitrina: Vitrina, control: ControlPair) {
    this.#options = options;
    this.#vitrina = vitrina;
    this.#control = control;
    this.#watch = new Watch(vitrina);
  }

  async all(): Promise<FuzzReport> {
    await this.#watch.measure();
    await Promise.all(Array.from({ length: LANES }, () => this.#lane()));
    for (const open of this.#open.keys()) open.finish();
    await Promise.all(this.#outcomes);
    const seconds = this.#seconds;
    await this.#control.end();
    await this.#watch.measure();
    const problems = this.#allProblems();
    return {
      inputs: this.#thrown,
      seconds,
      controlMessages: this.#control.published,
      ends: this.#ends,
      ways: this.#ways,
      memory: this.#watch.memory,
      problems,
      lastInputs: problems.length > 0 ? this.#last : [],
    };
  }

  get #seconds(): number {
    return (performance.now() - this.#begin) / MILLISECONDS;
  }

  async #lane(): Promise<void> {
    const { inputs, minutes, seed, from } = this.#options;
    while (this.#thrown < inputs && this.#seconds < minutes * 60 && this.#allProblems().length === 0) {
      const count = this.#thrown++;
      const input = inputOf(seed, from + count);
      this.#last.push(input);
      if (this.#last.length > LAST_INPUTS) this.#last.shift();
      await this.#throw(input, count);
      if (count % INPUTS_PER_ROUND === 0) await this.#control.round();
      await this.#watch.measureNowAndThen();
    }
  }

  async #throw(input: Input, count: number): Promise<void> {
    const thrown = await attempt(input, this.#vitrina);
    const outcome = this.#count(thrown);
    if (typeof input.ending === "string") thrown.finish();
    else this.#open.set(thrown, count + input.ending.after);
    for (const [open, until] of this.#open) if (until <= this.#thrown) open.finish();
    if (!this.#open.has(thrown)) await outcome;
  }

  /** Counts how it ended, as soon as it has. */
  #count(thrown: Attempt): Promise<void> {
    const outcome = thrown.outcome.then((ended: Outcome) => {
      const { end, problem, input } = ended;
      this.#open.delete(thrown);
      this.#outcomes.delete(outcome);
      increase(this.#ends, end);
      increase(this.#ways, wayOf(ended));
      if (problem !== undefined) this.#problems.push(`input ${input.index}: ${problem}`);
    });
    this.#outcomes.add(outcome);
    return outcome;
  }

  #allProblems(): readonly string[] {
    return [...this.#watch.problems(), ...this.#control.problems, ...this.#problems];
  }
}

function wayOf({ input: { door, login }, isLetIn }: Outcome): string {
  if (login === undefined) return door;
  return `${door}, login by SCRAM ${isLetIn ? "that succeeded" : "that failed"}`;
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
