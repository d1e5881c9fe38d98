import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync, type IDisconnectPacket, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  endServers,
  type LogEntry,
  runServer,
  type ServerProcess,
  startServer,
} from "./test-support/server-process.ts";

let root: string;
let data: string;
let backup: string;
const clients: MqttClient[] = [];
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "vitrina-restore-"));
  data = join(root, "data");
  backup = join(root, "backup");
});
afterEach(() => {
  for (const client of clients.splice(0)) client.end(true);
  endServers();
  rmSync(root, { recursive: true, force: true });
});

async function connect(mqttPort: number): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
    protocolVersion: 5,
    reconnectPeriod: 0,
  });
  clients.push(client);
  return client;
}

async function retain(mqttPort: number, payload: string): Promise<void> {
  await (await connect(mqttPort)).publishAsync("lamp", payload, { qos: 1, retain: true });
}

/** What is retained of the lamp. */
async function lampOf(mqttPort: number): Promise<string> {
  const client = await connect(mqttPort);
  const message = new Promise<string>((resolve) => {
    client.on("message", (_topic, payload) => resolve(payload.toString()));
  });
  await client.subscribeAsync("lamp");
  return message;
}

/** A server whose lamp was on when its backup was made, and is off now. */
async function serverWithBackup(): Promise<ServerProcess> {
  const server = await startServer(["--data", data]);
  await retain(server.mqttPort, "on");
  expect((await runServer(["backup", "--data", data, backup])).code).toBe(0);
  await retain(server.mqttPort, "off");
  return server;
}

async function stop(server: ServerProcess): Promise<void> {
  server.signal("SIGTERM");
  await server.ended;
}

const portOf = ({ mqtt }: LogEntry): number => Number(new URL(String(mqtt)).port);
const replacedIn = (directory: string): string[] =>
  readdirSync(directory).filter((name) => name.startsWith("replaced-"));

describe("vitrina restore", () => {
  it("puts a backup in the place of the data, and keeps what was there", async () => {
    await stop(await serverWithBackup());
    const { code, stdout } = await runServer(["restore", "--data", data, backup]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(", 1 retained message,") });
    const [replaced = ""] = replacedIn(data);
    expect(stdout).toContain(`What was there before is in ${join(data, replaced)}.`);
    const server = await startServer(["--data", data]);
    expect(await lampOf(server.mqttPort)).toBe("on");
    const earlier = await startServer(["--data", join(data, replaced)]);
    expect(await lampOf(earlier.mqttPort)).toBe("off");
  });

  it("has a running server say goodbye and start again, in the same process", async () => {
    const server = await serverWithBackup();
    const watcher = await connect(server.mqttPort);
    const told = new Promise<IDisconnectPacket>((resolve) => watcher.once("disconnect", resolve));
    const { code, stdout } = await runServer(["restore", "--data", data, backup]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/process \d+\) starts again on it/),
    });
    expect((await told).reasonCode).toBe(0x8b);
    expect(await lampOf(portOf(await server.logged("ready", 2)))).toBe("on");
    expect(await server.logged("restored")).toMatchObject({ replaced: replacedIn(data)[0] });
    await stop(server);
    expect((await server.ended).code).toBe(0);
  });

  it("is done again and again by one process", async () => {
    const server = await serverWithBackup();
    for (const which of [2, 3, 4]) {
      expect((await runServer(["restore", "--data", data, backup])).code).toBe(0);
      const port = portOf(await server.logged("ready", which));
      expect(await lampOf(port)).toBe("on");
      await retain(port, "off");
    }
    expect(replacedIn(data)).toHaveLength(3);
  });

  it("changes nothing where the backup is damaged", async () => {
    const server = await serverWithBackup();
    writeFileSync(join(backup, "store.mdb"), Buffer.alloc(20_000));
    const { code, stderr } = await runServer(["restore", "--data", data, backup]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining("(data-directory-damaged)"),
    });
    expect(await lampOf(server.mqttPort)).toBe("off");
    expect(readdirSync(data).filter((name) => /^re/.test(name))).toEqual([]);
  });

  it.each([
    ["no backup", [], "needs the directory of the backup"],
    ["one too many", ["a", "b"], "and no more"],
    ["an option that is none", ["--force", "a"], "--force"],
  ])("says what is wrong with %s", async (_, args, sentence) => {
    const { code, stderr } = await runServer(["restore", ...args]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(sentence) });
    expect(stderr).toContain("(data-command-invalid)");
  });
});
