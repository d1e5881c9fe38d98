import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { ROOT } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";

/** Where `vite` serves the page while it is worked on; it hands /api and /mqtt to the server. */
const PAGE_ORIGINS = "http://localhost:5173,http://127.0.0.1:5173";

await installWhatIsMissing();
await build({ only: "server" });

const vite = join(ROOT, "node_modules/vite/bin/vite.js");
const main = join(ROOT, "dist/server/main.js");
if (!existsSync(main)) process.exit(1);

const children = [
  [vite, "build", "--ssr", "server/main.ts", "--watch", "--emptyOutDir", "false", "--logLevel", "warn"],
  [
    "--watch",
    "--enable-source-maps",
    main,
    "--memory",
    "--allowed-origins",
    PAGE_ORIGINS,
    ...process.argv.slice(2),
  ],
  [vite, "--strictPort", "--port", "5173"],
].map((parameters) => spawn(process.execPath, parameters, { cwd: ROOT, stdio: "inherit" }));

/** @param {number} code */
function end(code) {
  process.exitCode ??= code;
  for (const child of children) child.kill("SIGTERM");
}
for (const child of children) child.on("exit", (code) => end(code ?? 1));
process.on("SIGINT", () => end(0));
process.on("SIGTERM", () => end(0));
