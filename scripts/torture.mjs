import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { load, minutesOf, SEEDS, wholeNumber } from "./program.mjs";

const USAGE =
  "Usage: npm run torture -- [--minutes N] [--seed S] [--kills N] [--fsync] [--full-disk] [--memory]\n" +
  "       npm run torture -- --damage [--damages N] [--minutes N] [--seed S] [--fsync]";

const options = readOptions();
await installWhatIsMissing();
await build({ only: "server" });
console.log(`Torture with --seed ${options.seed} …`);
const { lines, faults } = await (options.isDamage ? damage() : kill());
console.log(lines.join("\n"));
process.exit(faults.size === 0 ? 0 : 1);

async function kill() {
  const { torture } = await load("e2e/torture/torture.ts");
  const { reportLines } = await load("e2e/torture/report.ts");
  const report = await torture(options);
  return { lines: reportLines(options, report), faults: report.faults };
}

async function damage() {
  const { damageRun } = await load("e2e/torture/damage-run.ts");
  const { damageLines } = await load("e2e/torture/damage-lines.ts");
  const report = await damageRun(options);
  return { lines: damageLines(options, report), faults: report.faults };
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
        damage: flag,
        damages: text,
      },
    });
    const kills = wholeNumber("--kills", values.kills);
    const damages = wholeNumber("--damages", values.damages);
    const isCounted = (kills !== undefined && kills > 0) || damages !== undefined;
    return {
      seed: wholeNumber("--seed", values.seed) ?? randomInt(SEEDS),
      kills: kills ?? Number.POSITIVE_INFINITY,
      minutes: minutesOf(values.minutes, isCounted),
      isFsync: values.fsync,
      isDiskFull: values["full-disk"],
      isMemory: values.memory,
      isDamage: values.damage || damages !== undefined,
      damages: damages ?? Number.POSITIVE_INFINITY,
    };
  } catch (error) {
    return stop(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}
