import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runnerImport } from "vite";
import { ROOT, stop } from "./commands.mjs";
import { conformancePage } from "./conformance/page.mjs";
import { findPlaces } from "./conformance/places.mjs";
import { conformanceProblems, readSpecifications } from "./conformance/statements.mjs";

const SETTINGS_FILE = "docs/configuration.md";
const BEGIN = "<!-- settings: written by `npm run docs` -->\n";
const END = "<!-- end of settings -->";
const CONFORMANCE_FILE = "docs/conformance.md";
const HOW_TO_MEND = `Put each tag at the end of the line that obeys, and into the name of a test that fails without it (${CONFORMANCE_FILE}).`;

/** Writes what the documents say of the sources; with `--check` only says whether they are up to date. */
const isCheck = process.argv.includes("--check");
await writeSettings();
writeConformance();

async function writeSettings() {
  const reference = join(ROOT, "server/config/reference.ts");
  const { module } = await runnerImport(reference, { root: ROOT, configFile: false });
  const before = textOf(SETTINGS_FILE);
  const [head, tail] = [before.split(BEGIN)[0], before.split(END)[1]];
  if (tail === undefined)
    stop(`${SETTINGS_FILE} has lost the marks between which the settings stand: ${BEGIN.trim()} … ${END}`);
  write(SETTINGS_FILE, `${head}${BEGIN}\n${module.settingsReference()}\n${END}${tail}`, "the settings say");
}

function writeConformance() {
  const specifications = readSpecifications();
  const places = findPlaces();
  const problems = conformanceProblems(specifications, places);
  if (problems.length > 0 && isCheck) stop(`${problems.join("\n")}\n${HOW_TO_MEND}`);
  write(CONFORMANCE_FILE, conformancePage(specifications, places), "the tags in the sources say");
  if (problems.length > 0) console.log(`${problems.join("\n")}\n${HOW_TO_MEND}`);
}

/** @param {string} file @param {string} after @param {string} origin */
function write(file, after, origin) {
  if (!isCheck) writeFileSync(join(ROOT, file), after);
  else if (after !== textOf(file)) stop(`${file} is not what ${origin}; \`npm run docs\` writes it anew.`);
}

/** @param {string} file */
function textOf(file) {
  return readFileSync(join(ROOT, file), "utf8");
}
