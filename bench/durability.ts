import type { Broker } from "./brokers/broker.ts";
import { mosquitto } from "./brokers/mosquitto.ts";
import { nats } from "./brokers/nats.ts";
import { type Durability, vitrina } from "./brokers/vitrina.ts";
import { formatCount, formatMicroseconds } from "./format.ts";
import { BASE, type Figure, type Scenario, type ScenarioPlan } from "./scenarios.ts";

const PAIRS = 10;
/** mosquitto's own default: half an hour. */
const AUTOSAVE_SECONDS = 1800;
const UNLIMITED = ["--maximum-queued-messages", "unlimited", "--maximum-queued-bytes", "unlimited"];

const FIGURES: readonly Figure[] = [
  { name: "acknowledged per second", of: (result) => result.acknowledgedPerSecond, format: formatCount },
  {
    name: "acknowledged per second of broker CPU",
    of: ({ acknowledgedPerSecond, seconds, brokerCpuSeconds }) =>
      (acknowledgedPerSecond * seconds) / brokerCpuSeconds,
    format: formatCount,
  },
  { name: "PUBACK p50", of: (result) => result.acknowledgement.p50, format: formatMicroseconds },
  { name: "PUBACK p99", of: (result) => result.acknowledgement.p99, format: formatMicroseconds },
];

const PLAN: ScenarioPlan = { ...BASE, publishers: PAIRS, subscribers: PAIRS, qos: 1, isDurable: true };

/** QoS 1 to durable sessions: what keeping costs. */
export const DURABILITY_SCENARIOS: readonly Scenario[] = [
  {
    name: "D1",
    what: "10 pairs, QoS 1, window 20, 64 B, subscribers connected",
    plan: PLAN,
    figures: FIGURES,
  },
  {
    name: "D2",
    what: "the same, subscribers away: all is queued, and delivered when they come back",
    plan: { ...PLAN, kind: "away" },
    figures: FIGURES,
  },
];

/** Vitrina in all its ways of keeping, and the peers that keep something, as far as they are installed. */
export function durabilityBrokers(): readonly Broker[] {
  const own = (["memory", "commit", "fsync"] satisfies Durability[]).map((durability) =>
    vitrina({ durability, parameters: UNLIMITED }),
  );
  const peers = [mosquitto(), mosquitto(AUTOSAVE_SECONDS), nats()];
  return [...own, ...peers.filter((peer) => peer !== undefined)];
}
