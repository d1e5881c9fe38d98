import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Random, randomOf } from "../fuzz/random.ts";
import { Broker } from "../torture/broker.ts";
import { Faults } from "../torture/faults.ts";
import { Timeline } from "../torture/timeline.ts";
import { Load } from "./load.ts";

/** At the end the file must not be larger, by the size that it had after the first part. */
export const MOST_GROWTH = 1.1;
const FIRST_PART = 0.25;
const SAMPLES = 40;
const MILLISECONDS = 1_000;
const STEP = 5;
const STORE = "store.mdb";
const JOURNAL = "journal-";
const SETTINGS = ["--maximum-queued-messages", "unlimited", "--maximum-queued-bytes", "unlimited"];

/** How much is played. */
export interface GrowthOptions {
  readonly seed: number;
  readonly messages: number;
}

/** What the files took when so many messages had been acknowledged. */
export interface Sample {
  readonly messages: number;
  readonly seconds: number;
  readonly fileBytes: number;
  readonly journalBytes: number;
  /** What waited in all queues. */
  readonly waiting: number;
}

/** What came of it. */
export interface GrowthReport {
  readonly samples: readonly Sample[];
  /** The size of the file at the end, in those that it had after the first part. */
  readonly growth: number;
  /** What the broker logged of faults of its own. */
  readonly faults: readonly string[];
}

/** Plays a steady load at full speed through a broker of its own, and looks at what its files take. */
export async function growth(
  { seed, messages }: GrowthOptions,
  onSample: (sample: Sample) => void,
): Promise<GrowthReport> {
  const directory = await mkdtemp(join(tmpdir(), "vitrina-growth-"));
  const timeline = new Timeline();
  const faults = new Faults(timeline);
  const broker = new Broker([...SETTINGS, "--data", directory], timeline, faults);
  try {
    await broker.start();
    const samples = await play(broker, directory, messages, randomOf(seed, 0), onSample);
    return { samples, growth: growthOf(samples), faults: faults.told };
  } finally {
    await broker.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function play(
  broker: Broker,
  directory: string,
  messages: number,
  random: Random,
  onSample: (sample: Sample) => void,
): Promise<readonly Sample[]> {
  const load = new Load(broker.mqttPort, messages, random);
  const began = performance.now();
  const samples: Sample[] = [];
  await load.begin();
  while (!load.isOver && !broker.hasDied) {
    await load.step();
    if (load.acknowledged >= ((samples.length + 1) * messages) / SAMPLES) {
      const seconds = (performance.now() - began) / MILLISECONDS;
      const sample = {
        messages: load.acknowledged,
        seconds,
        waiting: load.waiting,
        ...(await sizes(directory)),
      };
      samples.push(sample);
      onSample(sample);
    }
    await delay(STEP);
  }
  await load.end();
  return samples;
}

async function sizes(directory: string): Promise<{ fileBytes: number; journalBytes: number }> {
  let fileBytes = 0;
  let journalBytes = 0;
  for (const name of await readdir(directory)) {
    // the journal is forgotten meanwhile
    const bytes = (await stat(join(directory, name)).catch(() => undefined))?.size ?? 0;
    if (name === STORE) fileBytes = bytes;
    if (name.startsWith(JOURNAL)) journalBytes += bytes;
  }
  return { fileBytes, journalBytes };
}

function growthOf(samples: readonly Sample[]): number {
  const first = samples[Math.ceil(samples.length * FIRST_PART) - 1];
  return (samples.at(-1)?.fileBytes ?? 0) / (first?.fileBytes ?? 0);
}
