import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findProgram, isExecutable, run, stop } from "./commands.mjs";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const KEY_TOOLS = ["openssl", "mosquitto_passwd"];
const PAHO_PROGRAMS = ["paho_c_pub", "paho_c_sub", "paho_cs_pub", "paho_cs_sub"];

/** System package managers in the order in which they are tried, and how each installs. */
const PACKAGE_MANAGERS = [
  { program: "apt-get", prepare: ["update"], install: ["install", "-y", "--no-install-recommends"] },
  { program: "dnf", install: ["install", "-y"] },
  { program: "apk", install: ["add"] },
  { program: "brew", install: ["install"] },
];

/**
 * A Chromium for the browser tests: the one in CHROME_PATH, an installed one, Playwright's own, or one that is installed
 * now.
 * @returns {Promise<string>}
 */
export async function setUpBrowser() {
  const found = installedBrowser();
  if (found !== undefined) return found;
  console.log("No Chromium found; installing Playwright's …");
  await run("playwright", ["install", "chromium"]);
  const downloaded = playwrightBrowser();
  if (downloaded !== undefined) return downloaded;
  await installFromSystem(["chromium"]);
  const installed = installedBrowser();
  if (installed !== undefined) return installed;
  return stop(
    "The browser tests need Chromium, and it could not be installed. Install it, or name one in CHROME_PATH.",
  );
}

/** mosquitto_pub and mosquitto_sub, against which the broker is tested. */
export async function setUpMosquittoClients() {
  if (hasMosquittoClients()) return;
  console.log("mosquitto_pub and mosquitto_sub are missing; installing them …");
  await installFromSystem(["mosquitto-clients"], { dnf: "mosquitto", brew: "mosquitto" });
  if (!hasMosquittoClients()) {
    stop(
      "The tests need mosquitto_pub and mosquitto_sub, and they could not be installed. " +
        "Install your system's package of mosquitto's clients (Debian: mosquitto-clients).",
    );
  }
}

/** openssl and mosquitto_passwd, which make the certificates and passwords of the tests; with the latter comes mosquitto itself. */
export async function setUpKeyTools() {
  const isReady = () => KEY_TOOLS.every((program) => findProgram(program) !== undefined);
  if (isReady()) return;
  console.log("openssl or mosquitto_passwd is missing; installing them …");
  await installFromSystem(["openssl", "mosquitto"]);
  if (isReady()) return;
  stop(
    "The tests need openssl and mosquitto_passwd, and they could not be installed. " +
      "Install your system's packages of both (Debian: openssl and mosquitto).",
  );
}

/**
 * Eclipse Paho's C and Python clients, against which the broker is tested.
 * @returns {Promise<string>} the Python that has the library
 */
export async function setUpPahoClients() {
  if (findPahoPython() === undefined || !hasPahoPrograms()) {
    console.log("Paho's C or Python clients are missing; installing them …");
    await installFromSystem(["paho.mqtt.c-examples", "python3-paho-mqtt"]);
  }
  const python = findPahoPython();
  if (python !== undefined && hasPahoPrograms()) return python;
  return stop(
    "The tests need Eclipse Paho's C programs (paho_c_pub, paho_c_sub, paho_cs_pub, paho_cs_sub) and a python3 that has " +
      "paho-mqtt, and they could not be installed. Install both (Debian: paho.mqtt.c-examples and python3-paho-mqtt).",
  );
}

function hasPahoPrograms() {
  return PAHO_PROGRAMS.every((program) => findProgram(program) !== undefined);
}

/** Debian's package is for Debian's Python, which need not be the first on the PATH. */
function findPahoPython() {
  return ["/usr/bin/python3", findProgram("python3")]
    .filter((path) => path !== undefined)
    .find((path) => spawnSync(path, ["-c", "import paho.mqtt.client"], { stdio: "ignore" }).status === 0);
}

function hasMosquittoClients() {
  return findProgram("mosquitto_pub") !== undefined && findProgram("mosquitto_sub") !== undefined;
}

function installedBrowser() {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== "") {
    if (isExecutable(named)) return named;
    stop(`CHROME_PATH names ${named}, which is not a program.`);
  }
  return BROWSERS.map(findProgram).find((path) => path !== undefined) ?? playwrightBrowser();
}

/** Playwright keeps each version in a folder of its own; any of them serves. */
function playwrightBrowser() {
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), ".cache/ms-playwright"),
    join(homedir(), "Library/Caches/ms-playwright"),
  ];
  const programs = [
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  ];
  return caches
    .filter((cache) => cache !== undefined)
    .flatMap((cache) => folders(cache).map((name) => join(cache, name)))
    .flatMap((folder) => programs.map((program) => join(folder, program)))
    .find(isExecutable);
}

/** @param {string} cache */
function folders(cache) {
  try {
    return readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name));
  } catch {
    return [];
  }
}

/**
 * @param {string[]} names
 * @param {Record<string, string>} [otherNames] by package manager
 */
async function installFromSystem(names, otherNames = {}) {
  const manager = PACKAGE_MANAGERS.find(({ program }) => findProgram(program) !== undefined);
  if (manager === undefined) return;
  const { program, prepare, install } = manager;
  const otherName = otherNames[program];
  if (prepare !== undefined) await run(...asRoot(program, prepare));
  await run(...asRoot(program, [...install, ...(otherName === undefined ? names : [otherName])]));
}

/**
 * @param {string} program
 * @param {string[]} parameters
 * @returns {[string, string[]]}
 */
function asRoot(program, parameters) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot || program === "brew" || findProgram("sudo") === undefined) return [program, parameters];
  return ["sudo", ["--non-interactive", program, ...parameters]];
}
