import { namedScenarios } from "./bench.ts";
import { aedes } from "./brokers/aedes.ts";
import { bareNode } from "./brokers/bare-node.ts";
import type { Broker } from "./brokers/broker.ts";
import { mosquitto } from "./brokers/mosquitto.ts";
import { nats } from "./brokers/nats.ts";
import { vitrina } from "./brokers/vitrina.ts";
import { chart } from "./chart.ts";
import { DURABILITY_SCENARIOS, durabilityBrokers } from "./durability.ts";
import { settingLines } from "./machine.ts";
import { writeChart, writeSection } from "./page.ts";
import { endProgress, showProgress } from "./progress.ts";
import { runSession, type SessionPlan } from "./session.ts";
import { alignedLines, faultLines, markdownLines, tableRows } from "./table.ts";
import { targetRows } from "./targets.ts";

/** What `npm run bench:peers` is asked for. */
export interface PeersOptions extends Omit<SessionPlan, "scenarios" | "brokers"> {
  /** Names; none: all (over WebSocket those that tell most), and then the page is written. */
  readonly scenarios: readonly string[];
  /** What keeping costs, instead of speed. */
  readonly isDurability: boolean;
  /** Where aedes and ws are installed. */
  readonly aedesFolder: string;
}

/** What is measured over WebSocket unless others are named: the rest differs from TCP by the same frames. */
const OVER_WEBSOCKET = ["S1", "S3", "S5"];

const HOW_TO_GET = {
  mosquitto: "install it (Debian: apt-get install mosquitto)",
  nats: "install it (Debian: apt-get install nats-server)",
  aedes:
    "install it in a folder (npm install --prefix DIRECTORY aedes ws) and name that with --aedes DIRECTORY",
} as const;

/** Measures the built server and its peers in turns, prints what it found, and writes it to docs/performance.md. */
export async function benchPeers(options: PeersOptions): Promise<boolean> {
  process.once("SIGINT", () => process.exit(130));
  const brokers = options.isDurability ? durabilityBrokers() : installed(options.aedesFolder);
  const asked =
    options.scenarios.length === 0 && options.transport === "ws" ? OVER_WEBSOCKET : options.scenarios;
  const scenarios = options.isDurability ? DURABILITY_SCENARIOS : namedScenarios(asked);
  const plan: SessionPlan = { ...options, scenarios, brokers };
  const measured = await runSession(plan, showProgress);
  endProgress();
  const names = brokers.map(({ name }) => name);
  const rows = tableRows(scenarios, names, measured);
  const setting = settingLines(plan);
  const faults = faultLines(measured);
  const verdict = faults.length === 0 ? ["Nothing was lost, doubled or out of order."] : faults;
  const targets = options.isDurability || options.transport === "ws" ? [] : targetRows(measured);
  console.log(
    [...setting, "", ...alignedLines(rows), "", ...alignedLines(targets), "", ...verdict].join("\n"),
  );
  if (options.scenarios.length > 0) return faults.length === 0;
  const name = options.isDurability ? "durability" : options.transport === "ws" ? "websocket" : "peers";
  const items = setting.map((line) => `- ${line}`);
  const goals = targets.length === 0 ? [] : ["", ...markdownLines(targets)];
  writeSection(name, [...items, "", ...markdownLines(rows), ...goals, "", ...verdict].join("\n"));
  if (name === "peers") writeChart(chart(scenarios, names, measured));
  return faults.length === 0;
}

/** Ourselves, the peers that are there, and what Node.js can do; says of the others how to get them. */
function installed(aedesFolder: string): readonly Broker[] {
  const peers = { mosquitto: mosquitto(), aedes: aedes(aedesFolder), nats: nats() };
  for (const [name, peer] of Object.entries(peers)) {
    if (peer === undefined) console.log(`${name} is missing: ${HOW_TO_GET[name as keyof typeof peers]}.`);
  }
  return [vitrina(), ...Object.values(peers).filter((peer) => peer !== undefined), bareNode()];
}
