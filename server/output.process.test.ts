import { execFile } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connect } from "mqtt";
import { afterEach, expect, it } from "vitest";
import { endServers, startMuteServer, startServer } from "./test-support/server-process.ts";

const run = promisify(execFile);
const FULL = "/dev/full";

afterEach(endServers);

/** Comes and goes, each of which is a line of the log; waits for a server that is not ready yet. */
async function visit({ mqttPort }: { readonly mqttPort: number }, clientId = "visitor"): Promise<void> {
  const client = connect(`mqtt://127.0.0.1:${mqttPort}`, { clientId, reconnectPeriod: 50 });
  client.on("error", () => undefined);
  await new Promise((resolve) => client.once("connect", resolve));
  await client.endAsync();
}

it.each(["json", "text"])(
  "a server whose output is a full disk serves, and stops in order (%s)",
  async (format) => {
    const output = openSync(FULL, "w");
    const server = await startMuteServer(output, ["--log-format", format]);
    closeSync(output);
    for (let n = 0; n < 3; n++) await visit(server);
    server.signal("SIGTERM");
    expect((await server.ended).code).toBe(0);
  },
);

it("a server whose reader has gone serves, and stops in order", async () => {
  const server = await startServer();
  server.stopListening();
  for (let n = 0; n < 3; n++) await visit(server);
  server.signal("SIGTERM");
  expect((await server.ended).code).toBe(0);
});

it("a server that finds its disk full writes its log when there is room again, and loses no line", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vitrina-output-"));
  const path = join(folder, "log");
  const output = openSync(path, "a");
  const server = await startMuteServer(output, ["--log-format", "json"]);
  closeSync(output);
  await visit(server, "before");
  await limitFiles(server.processId, "1");
  await visit(server, "full");
  await limitFiles(server.processId, "unlimited");
  await visit(server, "after");
  server.signal("SIGTERM");
  expect((await server.ended).code).toBe(0);
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const connected = entries.filter(({ code }) => code === "client-connected").map(({ clientId }) => clientId);
  expect(connected).toEqual(["before", "full", "after"]);
  expect(entries.at(-1)).toMatchObject({ code: "stopped" });
  rmSync(folder, { recursive: true });
});

/** No file of the process may be larger, as if its disk were full. */
async function limitFiles(processId: number | undefined, bytes: string): Promise<void> {
  await run("prlimit", ["--pid", String(processId), `--fsize=${bytes}:unlimited`]);
}
