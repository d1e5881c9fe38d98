import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Broker } from "./broker.ts";
import { findProgram } from "./find-program.ts";

const QOS_2_SINCE = 2_010;
const THOUSAND = 1000;

/** nats-server with its MQTT, when it is installed. QoS 1 goes through its file store (JetStream). */
export function nats(): Broker | undefined {
  const program = findProgram("nats-server");
  if (program === undefined) return undefined;
  const [version = "?", major = "0", minor = "0"] =
    /(\d+)\.(\d+)\.\d+/.exec(spawnSync(program, ["-v"], { encoding: "utf8" }).stdout) ?? [];
  const hasQos2 = Number(major) * THOUSAND + Number(minor) >= QOS_2_SINCE;
  return {
    name: "nats",
    version,
    settings: "`jetstream` on files, `max_pending: 512MB`, `mqtt.max_ack_pending: 65535`",
    lacks: (plan) => {
      if (plan.version === 5) return "it has no MQTT 5";
      return plan.qos === 2 && !hasQos2 ? "it has no QoS 2" : undefined;
    },
    command: (folder, ports) => {
      writeFileSync(`${folder}/nats.conf`, configuration(folder, ports.other, ports.mqtt, ports.webSocket));
      return { program, parameters: ["-c", `${folder}/nats.conf`] };
    },
  };
}

function configuration(folder: string, port: number, mqtt: number, webSocket: number): string {
  return `server_name: bench
listen: "127.0.0.1:${port}"
max_pending: 512MB
jetstream { store_dir: "${folder}/data" }
mqtt { listen: "127.0.0.1:${mqtt}", max_ack_pending: 65535 }
websocket { listen: "127.0.0.1:${webSocket}", no_tls: true }
`;
}
