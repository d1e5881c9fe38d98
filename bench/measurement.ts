import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Broker, startBroker } from "./brokers/broker.ts";
import { pinned } from "./cores.ts";
import type { LoadPlan, LoadResult } from "./load/plan.ts";

const GENERATOR = fileURLToPath(new URL("../dist/bench/load/main.js", import.meta.url));
const runProgram = promisify(execFile);

/** What of a plan the run decides. */
export type RunPlan = Omit<LoadPlan, "port" | "brokerPid">;

/** Measures once, with a new process of the broker. */
export async function measure(broker: Broker, runPlan: RunPlan): Promise<LoadResult> {
  const running = await startBroker(broker);
  const port = runPlan.transport === "ws" ? running.ports.webSocket : running.ports.mqtt;
  const plan: LoadPlan = { ...runPlan, port, brokerPid: running.pid };
  try {
    const [program, parameters] = pinned("generator", process.execPath, [GENERATOR, JSON.stringify(plan)]);
    const { stdout } = await runProgram(program, parameters);
    return JSON.parse(stdout) as LoadResult;
  } catch (error) {
    const { stderr = "", message } = error as { stderr?: string; message: string };
    const said = /^Error: .*$/m.exec(stderr)?.[0] ?? message;
    throw new Error(`${broker.name}: ${said}`);
  } finally {
    await running.stop();
  }
}
