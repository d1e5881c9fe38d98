import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { between, chance, type Random, randomOf } from "../fuzz/random.ts";
import { LAST } from "./auditor.ts";
import { Broker } from "./broker.ts";
import { type Cast, createCast, createRetainedValues } from "./cast.ts";
import type { World } from "./client.ts";
import { type Aftermath, Coroner } from "./coroner.ts";
import { DamageCount } from "./damage-count.ts";
import { type FaultKind, Faults } from "./faults.ts";
import { remainsAt, subscriptionsAt } from "./inside.ts";
import { JournalWatch } from "./journal-watch.ts";
import { Ledger, type Tally } from "./ledger.ts";
import { Leeway } from "./leeway.ts";
import type { RetainedValues } from "./retained-values.ts";
import { load, retire, settle } from "./stage.ts";
import { Timeline } from "./timeline.ts";
import { SETTINGS } from "./torture.ts";
import { type Damage, Vandal } from "./vandal.ts";
import { wipe } from "./wipe.ts";

const MINUTE = 60_000;
const MILLISECONDS = 1_000;
/** How long the broker is loaded before its files are damaged, and after, milliseconds. */
const SHORTEST_LOAD = 300;
const LONGEST_LOAD = 2_500;
const LATER_LOAD = 300;
/** Of a hundred: polite stops before the damage, kills on the way to it and after it. */
const STOPS = 30;
const KILLS = 25;
const SETTLED_SOON = 20;
const MOST_WAITS = 200;

/** How long, how often, and against what. */
export interface DamageOptions {
  readonly seed: number;
  readonly minutes: number;
  /** The run ends after so many. */
  readonly damages: number;
  readonly isFsync: boolean;
}

/** What came of it. */
export interface DamageRunReport extends Tally {
  readonly seconds: number;
  readonly kills: number;
  readonly stops: number;
  readonly count: DamageCount;
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** The first faults, and what was done before. */
  readonly told: readonly string[];
  /** Kept when there are faults: the data directory, and how it was before the last damage was looked at. */
  readonly directory: string | undefined;
}

/** Damages the files of a broker again and again, and compares what clients see with what it tells of the damage. */
export async function damageRun(options: DamageOptions): Promise<DamageRunReport> {
  const directory = await mkdtemp(join(tmpdir(), "vitrina-damage-"));
  const report = await new Run(options, directory).all();
  if (report.faults.size > 0) return report;
  await rm(directory, { recursive: true });
  return { ...report, directory: undefined };
}

class Run {
  readonly #options: DamageOptions;
  readonly #directory: string;
  readonly #data: string;
  readonly #world: World;
  readonly #retained: RetainedValues = createRetainedValues();
  readonly #journal: JournalWatch;
  readonly #vandal: Vandal;
  readonly #coroner: Coroner;
  readonly #random: Random;
  readonly #count = new DamageCount();
  readonly #begin = performance.now();
  #kills = 0;
  #stops = 0;
  #last: string[] = [];

