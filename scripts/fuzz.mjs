import { randomInt } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";
import { build } from "./build.mjs";
import { ROOT, stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { setUpKeyTools } from "./tools.mjs";

const USAGE = "Usage: npm run fuzz -- [--minutes N] [--seed S] [--from K] [--inputs N]";
const DEFAULT_MINUTES = 1;
const SEEDS = 1_000_000_000;

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

/** @param {string} path */
async function load(path) {
  const { module } = await runnerImport(join(ROOT, path), { root: ROOT, configFile: false });
  return module;
}

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

/** @param {string | undefined} text @param {boolean} isCounted */
function minutesOf(text, isCounted) {
  if (text === undefined) return isCounted ? Number.POSITIVE_INFINITY : DEFAULT_MINUTES;
  const minutes = Number(text);
  if (!(minutes > 0)) throw new Error(`--minutes must be a number above 0, not "${text}".`);
  return minutes;
}

/** @param {string} name @param {string | undefined} text */
function wholeNumber(name, text) {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw new Error(`${name} must be a whole number of up to nine digits, not "${text}".`);
  return Number(text);
}
