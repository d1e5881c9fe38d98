import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { ROOT, run, stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { setUpBrowser, setUpKeyTools, setUpMosquittoClients, setUpPahoClients } from "./tools.mjs";

const TYPE_PROJECTS = ["protocol", "server/core", "server", "web", "web/worker", "scripts", "."];
const SOURCES = ["protocol", "server", "web", "e2e", "bench"];
const MILLISECONDS = 1000;

/** @typedef {{ name: string, means: string, isCheck?: boolean, work: () => Promise<boolean> }} Step */

/** What is checked, in this order: first what is quick. @type {Step[]} */
const STEPS = [
  {
    name: "format",
    means: "format or lint is not as biome.json asks; `npm run format` mends most of it",
    isCheck: true,
    work: () => succeeds("biome", ["check", "--error-on-warnings", "."]),
  },
  { name: "types", means: "the types do not fit", isCheck: true, work: checkTypes },
  {
    name: "imports",
    means: "a file imports what it may not (.dependency-cruiser.json)",
    isCheck: true,
    work: () => succeeds("depcruise", SOURCES.filter(hasSources), { isQuiet: true }),
  },
  {
    name: "dead-code",
    means: "a file, an export or a dependency is used by nobody (knip.ts)",
    isCheck: true,
    work: () => succeeds("knip", ["--no-progress"]),
  },
  {
    name: "docs",
    means: "a generated document is old, or a statement of the specification has no code or no test",
    isCheck: true,
    work: () => succeeds(process.execPath, ["scripts/docs.mjs", "--check"]),
  },
  { name: "build", means: "the build failed", work: buildAll },
  { name: "unit", means: "a test failed", work: () => testUnits([]) },
  { name: "e2e", means: "a browser journey failed", work: testJourneys },
];

const [asked, ...parameters] = process.argv.slice(2);
const steps = selectSteps(asked);

await installWhatIsMissing();
for (const step of steps) await runStep(step);
console.log(`\nAll well: ${steps.map((step) => step.name).join(", ")}.`);

/** @param {string | undefined} name @returns {Step[]} */
function selectSteps(name) {
  if (name === undefined) return STEPS;
  if (name === "check") return STEPS.filter((step) => step.isCheck);
  const step = STEPS.find((candidate) => candidate.name === name);
  if (step !== undefined) return [step];
  const names = STEPS.map((candidate) => candidate.name).join(", ");
  const known = `Steps: ${names}; check is all of them that run nothing.`;
  if (name !== "steps") stop(`There is no step "${name}". ${known}`);
  console.log(known);
  return process.exit();
}

/** @param {Step} step */
async function runStep({ name, means, work }) {
  console.log(`\n── ${name}`);
  const begin = Date.now();
  const isWell = await work();
  const seconds = ((Date.now() - begin) / MILLISECONDS).toFixed(1);
  if (!isWell) stop(`Stopped at "${name}" after ${seconds} s: ${means}.`);
  console.log(`   ${name}: ${seconds} s`);
}

/**
 * @param {string} program
 * @param {readonly string[]} programParameters
 * @param {{ isQuiet?: boolean, env?: Record<string, string> }} [options] quiet: shows the output of a failure only
 */
async function succeeds(program, programParameters, options) {
  const { code, output } = await run(program, programParameters, options);
  if (code !== 0) process.stdout.write(output);
  return code === 0;
}

async function checkTypes() {
  const results = await Promise.all(
    TYPE_PROJECTS.map((project) =>
      succeeds("tsc", ["-p", project, ...remembering(project)], { isQuiet: true }),
    ),
  );
  return results.every(Boolean);
}

/** The compiler keeps what it found, and next time looks only at what has changed. @param {string} project */
function remembering(project) {
  const file = `node_modules/.cache/types/${project.replaceAll("/", "-")}.tsbuildinfo`;
  return ["--incremental", "--tsBuildInfoFile", file];
}

async function buildAll() {
  await build();
  return true;
}

/** @param {readonly string[]} more */
async function testUnits(more) {
  await setUpMosquittoClients();
  await setUpKeyTools();
  const python = await setUpPahoClients();
  return succeeds("vitest", ["run", ...more, ...parameters], { env: { VITRINA_PYTHON: python } });
}

async function testJourneys() {
  await setUpMosquittoClients();
  const browser = await setUpBrowser();
  await build();
  return succeeds("playwright", ["test", "--config", "e2e/playwright.config.ts", ...parameters], {
    env: { VITRINA_CHROMIUM: browser },
  });
}

/** @param {string} folder */
function hasSources(folder) {
  return existsSync(join(ROOT, folder)) && readdirSync(join(ROOT, folder)).length > 0;
}
