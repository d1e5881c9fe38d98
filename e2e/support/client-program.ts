import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Vitrina } from "./vitrina.ts";

/** What a test that failed has left running ends with the run of tests. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A run of a client program. */
export interface Run {
  /** Waits for the next lines of its output. */
  lines(count: number): Promise<string[]>;
  /** Waits for the next lines up to one like this. */
  linesUntil(last: RegExp): Promise<string[]>;
  /** Its exit code. */
  readonly exited: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** Runs a client program against the broker on this port. */
export function startClient(program: string, port: number, parameters: readonly string[]): Run {
  const child = spawn(program, ["-h", "127.0.0.1", "-p", String(port), ...parameters], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const lines: string[] = [];
  let wake = (): void => undefined;
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    wake();
  });
  const more = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  return {
    exited: once(child, "exit").then(([code]) => code as number | null),
    kill: (signal) => void child.kill(signal),
    lines: async (count) => {
      while (lines.length < count) await more();
      return lines.splice(0, count);
    },
    linesUntil: async (last) => {
      while (!lines.some((line) => last.test(line))) await more();
      return lines.splice(0, lines.findIndex((line) => last.test(line)) + 1);
    },
  };
}

/** The same for one that subscribes; resolves when the broker has its subscription. */
export async function startSubscriber(
  program: string,
  vitrina: Vitrina,
  parameters: readonly string[],
): Promise<Run> {
  const subscribed = await vitrina.nextEvent("subscribed");
  const run = startClient(program, vitrina.mqttPort, parameters);
  await subscribed.event;
  return run;
}
