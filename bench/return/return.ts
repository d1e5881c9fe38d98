import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PacketType } from "../../protocol/packets.ts";
import { pinned } from "../cores.ts";
import type { Percentiles } from "../load/plan.ts";
import { Bystander } from "./bystander.ts";
import { RawClient } from "./raw-client.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const MONITOR = fileURLToPath(new URL("event-loop-delay.mjs", import.meta.url));
const WARM_UP_MILLISECONDS = 2000;
const QUIET_MILLISECONDS = 3000;

/** What of the server was measured, microseconds. */
export interface EventLoop {
  /** By how much timers were late. */
  readonly delay: Percentiles;
  /** CPU time between two timers. */
  readonly turns: Percentiles;
  readonly cpu: number;
}

/** The server and another client, while nothing else happens or while the queue is taken. */
export interface Phase {
  readonly milliseconds: number;
  readonly eventLoop: EventLoop;
  readonly bystander: Percentiles;
}

/** How a client's return went. */
export interface ReturnReport {
  readonly before: Phase;
  readonly draining: Phase;
}

/** Starts the built server in a data directory in which so many messages wait for `clientId`, which returns and takes them. */
export async function measureReturn(
  directory: string,
  clientId: string,
  messages: number,
  profiles: string | undefined,
): Promise<ReturnReport> {
  const server = start(directory, profiles);
  try {
    const port = await portOf(server);
    const bystander = new Bystander(port);
    await wait(WARM_UP_MILLISECONDS);
    const before = await phase(server, bystander, () => wait(QUIET_MILLISECONDS));
    const draining = await phase(server, bystander, () => drain(port, clientId, messages));
    bystander.end();
    return { before, draining };
  } finally {
    server.kill();
    if (server.exitCode === null) await once(server, "exit");
  }
}

function start(directory: string, profiles: string | undefined): ChildProcess {
  const node = profiles === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", profiles];
  const parameters = ["--log-format", "json", "--mqtt-port", "0", "--http-port", "0", "--data", directory];
  const [program, given] = pinned("broker", process.execPath, [
    ...node,
    "--import",
    MONITOR,
    MAIN,
    ...parameters,
  ]);
  return spawn(program, given, {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: { PATH: process.env.PATH },
  });
}

async function portOf({ stdout }: ChildProcess): Promise<number> {
  if (stdout === null) throw new Error("the server has no output");
  const lines = createInterface({ input: stdout });
  for await (const text of lines) {
    const line = JSON.parse(text) as { readonly code?: string; readonly mqtt?: string };
    if (line.code !== "ready" || line.mqtt === undefined) continue;
    stdout.resume();
    return Number(new URL(line.mqtt).port);
  }
  throw new Error("the server did not start");
}

async function phase(
  server: ChildProcess,
  bystander: Bystander,
  run: () => Promise<unknown>,
): Promise<Phase> {
  server.send("begin");
  bystander.take();
  const began = performance.now();
  await run();
  const milliseconds = performance.now() - began;
  server.send("end");
  const [eventLoop] = (await once(server, "message")) as [EventLoop];
  return { milliseconds, eventLoop, bystander: bystander.take() };
}

/** Resolves when the client has taken all. */
function drain(port: number, clientId: string, messages: number): Promise<void> {
  return new Promise((resolve) => {
    let left = messages;
    const client = new RawClient(port, (type) => {
      if (type !== PacketType.Publish || --left > 0) return;
      client.end();
      resolve();
    });
    client.connect(clientId);
  });
}
