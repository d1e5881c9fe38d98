import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Broker } from "./broker.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../../package.json", import.meta.url));

/** Where it keeps what must survive: not at all, or as --durability says. */
export type Durability = "memory" | "commit" | "fsync";

/** How Vitrina is started beside its defaults. */
export interface VitrinaOptions {
  readonly durability?: Durability;
  readonly parameters?: readonly string[];
  /** A directory for CPU profiles. */
  readonly profiles?: string | undefined;
}

/** The built server; with its defaults unless `options` say otherwise. */
export function vitrina({ durability, parameters = [], profiles }: VitrinaOptions = {}): Broker {
  const kept = keeping(durability);
  const node = profiles === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", profiles];
  const given = [...kept, ...parameters];
  return {
    name: durability === undefined ? "vitrina" : `vitrina ${durability}`,
    version: `${(JSON.parse(readFileSync(PACKAGE, "utf8")) as { version: string }).version}, Node ${process.versions.node}`,
    settings: given.length === 0 ? "its defaults" : `\`${given.join(" ")}\``,
    lacks: () => undefined,
    command: (folder, ports) => ({
      program: process.execPath,
      parameters: [
        ...node,
        MAIN,
        "--data",
        `${folder}/data`,
        "--mqtt-port",
        String(ports.mqtt),
        "--http-port",
        String(ports.webSocket),
        ...given,
      ],
    }),
  };
}

function keeping(durability: Durability | undefined): readonly string[] {
  if (durability === undefined) return [];
  return durability === "memory" ? ["--memory"] : ["--durability", durability];
}
