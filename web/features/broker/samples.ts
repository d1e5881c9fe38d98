import type { BrokerInfo } from "../../../server/adapters/http/contract.ts";

/** What the charts are drawn from: counters and sizes at one instant of the broker's clock. */
export interface Sample {
  readonly at: number;
  readonly startedAt: number;
  readonly publishReceived: number;
  readonly publishSent: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly dropped: number;
  readonly connectionsAccepted: number;
  readonly clientsConnected: number;
}

export type Counter = Exclude<keyof Sample, "at" | "startedAt" | "clientsConnected">;

const SECOND = 1000;
/** How far the charts look back at most. */
export const WINDOW_SECONDS = 300;
/** How wide they are from the first sample on. */
const FIRST_WINDOW_SECONDS = 60;
/** Readings further apart say nothing of the time between them: nobody looked. */
const LONGEST_STEP = 5 * SECOND;

/** All drops, whatever the reason. */
export function totalDrops(dropped: BrokerInfo["counters"]["dropped"]): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}

export function sampleOf(info: BrokerInfo): Sample {
  const { counters, gauges } = info;
  return {
    at: info.now,
    startedAt: info.startedAt,
    publishReceived: counters.publishReceived,
    publishSent: counters.publishSent,
    bytesReceived: counters.bytesReceived,
    bytesSent: counters.bytesSent,
    dropped: totalDrops(counters.dropped),
    connectionsAccepted: counters.connectionsAccepted,
    clientsConnected: gauges.clientsConnected,
  };
}

/** The samples with a new one, without those that have left the window; begun anew when the broker did. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && last.startedAt !== sample.startedAt) return [sample];
  if (last !== undefined && sample.at <= last.at) return samples;
  const oldest = sample.at - WINDOW_SECONDS * SECOND;
  return [...samples.filter(({ at }) => at >= oldest), sample];
}

/** Times of a chart, milliseconds since the epoch; a gap and the edges of the window have a time of their own. */
export interface Timeline {
  readonly times: readonly number[];
  /** For each time the sample, or undefined where there is none. */
  readonly samples: readonly (Sample | undefined)[];
}

/** The samples over a window that is wide from the first one on: a line never begins stretched over the whole chart. */
export function timelineOf(samples: readonly Sample[]): Timeline {
  const end = samples.at(-1)?.at ?? 0;
  const first = samples[0]?.at ?? 0;
  const times: number[] = [Math.min(first - 1, end - FIRST_WINDOW_SECONDS * SECOND)];
  const slots: (Sample | undefined)[] = [undefined];
  for (const sample of samples) {
    const before = times.at(-1) ?? 0;
    if (sample.at - before > LONGEST_STEP && slots.at(-1) !== undefined) {
      times.push(before + 1);
      slots.push(undefined);
    }
    if (sample.at > before) {
      times.push(sample.at);
      slots.push(sample);
    }
  }
  return { times, samples: slots };
}

/** How fast a counter grew up to each time, per second; null where nobody looked. */
export function ratesOf({ samples }: Timeline, counter: Counter): readonly (number | null)[] {
  return samples.map((sample, index) => {
    const before = samples[index - 1];
    if (sample === undefined || before === undefined) return null;
    return ((sample[counter] - before[counter]) * SECOND) / (sample.at - before.at);
  });
}

/** A size at each time. */
export function sizesOf({ samples }: Timeline, gauge: "clientsConnected"): readonly (number | null)[] {
  return samples.map((sample) => sample?.[gauge] ?? null);
}
