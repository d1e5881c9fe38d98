import { join } from "node:path";
import { runnerImport } from "vite";
import { ROOT } from "./commands.mjs";

const DEFAULT_MINUTES = 1;

/** The range from which a program that is given no seed picks one. */
export const SEEDS = 1_000_000_000;

/** Loads a program of TypeScript, as tests load it. @param {string} path */
export async function load(path) {
  const { module } = await runnerImport(join(ROOT, path), { root: ROOT, configFile: false });
  return module;
}

/** How long a program runs: without a word a minute, or until it has counted to its end. @param {string | undefined} text @param {boolean} isCounted */
export function minutesOf(text, isCounted) {
  if (text === undefined) return isCounted ? Number.POSITIVE_INFINITY : DEFAULT_MINUTES;
  const minutes = Number(text);
  if (!(minutes > 0)) throw new Error(`--minutes must be a number above 0, not "${text}".`);
  return minutes;
}

/** Throws where it is none. @param {string} name @param {string | undefined} text */
export function wholeNumber(name, text) {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw new Error(`${name} must be a whole number of up to nine digits, not "${text}".`);
  return Number(text);
}
