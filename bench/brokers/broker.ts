import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pinned } from "../cores.ts";
import type { LoadPlan } from "../load/plan.ts";

const START_SECONDS = 20;
const STOP_SECONDS = 10;
const POLL_MILLISECONDS = 20;
const MILLISECONDS = 1000;
const LAST_CHARACTERS = 500;

/** Where a broker listens. */
export interface Ports {
  readonly mqtt: number;
  readonly webSocket: number;
  /** For what it needs beside. */
  readonly other: number;
}

/** A broker that can be measured. */
export interface Broker {
  readonly name: string;
  readonly version: string;
  /** What it is started with, as the page says it. */
  readonly settings: string;
  /** Why it has no part in this, if so. */
  lacks(plan: Pick<LoadPlan, "qos" | "version" | "transport">): string | undefined;
  /** Prepares its folder and says how it is started. */
  command(folder: string, ports: Ports): { readonly program: string; readonly parameters: readonly string[] };
}

/** A broker's process with a new folder of its own. */
export interface RunningBroker {
  readonly pid: number;
  readonly ports: Ports;
  stop(): Promise<void>;
}

const running = new Set<() => void>();
process.on("exit", () => {
  for (const clear of running) clear();
});

/** Starts it on the broker's core; resolves when it takes connections. */
export async function startBroker(broker: Broker): Promise<RunningBroker> {
  const folder = mkdtempSync(join(tmpdir(), "vitrina-bench-"));
  const [mqtt, webSocket, other] = await freePorts();
  const ports = { mqtt, webSocket, other };
  const { program, parameters } = broker.command(folder, ports);
  const output = join(folder, "output.log");
  const file = openSync(output, "w");
  const child = spawn(...pinned("broker", program, parameters), {
    stdio: ["ignore", file, file],
    cwd: folder,
    env: { PATH: process.env.PATH }, // no setting of ours, or of anybody's, that is not in the parameters
  });
  const clear = (): void => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  running.add(clear);
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  failed.catch(() => undefined);
  try {
    await Promise.race([failed, takesConnections(child, [mqtt, webSocket])]);
  } catch (error) {
    const said = readFileSync(output, "utf8").slice(-LAST_CHARACTERS);
    throw new Error(`${broker.name} did not start: ${(error as Error).message}\n${said}`);
  }
  const stop = async (): Promise<void> => {
    await ended(child);
    running.delete(clear);
    rmSync(folder, { recursive: true, force: true });
  };
  return { pid: child.pid ?? 0, ports, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_SECONDS * MILLISECONDS);
  child.kill("SIGTERM");
  await exit;
  clearTimeout(timer);
}

async function takesConnections(child: ChildProcess, ports: readonly number[]): Promise<void> {
  const deadline = performance.now() + START_SECONDS * MILLISECONDS;
  for (const port of ports) {
    while (!(await takesConnection(port))) {
      if (child.exitCode !== null) throw new Error(`it ended with exit code ${child.exitCode}`);
      if (performance.now() > deadline) throw new Error(`nobody listened after ${START_SECONDS} s`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    }
  }
}

function takesConnection(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function freePorts(): Promise<[number, number, number]> {
  const servers = [createServer(), createServer(), createServer()] as const;
  const port = async (server: (typeof servers)[number]): Promise<number> => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const ports: [number, number, number] = [
    await port(servers[0]),
    await port(servers[1]),
    await port(servers[2]),
  ];
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  return ports;
}
