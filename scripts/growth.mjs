import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { load, SEEDS, wholeNumber } from "./program.mjs";

const USAGE = "Usage: npm run growth -- [--messages N] [--seed S]";
/** An hour of 500 a second. */
const AN_HOUR = 1_800_000;

const options = readOptions();
await installWhatIsMissing();
await build({ only: "server" });
const { growth } = await load("e2e/growth/growth.ts");
const { GROWTH_HEAD, growthLines, isFlat, sampleLine } = await load("e2e/growth/growth-lines.ts");
console.log(`${options.messages} messages with --seed ${options.seed} …\n${GROWTH_HEAD}`);
/** @param {object} sample */
const onSample = (sample) => console.log(sampleLine(sample));
const report = await growth(options, onSample);
console.log(growthLines(report).join("\n"));
process.exit(isFlat(report) ? 0 : 1);

function readOptions() {
  try {
    const text = /** @type {const} */ ({ type: "string" });
    const { values } = parseArgs({ options: { messages: text, seed: text } });
    return {
      messages: wholeNumber("--messages", values.messages) ?? AN_HOUR,
      seed: wholeNumber("--seed", values.seed) ?? randomInt(SEEDS),
    };
  } catch (error) {
    return stop(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}
