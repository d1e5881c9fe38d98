import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, run, stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";

const EVERYWHERE = ["package.json", "package-lock.json", "vite.config.ts", "protocol"];

/** What is built, from what, and how; what is no part of the product only when it is named. */
const PARTS = [
  {
    name: "server",
    sources: [...EVERYWHERE, "server"],
    command: ["build", "--ssr"],
    folder: "dist/server",
  },
  {
    name: "page",
    sources: [...EVERYWHERE, "index.html", "public", "web", "server/adapters/http"],
    command: ["build"],
    folder: "dist/page",
  },
  {
    name: "load generator",
    sources: [...EVERYWHERE, "bench/load"],
    command: ["build", "--ssr", "bench/load/main.ts", "--outDir", "dist/bench/load"],
    folder: "dist/bench/load",
    isByName: true,
  },
  {
    name: "micro-benchmarks",
    sources: [...EVERYWHERE, "bench/load", "bench/micro", "server"],
    command: ["build", "--ssr", "bench/micro/main.ts", "--outDir", "dist/bench/micro"],
    folder: "dist/bench/micro",
    isByName: true,
  },
];

/** In each built folder: its time is when the build began. */
const STAMP = ".built";

/**
 * Builds the page and the server, each only when a source is newer than it.
 * @param {{ isForced?: boolean, only?: string }} [options]
 */
export async function build({ isForced = false, only } = {}) {
  const stale = PARTS.filter(
    (part) =>
      (only === undefined ? part.isByName !== true : part.name === only) && (isForced || isStale(part)),
  );
  if (stale.length === 0) return;
  console.log(`Building ${stale.map((part) => part.name).join(" and ")} …`);
  const results = await Promise.all(stale.map(buildPart));
  const failed = stale.filter((_, index) => !results[index]).map((part) => part.name);
  if (failed.length > 0) stop(`The ${failed.join(" and the ")} could not be built: see the message above.`);
}

/** Says whether it went well. @param {typeof PARTS[number]} part */
async function buildPart({ command, folder }) {
  const begin = new Date();
  const { code, output } = await run("vite", [...command, "--logLevel", "warn"], { isQuiet: true });
  process.stdout.write(output);
  if (code !== 0) return false;
  mkdirSync(join(ROOT, folder), { recursive: true });
  const stamp = join(ROOT, folder, STAMP);
  writeFileSync(stamp, "");
  utimesSync(stamp, begin, begin);
  return true;
}

/** @param {typeof PARTS[number]} part */
function isStale({ sources, folder }) {
  const built = newest(join(folder, STAMP));
  return built === 0 || sources.some((source) => newest(source) > built);
}

/** The latest change below `path`, milliseconds; 0 when there is no such path. @param {string} path @returns {number} */
function newest(path) {
  const stat = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs;
  return readdirSync(join(ROOT, path)).reduce(
    (latest, name) => Math.max(latest, newest(join(path, name))),
    stat.mtimeMs,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await installWhatIsMissing();
  const [only] = process.argv.slice(2);
  await build({ isForced: true, ...(only !== undefined && { only }) });
}