  constructor(options: DamageOptions, directory: string) {
    this.#options = options;
    this.#directory = directory;
    this.#data = join(directory, "data");
    const timeline = new Timeline();
    const faults = new Faults(timeline);
    const durability = options.isFsync ? ["--durability", "fsync"] : [];
    const broker = new Broker([...SETTINGS, "--data", this.#data, ...durability], timeline, faults);
    this.#world = { broker, timeline, faults, ledger: new Ledger(faults) };
    this.#journal = new JournalWatch(this.#data, this.#world.ledger, this.#retained);
    this.#random = randomOf(options.seed, 0);
    this.#vandal = new Vandal(this.#data, randomOf(options.seed, -1));
    this.#coroner = new Coroner(this.#data, broker, faults, this.#journal);
  }

  async all(): Promise<DamageRunReport> {
    const { broker, faults, ledger } = this.#world;
    try {
      await broker.start();
      for (let round = 0; !this.#isOver; round++) await this.#round(round);
    } finally {
      await broker.stop();
    }
    return {
      ...ledger.tally,
      seconds: (performance.now() - this.#begin) / MILLISECONDS,
      kills: this.#kills,
      stops: this.#stops,
      count: this.#count,
      faults: faults.counts,
      told: [...this.#last, ...faults.told],
      directory: this.#directory,
    };
  }

  get #isOver(): boolean {
    const { minutes, damages } = this.#options;
    const isLongEnough = performance.now() - this.#begin >= minutes * MINUTE;
    return isLongEnough || this.#count.damages >= damages || this.#world.faults.any;
  }

  async #round(round: number): Promise<void> {
    const cast = createCast(this.#world, this.#options.seed + round, this.#retained);
    await this.#load(cast, between(this.#random, SHORTEST_LOAD, LONGEST_LOAD));
    if (chance(this.#random, KILLS)) await this.#restart(cast);
    await this.#ruin(cast);
    if (this.#world.broker.hasDied) return;
    await this.#load(cast, LATER_LOAD);
    if (chance(this.#random, KILLS)) await this.#restart(cast);
    await settle(this.#world, cast, () => false);
    this.#settleLeeway();
    if (!this.#world.faults.any) await this.#clear(cast);
  }

  async #load(cast: Cast, milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    const { broker } = this.#world;
    await load(
      cast,
      () => this.#journal.step(),
      (now) => now >= end || broker.hasDied,
    );
  }

  /** With its files as it left them: all is there. */
  async #restart(cast: Cast): Promise<void> {
    const { broker } = this.#world;
    this.#kills++;
    await broker.killed();
    await broker.start();
    await this.#load(cast, LATER_LOAD);
  }

  /** The broker ends, its files are damaged, and it starts. */
  async #ruin(cast: Cast): Promise<void> {
    const { broker, ledger, faults } = this.#world;
    const isPolite = chance(this.#random, STOPS);
    await (isPolite ? broker.stop() : broker.killed());
    this.#stops += Number(isPolite);
    this.#kills += Number(!isPolite);
    const damages = this.#vandal.strike();
    await this.#keep();
    const evidence = this.#coroner.evidence();
    broker.mayBeDamaged = true;
    await broker.start();
    broker.mayBeDamaged = false;
    this.#last = damages.map(({ what }) => what);
    if (broker.hasDied) return;
    const aftermath = await this.#coroner.examine(damages, evidence);
    this.#note(damages, aftermath);
    if (aftermath.terms !== undefined) faults.leeway = new Leeway(aftermath.terms, ledger.next());
    const had = await subscriptionsAt(broker);
    for (const subscriber of cast.subscribers) subscriber.takeStock(had);
  }

  /** For whoever looks for the reason of a fault. */
  async #keep(): Promise<void> {
    const copy = join(this.#directory, "before");
    await rm(copy, { recursive: true, force: true });
    await cp(this.#data, copy, { recursive: true });
  }

  #note(damages: readonly Damage[], aftermath: Aftermath): void {
    const { report, terms } = aftermath;
    this.#count.add(damages, aftermath);
    this.#last.push(`told: ${JSON.stringify(report)}, leeway: ${terms?.kind ?? "none"}`);
  }

  #settleLeeway(): void {
    const { faults } = this.#world;
    const { leeway } = faults;
    faults.leeway = undefined;
    this.#count.permitted += leeway?.permitted ?? 0;
    if (leeway?.excess !== undefined) faults.add("contradiction", leeway.excess);
  }

  /** The next round begins with nothing. */
  async #clear(cast: Cast): Promise<void> {
    const { broker, ledger, faults } = this.#world;
    await retire(cast);
    const topics = [...this.#retained.topics].map(({ name }) => name);
    await wipe(
      broker,
      cast.clients.map(({ id }) => id),
      [...topics, LAST],
    );
    ledger.dismiss();
    this.#retained.cleared();
    // the session of who came last ends when the broker has seen it go
    for (let waits = 0; (await remainsAt(broker)) !== undefined && waits < MOST_WAITS; waits++)
      await delay(SETTLED_SOON);
    const remains = await remainsAt(broker);
    if (remains !== undefined) faults.add("contradiction", `when all was ended, it had ${remains}`);
  }
}
