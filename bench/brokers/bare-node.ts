import { fileURLToPath } from "node:url";
import type { Broker } from "./broker.ts";

const PROGRAM = fileURLToPath(new URL("../../bench/brokers/bare-router.mjs", import.meta.url));

/** No broker, but the limit for one: a router that only routes, in the same Node.js. */
export function bareNode(): Broker {
  return {
    name: "bare Node",
    version: process.versions.node,
    settings: "a router in `bench/brokers/bare-router.mjs` without sessions, rights, limits or checks",
    lacks: ({ version, qos, transport }) => {
      if (version === 5) return "it has no MQTT 5";
      if (transport === "ws") return "it has no WebSocket";
      return qos > 0 ? "it has QoS 0 alone" : undefined;
    },
    command: (_folder, ports) => ({
      program: process.execPath,
      parameters: [PROGRAM, String(ports.mqtt), String(ports.webSocket)],
    }),
  };
}
