import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import type { Broker } from "./broker.ts";
import { findProgram } from "./find-program.ts";

const SETTINGS = [
  "allow_anonymous true",
  "max_queued_messages 0",
  "max_queued_bytes 0",
  "max_inflight_messages 0",
  "max_connections -1",
  "set_tcp_nodelay true",
  "sys_interval 0",
  "log_dest none",
];

/** mosquitto, when it is installed. Persistent, it writes its file every so many seconds (`autosave_interval`). */
export function mosquitto(autosaveSeconds?: number): Broker | undefined {
  const program = findProgram("mosquitto");
  if (program === undefined) return undefined;
  const help = spawnSync(program, ["-h"], { encoding: "utf8" });
  const [version = "?"] = /\d+\.\d+\.\d+/.exec(help.stdout + help.stderr) ?? [];
  const kept =
    autosaveSeconds === undefined
      ? ["persistence false"]
      : ["persistence true", `autosave_interval ${autosaveSeconds}`];
  return {
    name: autosaveSeconds === undefined ? "mosquitto" : "mosquitto persistent",
    version,
    settings: [...SETTINGS, ...kept].map((line) => `\`${line}\``).join(", "),
    lacks: () => undefined,
    command: (folder, ports) => {
      const place = autosaveSeconds === undefined ? [] : [`persistence_location ${folder}/data/`];
      mkdirSync(`${folder}/data`);
      const listeners = [
        `listener ${ports.mqtt} 127.0.0.1`,
        `listener ${ports.webSocket} 127.0.0.1`,
        "protocol websockets",
      ];
      const user = process.getuid?.() === 0 ? ["user root"] : [];
      const lines = [...user, ...SETTINGS, ...kept, ...place, ...listeners];
      writeFileSync(`${folder}/mosquitto.conf`, `${lines.join("\n")}\n`);
      return { program, parameters: ["-c", `${folder}/mosquitto.conf`] };
    },
  };
}
