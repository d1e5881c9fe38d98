import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { run, stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";

const USAGE = "Usage: npm run bench:micro -- [--save]";

const isSaving = readOptions();
await installWhatIsMissing();
await build({ only: "micro-benchmarks" });
const parameters = ["dist/bench/micro/main.js", "bench/micro-baseline.json", ...(isSaving ? ["--save"] : [])];
const { code } = await run(process.execPath, parameters);
process.exitCode = code;

/** Whether the ratios become those that later runs are compared with. */
function readOptions() {
  try {
    return parseArgs({ options: { save: { type: "boolean", default: false } } }).values.save;
  } catch (error) {
    return stop(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}
