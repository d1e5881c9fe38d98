import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { load, minutesOf, SEEDS, wholeNumber } from "./program.mjs";

const USAGE =
  "Usage: npm run torture -- [--minutes N] [--seed S] [--kills N] [--fsync] [--full-disk] [--memory]";

const options = readOptions();
await installWhatIsMissing();
await build({ only: "server" });
const { torture } = await load("e2e/torture/torture.ts");
const { reportLines } = await load("e2e/torture/report.ts");
console.log(`Torture with --seed ${options.seed} …`);
const report = await torture(options);
console.log(reportLines(options, report).join("\n"));
process.exit(report.faults.size === 0 ? 0 : 1);

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
