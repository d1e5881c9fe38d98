import { randomInt } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";
import { build } from "./build.mjs";
import { ROOT, stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";

const USAGE =
  "Usage: npm run torture -- [--minutes N] [--seed S] [--kills N] [--fsync] [--full-disk] [--memory]";
const DEFAULT_MINUTES = 1;
const SEEDS = 1_000_000_000;

const options = readOptions();
await installWhatIsMissing();
await build({ only: "server" });
const { torture } = await load("e2e/torture/torture.ts");
const { reportLines } = await load("e2e/torture/report.ts");
console.log(`Torture with --seed ${options.seed} …`);
const report = await torture(options);
console.log(reportLines(options, report).join("\n"));
process.exit(report.faults.size === 0 ? 0 : 1);

/** @param {string} path */
async function load(path) {
  const { module } = await runnerImport(join(ROOT, path), { root: ROOT, configFile: false });
  return module;
}

function readOptions() {
  try {
    const text = /** @type {const} */ ({ type: "string" });
    const flag = /** @type {const} */ ({ type: "boolean", default: false });
    const { values } = parseArgs({
      options: {
        minutes: text,
        seed: text,
        kills: text,
        fsync: flag,
        "full-disk": flag,
        memory: flag,
      },
    });
    const kills = wholeNumber("--kills", values.kills);
    return {
      seed: wholeNumber("--seed", values.seed) ?? randomInt(SEEDS),
      kills: kills ?? Number.POSITIVE_INFINITY,
      minutes: minutesOf(values.minutes, kills !== undefined && kills > 0),
      isFsync: values.fsync,
      isDiskFull: values["full-disk"],
      isMemory: values.memory,
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
