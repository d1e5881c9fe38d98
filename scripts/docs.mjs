import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runnerImport } from "vite";
import { ROOT, stop } from "./commands.mjs";

const FILE = "docs/configuration.md";
const BEGIN = "<!-- settings: written by `npm run docs` -->\n";
const END = "<!-- end of settings -->";

/** Writes the tables of settings into docs/configuration.md; with `--check` only says whether they are up to date. */
const { module } = await runnerImport(join(ROOT, "server/config/reference.ts"), {
  root: ROOT,
  configFile: false,
});
const path = join(ROOT, FILE);
const before = readFileSync(path, "utf8");
const [head, tail] = [before.split(BEGIN)[0], before.split(END)[1]];
if (tail === undefined)
  stop(`${FILE} has lost the marks between which the settings stand: ${BEGIN.trim()} … ${END}`);
const after = `${head}${BEGIN}\n${module.settingsReference()}\n${END}${tail}`;

if (!process.argv.includes("--check")) writeFileSync(path, after);
else if (after !== before) stop(`${FILE} is not what the settings say.`);
