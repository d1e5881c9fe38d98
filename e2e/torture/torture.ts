import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomOf } from "../fuzz/random.ts";
import { Assassin } from "./assassin.ts";
import { Broker } from "./broker.ts";
import { type Cast, createCast, createRetainedValues } from "./cast.ts";
import type { World } from "./client.ts";
import { Disk } from "./disk.ts";
import { type FaultKind, Faults } from "./faults.ts";
import { Ledger, type Tally } from "./ledger.ts";
import { load, settle } from "./stage.ts";
import { Timeline } from "./timeline.ts";

/** A round of load, after which everything is counted, ends after so many kills, or so long. */
const KILLS_PER_ROUND = 10;
const ROUND_MILLISECONDS = 20_000;
const QUIET_ROUND_MILLISECONDS = 5_000;
const MINUTE = 60_000;
const MILLISECONDS = 1_000;

/** Nothing is dropped for a limit: what is missing is lost. */
export const SETTINGS = [
  ["--maximum-queued-messages", "unlimited"],
  ["--maximum-queued-bytes", "unlimited"],
].flat();

/** So little that it is reached within a second: clients have few messages under way. */
const UNCOMMITTED_BYTES = "100000";

/** How long, how hard, and against what. */
export interface TortureOptions {
  readonly seed: number;
  readonly minutes: number;
  /** The run ends after so many; 0: the broker is left alone. */
  readonly kills: number;
  /** Acknowledge only what is on the disk. */
  readonly isFsync: boolean;
  /** Its disk is full now and then. */
  readonly isDiskFull: boolean;
  /** Against a broker that keeps nothing: to see that what is lost is found. */
  readonly isMemory: boolean;
}

/** What came of it. */
export interface TortureReport extends Tally {
  readonly seconds: number;
  readonly rounds: number;
  readonly kills: number;
  readonly stops: number;
  readonly audits: number;
  /** How often its disk was full, and how often it said so. */
  readonly fills: number;
  readonly storeFailures: number;
  readonly storeRecoveries: number;
  /** What it refused meanwhile. */
  readonly refusals: number;
  /** How long the broker was away each time, milliseconds. */
  readonly restarts: readonly number[];
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** The first faults, with their histories. */
  readonly told: readonly string[];
  /** The data directory, which is kept when there are faults. */
  readonly directory: string | undefined;
}

/** Loads a broker of its own with clients, ends it again and again, and checks what they see. */
export async function torture(options: TortureOptions): Promise<TortureReport> {
  const directory = options.isMemory ? undefined : await mkdtemp(join(tmpdir(), "vitrina-torture-"));
  const report = await new Run(options, directory).all();
  if (directory === undefined || report.faults.size > 0) return report;
  await rm(directory, { recursive: true });
  return { ...report, directory: undefined };
}

class Run {
  readonly #options: TortureOptions;
  readonly #directory: string | undefined;
  readonly #world: World;
  readonly #cast: Cast;
  readonly #assassin: Assassin;
  readonly #disk: Disk;
  readonly #begin = performance.now();
  #rounds = 0;

  constructor(options: TortureOptions, directory: string | undefined) {
    this.#options = options;
    this.#directory = directory;
    const timeline = new Timeline();
    const faults = new Faults(timeline);
    const kept = directory === undefined ? ["--memory"] : ["--data", directory];
    const room = options.isDiskFull ? ["--maximum-uncommitted-bytes", UNCOMMITTED_BYTES] : [];
    const durability = options.isFsync ? ["--durability", "fsync"] : [];
    const broker = new Broker(
      [...SETTINGS, ...kept, ...room, ...durability],
      timeline,
      faults,
      options.isDiskFull,
    );
    this.#world = { broker, timeline, faults, ledger: new Ledger(faults) };
    this.#cast = createCast(this.#world, options.seed, createRetainedValues());
    this.#assassin = new Assassin(broker, randomOf(options.seed, 0));
    this.#disk = new Disk(broker, randomOf(options.seed, -1));
  }

  async all(): Promise<TortureReport> {
    const { broker, faults, ledger, timeline } = this.#world;
    try {
      await broker.start();
      while (!this.#isOver && !faults.any) await this.#round();
    } finally {
      await broker.stop();
    }
    if (this.#disk.fills > 0 && broker.storeFailures === 0) {
      faults.add("broker", "it never said that its disk was full");
    }
    if (broker.storeFailures > 0 && broker.refusals === 0) {
      faults.add("broker", "it could not write, and never refused anything");
    }
    return {
      ...ledger.tally,
      seconds: (performance.now() - this.#begin) / MILLISECONDS,
      rounds: this.#rounds,
      kills: this.#assassin.kills,
      stops: this.#assassin.stops,
      fills: this.#disk.fills,
      storeFailures: broker.storeFailures,
      storeRecoveries: broker.storeRecoveries,
      refusals: broker.refusals,
      audits: this.#cast.auditor.audits,
      restarts: timeline.restarts,
      faults: faults.counts,
      told: faults.told,
      directory: this.#directory,
    };
  }

  async #round(): Promise<void> {
    await this.#load();
    await this.#disk.free();
    await settle(this.#world, this.#cast, () => this.#assassin.isBusy);
    this.#rounds++;
  }

  get #isOver(): boolean {
    const { minutes, kills } = this.#options;
    if (this.#world.broker.hasDied) return true;
    const isLongEnough = performance.now() - this.#begin >= minutes * MINUTE;
    return isLongEnough || (kills > 0 && this.#assassin.kills >= kills);
  }

  /** Everybody does what they like. */
  async #load(): Promise<void> {
    const { kills, isDiskFull } = this.#options;
    const roundKills = this.#assassin.kills + KILLS_PER_ROUND;
    const end = performance.now() + (kills === 0 ? QUIET_ROUND_MILLISECONDS : ROUND_MILLISECONDS);
    const step = (now: number): void => {
      if (kills > 0) this.#assassin.step(now);
      if (isDiskFull) this.#disk.step(now);
    };
    await load(this.#cast, step, (now) => now >= end || this.#assassin.kills >= roundKills || this.#isOver);
  }
}
