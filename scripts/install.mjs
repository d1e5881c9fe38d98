import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run, stop } from "./commands.mjs";

const OLDEST_NODE = [20, 19];

/** Installs what package-lock.json names, if something of it is missing or of another version. */
export async function installWhatIsMissing() {
  checkNode();
  if (isInstalled()) return;
  console.log("Installing dependencies (npm ci) …");
  const { code } = await run("npm", ["ci", "--no-audit", "--no-fund"]);
  if (code !== 0)
    stop("npm ci failed: see its message above. Without the dependencies nothing can be built.");
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  stop(`Vitrina needs Node.js ${OLDEST_NODE.join(".")} or later; this is ${process.versions.node}.`);
}

/** Compares contents, not times: a checkout gives every file a new time. */
function isInstalled() {
  const wanted = packages("package-lock.json");
  const found = packages(join("node_modules", ".package-lock.json"));
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted).every(
    ([path, entry]) => path === "" || entry.optional || found[path]?.version === entry.version,
  );
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function packages(lockfile) {
  try {
    return JSON.parse(readFileSync(join(ROOT, lockfile), "utf8")).packages;
  } catch {
    return undefined;
  }
}
