import { cpus, loadavg, release, totalmem, type } from "node:os";
import { isPinned } from "./cores.ts";
import type { SessionPlan } from "./session.ts";

const GIB = 1024 ** 3;
const VERSIONS = { 4: "3.1.1", 5: "5.0" } as const;
const TRANSPORTS = { tcp: "TCP", ws: "WebSocket" } as const;

/** Under what conditions was measured: the machine, the software, the day, and how often. */
export function settingLines({ brokers, runs, seconds, version, transport }: SessionPlan): readonly string[] {
  const processors = cpus();
  const [first] = processors;
  const [load = 0] = loadavg();
  const cores = isPinned ? "broker and generator on a core each" : "broker and generator share the cores";
  return [
    `${new Date().toISOString().slice(0, "2000-01-01".length)}, ${processors.length} × ${first?.model.trim() ?? "unknown processor"}, ` +
      `${Math.round(totalmem() / GIB)} GiB, ${type()} ${release()}; loopback, ${cores}, load average ${load.toFixed(0)} at the end.`,
    `MQTT ${VERSIONS[version]} over ${TRANSPORTS[transport]}; ${runs} runs of ${seconds} s, each with a new process; medians (lowest–highest).`,
    ...brokers.map((broker) => `${broker.name} ${broker.version}: ${broker.settings}`),
  ];
}
