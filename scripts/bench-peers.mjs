import { parseArgs } from "node:util";
import { list, oneOf, runBenchmark, SECONDS, secondsOf } from "./bench-common.mjs";
import { stop } from "./commands.mjs";
import { wholeNumber } from "./program.mjs";

const USAGE = `Usage: npm run bench:peers -- [--scenario S1,S5] [--runs N] [--seconds N] [--transport tcp|ws] [--aedes DIRECTORY]
       npm run bench:durability -- [--runs N] [--seconds N]`;
const RUNS = 3;

await runBenchmark("bench/peers.ts", "benchPeers", readOptions());

function readOptions() {
  try {
    const text = /** @type {const} */ ({ type: "string" });
    const { values } = parseArgs({
      options: {
        scenario: text,
        runs: text,
        seconds: text,
        transport: text,
        aedes: text,
        durability: { type: "boolean", default: false },
      },
    });
    return {
      scenarios: list(values.scenario),
      runs: wholeNumber("--runs", values.runs) || RUNS,
      seconds: secondsOf(values.seconds ?? SECONDS),
      transport: oneOf("--transport", values.transport, ["tcp", "ws"]),
      version: 4,
      isDurability: values.durability,
      aedesFolder: values.aedes ?? process.cwd(),
    };
  } catch (error) {
    return stop(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}
