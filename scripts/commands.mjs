import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder; every command runs there. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

const IS_WINDOWS = process.platform === "win32";
const EXIT_NOT_FOUND = 127;

/**
 * Where a program lies on the PATH, or undefined.
 * @param {string} name
 */
export function findProgram(name) {
  const endings = IS_WINDOWS ? [".exe", ".cmd", ""] : [""];
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, name + ending);
      if (isExecutable(path)) return path;
    }
  }
  return undefined;
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @typedef {{ code: number, output: string }} Ended */

/**
 * Runs a program in the project's folder, with the project's own programs first on the PATH. Its output goes to ours, or
 * is collected when `isQuiet`.
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {{ isQuiet?: boolean, env?: Record<string, string> }} [options]
 * @returns {Promise<Ended>}
 */
export function run(program, parameters, { isQuiet = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: ROOT,
      env: { ...process.env, ...env, PATH: ownPath() },
      stdio: isQuiet ? ["ignore", "pipe", "pipe"] : "inherit",
      shell: IS_WINDOWS,
    });
    let output = "";
    /** @param {Buffer} chunk */
    const collect = (chunk) => {
      output += chunk.toString();
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.on("error", (error) => resolve({ code: EXIT_NOT_FOUND, output: `${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Ends the script with one clear sentence. @param {string} sentence @returns {never} */
export function stop(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

function ownPath() {
  return join(ROOT, "node_modules", ".bin") + delimiter + (process.env.PATH ?? "");
}
