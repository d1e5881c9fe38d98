import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { list, oneOf, runBenchmark, SECONDS, secondsOf } from "./bench-common.mjs";
import { stop } from "./commands.mjs";
import { wholeNumber } from "./program.mjs";

const USAGE = `Usage: npm run bench -- [--scenario S1,S5] [--runs N] [--seconds N] [--transport tcp|ws] [--mqtt 3.1.1|5.0]
                        [--durability memory,commit,fsync] [--profile DIRECTORY] [--json]`;

const RUNS = 3;

await runBenchmark("bench/bench.ts", "bench", readOptions());

function readOptions() {
  try {
    const text = /** @type {const} */ ({ type: "string" });
    const { values } = parseArgs({
      options: {
        scenario: text,
        runs: text,
        seconds: text,
        transport: text,
        mqtt: text,
        durability: text,
        profile: text,
        json: { type: "boolean", default: false },
      },
    });
    if (values.profile !== undefined) mkdirSync(values.profile, { recursive: true });
    return {
      scenarios: list(values.scenario),
      runs: wholeNumber("--runs", values.runs) || RUNS,
      seconds: secondsOf(values.seconds ?? SECONDS),
      transport: oneOf("--transport", values.transport, ["tcp", "ws"]),
      version: oneOf("--mqtt", values.mqtt, ["3.1.1", "5.0"]) === "5.0" ? 5 : 4,
      durabilities: list(values.durability).map((each) =>
        oneOf("--durability", each, ["memory", "commit", "fsync"]),
      ),
      profiles: values.profile,
      isJson: values.json,
    };
  } catch (error) {
    return stop(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}
