import type { Run } from "./client.ts";
import type { LoadResult } from "./plan.ts";
import { cpuSeconds, residentBytes } from "./process-usage.ts";
import type { Tally } from "./tally.ts";

const MILLISECONDS = 1000;
const MICROSECONDS = 1_000_000;

/** The counts at one moment. */
export interface Snapshot {
  readonly at: number;
  /** Microseconds of the clock that all processes share. */
  readonly systemMicroseconds: number;
  readonly published: number;
  readonly delivered: number;
  readonly acknowledged: number;
  readonly brokerCpuSeconds: number;
  readonly generatorCpuSeconds: number;
  readonly brokerBytes: number;
}

export function snapshot({ plan, tally }: Run): Snapshot {
  const own = process.cpuUsage();
  return {
    at: performance.now() / MILLISECONDS,
    systemMicroseconds: Number(process.hrtime.bigint()) / MILLISECONDS,
    published: tally.published,
    delivered: tally.delivered,
    acknowledged: tally.acknowledged,
    brokerCpuSeconds: cpuSeconds(plan.brokerPid),
    generatorCpuSeconds: (own.user + own.system) / MICROSECONDS,
    brokerBytes: residentBytes(plan.brokerPid),
  };
}

/** The moments of a run between which something is measured. */
export interface Moments {
  readonly beforeConnecting: Snapshot;
  readonly connected: Snapshot;
  readonly begin: Snapshot;
  readonly end: Snapshot;
}

export function resultOf(
  run: Run,
  moments: Moments,
  counts: { expected: number; unsent: number },
): LoadResult {
  const { tally, plan } = run;
  const { beforeConnecting, connected, begin, end } = moments;
  const seconds = end.at - begin.at;
  const connections = plan.publishers + plan.subscribers;
  const isConnecting = plan.kind === "connect";
  const [first, last] = isConnecting ? [beforeConnecting, connected] : [begin, end];
  return {
    seconds,
    window: { begin: first.systemMicroseconds, end: last.systemMicroseconds },
    publishedPerSecond: (end.published - begin.published) / seconds,
    deliveredPerSecond: (end.delivered - begin.delivered) / seconds,
    acknowledgedPerSecond: (end.acknowledged - begin.acknowledged) / seconds,
    brokerCpuSeconds: end.brokerCpuSeconds - begin.brokerCpuSeconds,
    generatorCpuSeconds: end.generatorCpuSeconds - begin.generatorCpuSeconds,
    latency: tally.latency.percentiles(),
    acknowledgement: tally.acknowledgement.percentiles(),
    handshake: tally.handshake.percentiles(),
    handshakesPerSecond: connections / (connected.at - beforeConnecting.at),
    handshakeCpuSeconds: connected.brokerCpuSeconds - beforeConnecting.brokerCpuSeconds,
    laterHandshakeCpuSeconds: end.brokerCpuSeconds - connected.brokerCpuSeconds,
    bytesPerConnection: (end.brokerBytes - beforeConnecting.brokerBytes) / connections,
    ...counts,
    ...faultsOf(tally, plan.qos === 0 ? 0 : tally.published - tally.acknowledged),
    lost: counts.expected - tally.delivered,
  };
}

function faultsOf(tally: Tally, unacknowledged: number) {
  const { delivered, duplicates, reordered, errors, disconnects } = tally;
  return { delivered, unacknowledged, duplicates, reordered, errors, disconnects };
}
