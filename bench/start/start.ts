import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));

/** How a start went. */
export interface StartReport {
  /** From the start of the process to its doors being open, milliseconds. */
  readonly listeningAfter: number;
  /** What the start told of what it took up. */
  readonly recovered: Record<string, unknown> | undefined;
  /** The resident memory then, as the system has it: all of it, and what is not the mapped file. */
  readonly memory: string;
}

/** Starts the built server in a data directory, until it listens. */
export async function measureStart(directory: string): Promise<StartReport> {
  const begin = performance.now();
  const parameters = ["--log-format", "json", "--mqtt-port", "0", "--http-port", "0", "--data", directory];
  const child = spawn(process.execPath, [MAIN, ...parameters], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env.PATH },
  });
  let recovered: Record<string, unknown> | undefined;
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Record<string, unknown>;
    if (line.code === "recovered") recovered = line;
    if (line.code === "ready") break;
  }
  const listeningAfter = performance.now() - begin;
  const memory = memoryOf(child.pid);
  child.kill();
  await once(child, "exit");
  return { listeningAfter, recovered, memory };
}

/** Where the system tells it, as Linux does. */
function memoryOf(processId: number | undefined): string {
  if (process.platform !== "linux") return "not known on this system";
  const status = readFileSync(`/proc/${processId}/status`, "utf8");
  return [...status.matchAll(/(VmHWM|RssAnon):\s+(\d+ kB)/g)]
    .map(([, name, size]) => `${name} ${size}`)
    .join(", ");
}
