import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { stop } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { load, wholeNumber } from "./program.mjs";

const USAGE =
  "Usage: npm run bench:start -- [--retained N] [--sessions N] [--queued N] [--seed S] [--starts N]";
const DEFAULTS = { retained: 1_000_000, sessions: 100_000, queued: 1_000_000, seed: 1, starts: 3 };

const { starts, ...size } = readOptions();
await installWhatIsMissing();
await build({ only: "server" });
const { fillStore } = await load("bench/start/large-store.ts");
const { measureStart } = await load("bench/start/start.ts");
const directory = mkdtempSync(join(tmpdir(), "vitrina-start-"));
try {
  console.log(
    `A store of ${size.retained} retained messages and ${size.sessions} sessions with ${size.queued} queued messages …`,
  );
  await fillStore(directory, size);
  for (let at = 1; at <= starts; at++) {
    const { listeningAfter, recovered, memory } = await measureStart(directory);
    const seconds = (listeningAfter / 1000).toFixed(1);
    console.log(`Start ${at}: listens after ${seconds} s (${memory}); ${JSON.stringify(recovered)}`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function readOptions() {
  try {
    const text = /** @type {const} */ ({ type: "string" });
    const { values } = parseArgs({
      options: { retained: text, sessions: text, queued: text, seed: text, starts: text },
    });
    /** @param {keyof typeof DEFAULTS} name */
    const numberOf = (name) => wholeNumber(`--${name}`, values[name]) ?? DEFAULTS[name];
    return {
      retained: numberOf("retained"),
      sessions: numberOf("sessions"),
      queued: numberOf("queued"),
      seed: numberOf("seed"),
      starts: numberOf("starts"),
    };
  } catch (error) {
    return stop(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}
