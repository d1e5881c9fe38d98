import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Vitrina } from "./vitrina.ts";

/** A run of one of mosquitto's clients. */
export interface Run {
  /** Waits for the next lines of its output. */
  lines(count: number): Promise<string[]>;
  /** Its exit code. */
  readonly exited: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

function start(program: string, port: number, parameters: readonly string[]): Run {
  const child = spawn(program, ["-h", "127.0.0.1", "-p", String(port), ...parameters], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  let wake = (): void => undefined;
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    wake();
  });
  return {
    exited: once(child, "exit").then(([code]) => code as number | null),
    kill: (signal) => void child.kill(signal),
    lines: async (count) => {
      while (lines.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return lines.splice(0, count);
    },
  };
}

/** `mosquitto_sub`; resolves when the broker has its subscription. Prints "topic payload". */
export async function mosquittoSub(vitrina: Vitrina, parameters: readonly string[]): Promise<Run> {
  const subscribed = await vitrina.nextEvent("subscribed");
  const run = start("mosquitto_sub", vitrina.mqttPort, ["-F", "%t %p", ...parameters]);
  await subscribed.event;
  return run;
}

/** `mosquitto_pub`, run to its end; the exit code is 0 when the broker took the message. */
export function mosquittoPub(port: number, parameters: readonly string[]): Promise<number | null> {
  return start("mosquitto_pub", port, parameters).exited;
}

/** `mosquitto_sub` that ends by itself (`-C n`); its output in lines. */
export async function mosquittoSubOnce(
  port: number,
  parameters: readonly string[],
  count: number,
): Promise<string[]> {
  const run = start("mosquitto_sub", port, ["-F", "%t %p %r", "-C", String(count), ...parameters]);
  const lines = await run.lines(count);
  await run.exited;
  return lines;
}
