import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "@playwright/test";
import { build } from "./build.mjs";
import { ROOT } from "./commands.mjs";
import { setUpBrowser } from "./tools.mjs";

// Takes the pictures of the README from the running product: `npm run screenshots`.

const TELEMETRY = "/topics?topic=workshop/line-1/press/telemetry";
const PICTURES = [
  { name: "topics-light", path: `${TELEMETRY}&tab=value`, colorScheme: "light" },
  { name: "topics-dark", path: `${TELEMETRY}&tab=chart`, colorScheme: "dark" },
];
const SIZE = { width: 1440, height: 900 };
/** So many messages make a chart worth looking at. */
const ENOUGH_HISTORY = /History 1\d/;

await build();
const server = spawn(
  process.execPath,
  [
    join(ROOT, "dist/server/main.js"),
    "--memory",
    "--demo",
    "--mqtt-port",
    "0",
    "--http-port",
    "0",
    "--log-format",
    "json",
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const page = await pageAddress();
const browser = await chromium.launch({
  executablePath: await setUpBrowser(),
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const picture of PICTURES) await take(picture);
await browser.close();
server.kill("SIGTERM");

/** @returns {Promise<string>} */
async function pageAddress() {
  for await (const line of createInterface({ input: server.stdout })) {
    const entry = JSON.parse(line);
    if (entry.code === "ready") return entry.page;
  }
  const [code] = await once(server, "exit");
  throw new Error(`the server ended with ${code} before it was ready`);
}

/** @param {{ name: string, path: string, colorScheme: string }} picture */
async function take({ name, path, colorScheme }) {
  const context = await browser.newContext({
    viewport: SIZE,
    deviceScaleFactor: 2,
    locale: "en-GB",
    colorScheme: colorScheme === "dark" ? "dark" : "light",
  });
  const tab = await context.newPage();
  await tab.goto(page + path);
  await tab.getByRole("tab", { name: ENOUGH_HISTORY }).waitFor();
  const file = join(ROOT, "docs/images", `${name}.png`);
  await tab.screenshot({ path: file });
  await context.close();
  console.log(file);
}
