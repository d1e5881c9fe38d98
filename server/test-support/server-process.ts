import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const running = new Set<ChildProcess>();

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A line of the JSON log. */
export type LogEntry = Readonly<Record<string, unknown>>;

/** The built server as a process that is ready. */
export interface ServerProcess {
  readonly mqttPort: number;
  readonly httpPort: number;
  readonly ready: LogEntry;
  readonly processId: number | undefined;
  /** Resolves with the first log line, from the start on, that has this code; or with a later one of them. */
  logged(code: string, which?: number): Promise<LogEntry>;
  /** From now on nobody reads what it says. */
  stopListening(): void;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** One whose output is somewhere else. */
export type MuteServer = Pick<ServerProcess, "mqttPort" | "processId" | "signal" | "ended">;

/** Runs the server until it ends by itself. */
export function runServer(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return endOf(spawnServer(args, environment));
}

/** Starts the server on free ports with a JSON log. */
export async function startServer(args: readonly string[] = []): Promise<ServerProcess> {
  const ports = ["--mqtt-port", "0", "--http-port", "0"];
  const child = spawnServer(["--log-format", "json", ...ports, ...args], {});
  const ended = endOf(child);
  const log = readLog(child);
  const logged = (code: string, which = 1) =>
    Promise.race([log(code, which), ended.then((end) => neverSaid(code, end))]);
  const ready = await logged("ready");
  return {
    ready,
    processId: child.pid,
    mqttPort: portOf(ready.mqtt),
    httpPort: portOf(ready.page),
    logged,
    stopListening: () => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
    signal: (signal) => child.kill(signal),
    ended,
  };
}

/** Starts the server with its output at a descriptor; it may not be ready yet. */
export async function startMuteServer(output: number, args: readonly string[] = []): Promise<MuteServer> {
  const mqttPort = await freePort();
  const ports = ["--mqtt-port", String(mqttPort), "--http-port", "0"];
  const child = spawnServer([...ports, ...args], {}, output);
  const { pid: processId } = child;
  return { mqttPort, processId, ended: endOf(child), signal: (signal) => child.kill(signal) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Ends what a test has left running. */
export function endServers(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** In memory, unless a data directory is named. */
function spawnServer(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  output: number | "pipe" = "pipe",
): ChildProcess {
  const memory = args.includes("--data") ? {} : { VITRINA_MEMORY: "true" };
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, ...memory, ...environment },
    stdio: ["ignore", output, output],
  });
  running.add(child);
  child.on("exit", () => running.delete(child));
  return child;
}

async function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

function readLog(child: ChildProcess): (code: string, which: number) => Promise<LogEntry> {
  const entries: LogEntry[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
    entries.push(JSON.parse(line) as LogEntry);
    for (const look of [...waiting]) look();
  });
  return (wanted, which) =>
    new Promise((resolve) => {
      const look = (): void => {
        const entry = entries.filter(({ code }) => code === wanted)[which - 1];
        if (entry === undefined) return;
        waiting.delete(look);
        resolve(entry);
      };
      waiting.add(look);
      look();
    });
}

function neverSaid(code: string, { code: exitCode, stdout, stderr }: Ended): never {
  throw new Error(`the server ended with ${exitCode} and never said "${code}": ${stderr}${stdout}`);
}

function portOf(address: unknown): number {
  return Number(new URL(String(address)).port);
}
