import { formatBytes, formatCount, formatMicroseconds, formatPercent } from "./format.ts";
import type { LoadPlan, LoadResult } from "./load/plan.ts";

/** A number that a run yields. */
export interface Figure {
  readonly name: string;
  readonly of: (result: LoadResult) => number;
  readonly format: (value: number) => string;
  readonly isLowBetter?: boolean;
}

/** What a scenario asks of the broker and the generator; ports, version and transport are the run's. */
export type ScenarioPlan = Omit<LoadPlan, "port" | "transport" | "version" | "seconds" | "brokerPid">;

/** One thing that is measured, and in which figures. The first figure is the one that is compared. */
export interface Scenario {
  readonly name: string;
  readonly what: string;
  readonly plan: ScenarioPlan;
  readonly figures: readonly Figure[];
}

const KIB = 1024;
const PERCENT = 100;

const perCpuSecond: Figure = {
  name: "deliveries per second of broker CPU",
  of: ({ deliveredPerSecond, seconds, brokerCpuSeconds }) =>
    (deliveredPerSecond * seconds) / brokerCpuSeconds,
  format: formatCount,
};
const perSecond: Figure = {
  name: "deliveries per second",
  of: ({ deliveredPerSecond }) => deliveredPerSecond,
  format: formatCount,
};
const brokerCpu: Figure = {
  name: "broker CPU",
  of: ({ brokerCpuSeconds, seconds }) => (brokerCpuSeconds / seconds) * PERCENT,
  format: formatPercent,
  isLowBetter: true,
};
const latencyP50: Figure = {
  name: "latency p50",
  of: ({ latency }) => latency.p50,
  format: formatMicroseconds,
  isLowBetter: true,
};
const latencyP99: Figure = {
  name: "latency p99",
  of: ({ latency }) => latency.p99,
  format: formatMicroseconds,
  isLowBetter: true,
};
const handshakesPerCpuSecond: Figure = {
  name: "connects per second of broker CPU",
  of: ({ handshakesPerSecond, handshakeCpuSeconds }) =>
    handshakeCpuSeconds === 0 ? handshakesPerSecond : CONNECTS / handshakeCpuSeconds,
  format: formatCount,
};
const handshakesPerSecond: Figure = {
  name: "connects per second",
  of: (result) => result.handshakesPerSecond,
  format: formatCount,
};
const bytesPerConnection: Figure = {
  name: "memory per connection",
  of: (result) => result.bytesPerConnection,
  format: formatBytes,
  isLowBetter: true,
};

const laterHandshakesPerCpuSecond: Figure = {
  name: "the same for the 8,000 after them",
  of: ({ laterHandshakeCpuSeconds }) => LATER_CONNECTS / laterHandshakeCpuSeconds,
  format: formatCount,
};

const CONNECTS = 2000;
const LATER_CONNECTS = 8000;
const THROUGHPUT: readonly Figure[] = [perCpuSecond, perSecond];
const LATENCY: readonly Figure[] = [latencyP50, latencyP99, brokerCpu];

/** What the others differ from: one publisher, one subscriber, QoS 0, 64 bytes, as fast as the broker delivers. */
export const BASE: ScenarioPlan = {
  kind: "flood",
  topology: "pairs",
  publishers: 1,
  subscribers: 1,
  qos: 0,
  payloadBytes: 64,
  window: 20,
  backlog: 20_000,
  ratePerSecond: 0,
  laterConnections: 0,
  concurrency: 64,
  warmupSeconds: 2,
  isDurable: false,
};

function pairs(count: number, more: Partial<ScenarioPlan>): ScenarioPlan {
  return { ...BASE, publishers: count, subscribers: count, ...more };
}

/** What is measured, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  { name: "S1", what: "1 to 1, QoS 0, 64 B", plan: BASE, figures: THROUGHPUT },
  {
    name: "S2",
    what: "fan-out 1 to 100, QoS 0, 64 B",
    plan: { ...BASE, topology: "fan-out", subscribers: 100 },
    figures: THROUGHPUT,
  },
  {
    name: "S3",
    what: "fan-in 100 to 1, QoS 0, 64 B",
    plan: { ...BASE, topology: "fan-in", publishers: 100 },
    figures: THROUGHPUT,
  },
  { name: "S4", what: "50 pairs, QoS 0, 256 B", plan: pairs(50, { payloadBytes: 256 }), figures: THROUGHPUT },
  { name: "S5", what: "10 pairs, QoS 1, window 20, 64 B", plan: pairs(10, { qos: 1 }), figures: THROUGHPUT },
  { name: "S6", what: "10 pairs, QoS 2, window 20, 64 B", plan: pairs(10, { qos: 2 }), figures: THROUGHPUT },
  {
    name: "S7",
    what: "10 pairs, QoS 0, 10,000 a second",
    plan: pairs(10, { kind: "steady", ratePerSecond: 10_000 }),
    figures: LATENCY,
  },
  {
    name: "S8",
    what: "10 pairs, QoS 1, 5,000 a second",
    plan: pairs(10, { kind: "steady", ratePerSecond: 5000, qos: 1 }),
    figures: LATENCY,
  },
  {
    name: "S9",
    what: "fan-out 1 to 1,000, QoS 0, 64 B",
    plan: { ...BASE, topology: "fan-out", subscribers: 1000 },
    figures: THROUGHPUT,
  },
  {
    name: "S10",
    what: "2,000 connect and subscribe, 64 at a time, to a new process",
    plan: {
      ...BASE,
      kind: "connect",
      publishers: 0,
      subscribers: CONNECTS,
      laterConnections: LATER_CONNECTS,
    },
    figures: [handshakesPerCpuSecond, laterHandshakesPerCpuSecond, handshakesPerSecond],
  },
  {
    name: "S11",
    what: "5,000 idle connections, one subscription each",
    plan: { ...BASE, kind: "idle", publishers: 0, subscribers: 5000 },
    figures: [bytesPerConnection],
  },
  {
    name: "S12",
    what: "4 pairs, QoS 0, 64 KiB",
    plan: pairs(4, { payloadBytes: 64 * KIB }),
    figures: THROUGHPUT,
  },
];
