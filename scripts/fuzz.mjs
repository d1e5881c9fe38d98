import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { load, minutesOf, SEEDS, wholeNumber } from "./program.mjs";
import { setUpKeyTools } from "./tools.mjs";

const USAGE = "Usage: npm run fuzz -- [--minutes N] [--seed S] [--from K] [--inputs N]";

const options = readOptions();
await installWhatIsMissing();
await setUpKeyTools();
await build({ only: "server" });
const { fuzz } = await load("e2e/fuzz/fuzz.ts");
const { reportLines } = await load("e2e/fuzz/report.ts");
console.log(`Fuzzing with --seed ${options.seed} --from ${options.from} …`);
const report = await fuzz(options);
console.log(reportLines(options, report).join("\n"));
process.exit(report.problems.length === 0 ? 0 : 1);

function readOptions() {
  try {
    const text = /** @type {const} */ ({ type: "string" });
    const { values } = parseArgs({ options: { minutes: text, seed: text, from: text, inputs: text } });
    return {
      seed: wholeNumber("--seed", values.seed) ?? randomInt(SEEDS),
      from: wholeNumber("--from", values.from) ?? 0,
      inputs: wholeNumber("--inputs", values.inputs) ?? Number.POSITIVE_INFINITY,
      minutes: minutesOf(values.minutes, values.inputs !== undefined),
    };
  } catch (error) {
    return stop(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}
