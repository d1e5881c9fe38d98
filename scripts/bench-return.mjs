import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { load, wholeNumber } from "./program.mjs";

const USAGE = "Usage: npm run bench:return -- [--queued N] [--runs N] [--profile DIRECTORY]";
const MICROSECONDS = 1000;
const DEFAULTS = { queued: 100_000, runs: 5 };

const { queued, runs, profile } = readOptions();
await installWhatIsMissing();
await build({ only: "server" });
const { clientIdOf, fillStore } = await load("bench/start/large-store.ts");
const { measureReturn } = await load("bench/return/return.ts");
const directory = mkdtempSync(join(tmpdir(), "vitrina-return-"));
try {
  console.log(`A store with ${queued} messages at QoS 1 that wait for one client …`);
  const filled = join(directory, "filled");
  await fillStore(filled, { retained: 0, sessions: 1, queued, seed: 1 });
  for (let at = 1; at <= runs; at++) {
    const data = join(directory, `run-${at}`);
    cpSync(filled, data, { recursive: true });
    const { before, draining } = await measureReturn(data, clientIdOf(0), queued, profile);
    console.log(`Run ${at}: taken in ${draining.milliseconds.toFixed(0)} ms`);
    tell("before", before);
    tell("meanwhile", draining);
    rmSync(data, { recursive: true });
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** @param {string} name @param {import("../bench/return/return.ts").Phase} phase */
function tell(name, { eventLoop, bystander }) {
  console.log(`  ${name} (p50, p99, most): ${milliseconds(eventLoop.cpu)} ms of CPU`);
  console.log(`    event loop late      ${times(eventLoop.delay)}`);
  console.log(`    CPU of a turn        ${times(eventLoop.turns)}`);
  console.log(`    another client's way ${times(bystander)}`);
}

/** @param {import("../bench/load/plan.ts").Percentiles} percentiles */
function times({ p50, p99, maximum }) {
  return `${[p50, p99, maximum].map((value) => milliseconds(value).padStart(6)).join(" ")} ms`;
}

/** @param {number} microseconds */
function milliseconds(microseconds) {
  return (microseconds / MICROSECONDS).toFixed(1);
}

function readOptions() {
  try {
    const text = /** @type {const} */ ({ type: "string" });
    const { values } = parseArgs({ options: { queued: text, runs: text, profile: text } });
    return {
      queued: wholeNumber("--queued", values.queued) ?? DEFAULTS.queued,
      runs: wholeNumber("--runs", values.runs) ?? DEFAULTS.runs,
      profile: values.profile,
    };
  } catch (error) {
    return stop(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}
