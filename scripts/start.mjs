import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "./build.mjs";
import { ROOT } from "./commands.mjs";
import { installWhatIsMissing } from "./install.mjs";

await installWhatIsMissing();
await build();

const server = spawn(
  process.execPath,
  ["--enable-source-maps", join(ROOT, "dist/server/main.js"), ...process.argv.slice(2)],
  { stdio: "inherit" },
);

// A Ctrl-C reaches the server from the terminal as well: it must not count twice there.
process.on("SIGINT", () => {
  if (!process.stdin.isTTY) server.kill("SIGINT");
});
for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) {
  process.on(signal, () => server.kill(signal));
}
server.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128);
});
