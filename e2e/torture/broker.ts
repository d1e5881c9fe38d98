import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Faults } from "./faults.ts";
import type { Timeline } from "./timeline.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
/** Codes of the log that tell of a fault of the broker's own, or of damage where nobody did any (docs/errors.md). */
const FAULTS: ReadonlySet<unknown> = new Set([
  "internal-error",
  "fault",
  "request-failed",
  "store-damaged",
  "store-unreadable",
]);

/** Quota exceeded (MQTT 5.0 §2.4); of 3.1.1 a refused subscription, and CONNACK's "server unavailable". */
const NO_ROOM: ReadonlySet<number> = new Set([0x97, 0x80, 3]);

/** What is torn down with the process that runs it. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A line of its log. */
export type LogLine = Record<string, unknown>;

/** The built server as a process of its own, which is ended in hard ways and started again on the same ports. */
export class Broker {
  mqttPort = 0;
  httpPort = 0;
  isUp = false;
  /** It was asked to stop, and has not been started again. */
  isStopping = false;
  /** It has ended, and nobody asked it to. */
  hasDied = false;
  /** When it was ready the last time. */
  readyAt = 0;
  /** How often it has said that it could not write, and that it could again. */
  storeFailures = 0;
  storeRecoveries = 0;
  /** How often it has refused something for want of room. */
  refusals = 0;
  /** Its files were damaged while it was away: the next start may say so. */
  mayBeDamaged = false;
  /** What the last start said of damage in its log. */
  damage: LogLine | undefined;
  /** When it could not write the last time. */
  #failedAt = Number.NEGATIVE_INFINITY;
  #isFailing = false;
  readonly #parameters: readonly string[];
  readonly #timeline: Timeline;
  readonly #faults: Faults;
  readonly #isDiskLimited: boolean;
  #child: ChildProcess | undefined;
  #exited: Promise<unknown> = Promise.resolve();
  #isBeingEnded = false;

  constructor(parameters: readonly string[], timeline: Timeline, faults: Faults, isDiskLimited = false) {
    this.#isDiskLimited = isDiskLimited;
    this.#parameters = parameters;
    this.#timeline = timeline;
    this.#faults = faults;
  }

  get processId(): number | undefined {
    return this.#child?.pid;
  }

  /** Whether it could not write at some time since then. */
  hasFailedSince(time: number): boolean {
    return this.#isFailing || this.#failedAt >= time;
  }

  /** Whether this code says that it has no room, as it may where its disk is full now and then; it is counted. */
  mayRefuse(reasonCode: number): boolean {
    if (!this.#isDiskLimited || !NO_ROOM.has(reasonCode)) return false;
    this.refusals++;
    return true;
  }

  /** Starts it; resolves when it says that it is ready, or has ended before. */
  async start(): Promise<void> {
    await this.#exited;
    this.#isBeingEnded = false;
    this.isStopping = false;
    this.damage = undefined;
    const ports = ["--mqtt-port", String(this.mqttPort), "--http-port", String(this.httpPort)];
    const child = spawn(process.execPath, [MAIN, "--log-format", "json", ...ports, ...this.#parameters], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env.PATH },
    });
    running.add(child);
    // by a pipe, since a file of ours would be subject to the limits that its disk is given (disk.ts)
    child.stderr.on("data", (text: Buffer) => process.stderr.write(text));
    this.#child = child;
    this.#exited = once(child, "exit").then(([code]) => this.#onExit(child, code as number | null));
    const ready = new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on("line", (text) => {
        if (this.#onLine(JSON.parse(text) as LogLine)) resolve();
      });
    });
    await Promise.race([ready, this.#exited]);
  }

  /** Ends it at once, as the operating system would. */
  kill(): void {
    this.#end("SIGKILL");
  }

  /** The same, and waits until it is no more. */
  async killed(): Promise<void> {
    this.kill();
    await this.#exited;
  }

  /** Asks it to stop, and waits until it has. */
  async stop(): Promise<void> {
    this.#end("SIGTERM");
    await this.#exited;
  }

  #end(signal: NodeJS.Signals): void {
    this.isUp = false;
    this.isStopping = signal === "SIGTERM";
    this.#isBeingEnded = true;
    this.#timeline.noteEnd(signal);
    this.#child?.kill(signal);
  }

  #onFailing(isFailing: boolean): void {
    if (isFailing) this.storeFailures++;
    else this.storeRecoveries++;
    this.#isFailing = isFailing;
    this.#failedAt = performance.now();
  }

  #onExit(child: ChildProcess, code: number | null): void {
    running.delete(child);
    this.isUp = false;
    this.#isFailing = false;
    if (this.#isBeingEnded) return;
    this.hasDied = true;
    this.#timeline.noteEnd("ended by itself");
    this.#faults.add("broker", `it ended by itself with exit code ${code}`);
  }

  /** Whether it says that it is ready. */
  #onLine(line: LogLine): boolean {
    if (line.code === "store-damaged" && this.mayBeDamaged) this.damage = line;
    else if (FAULTS.has(line.code)) this.#faults.add("broker", `it logged ${JSON.stringify(line)}`);
    if (line.code === "store-failed") this.#onFailing(true);
    if (line.code === "store-recovered") this.#onFailing(false);
    if (line.code !== "ready" || this.#isBeingEnded) return false;
    this.mqttPort = portOf(line.mqtt);
    this.httpPort = portOf(line.webSocket);
    this.readyAt = performance.now();
    this.#timeline.noteReady();
    this.isUp = true;
    return true;
  }
}

function portOf(address: unknown): number {
  return Number(new URL(String(address)).port);
}
