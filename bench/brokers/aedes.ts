import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Broker } from "./broker.ts";

const PROGRAM = fileURLToPath(new URL("../../bench/brokers/aedes-server.mjs", import.meta.url));

/** aedes, when it is installed in `folder` with npm, together with ws. */
export function aedes(folder: string): Broker | undefined {
  const version = versionIn(folder);
  if (version === undefined) return undefined;
  return {
    name: "aedes",
    version: `${version}, Node ${process.versions.node}`,
    settings: "its defaults in memory, `noDelay`, a listen backlog of 1024",
    lacks: (plan) => (plan.version === 5 ? "it has no MQTT 5" : undefined),
    command: (_folder, ports) => ({
      program: process.execPath,
      parameters: [PROGRAM, folder, String(ports.mqtt), String(ports.webSocket)],
    }),
  };
}

function versionIn(folder: string): string | undefined {
  try {
    const require = createRequire(join(folder, "package.json"));
    require.resolve("ws");
    let place = dirname(require.resolve("aedes"));
    while (!place.endsWith("aedes")) place = dirname(place);
    return (JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as { version: string }).version;
  } catch {
    return undefined;
  }
}
