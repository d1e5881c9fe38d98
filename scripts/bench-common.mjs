import { build } from "./build.mjs";
import { stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { load } from "./program.mjs";

/** How long a run of a benchmark is measured unless it is said. */
export const SECONDS = "3";

/** What stands between commas. @param {string | undefined} text */
export function list(text) {
  return text === undefined ? [] : text.split(",");
}

/** The first when there is no word of it. @param {string} name @param {string | undefined} text @param {string[]} known */
export function oneOf(name, text, known) {
  if (text === undefined) return known[0];
  if (!known.includes(text)) throw new Error(`${name} must be ${known.join(" or ")}, not "${text}".`);
  return text;
}

/** @param {string} text */
export function secondsOf(text) {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new Error(`--seconds must be a number above 0, not "${text}".`);
  return seconds;
}

/** Builds what is measured and what measures it, and runs a benchmark, which says whether all was well. @param {string} path @param {string} name @param {object} options */
export async function runBenchmark(path, name, options) {
  await installWhatIsMissing();
  await build({ only: "server" });
  await build({ only: "load generator" });
  const benchmark = (await load(path))[name];
  try {
    process.exitCode = (await benchmark(options)) ? 0 : 1;
  } catch (error) {
    stop(/** @type {Error} */ (error).message);
  }
}
