import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AcknowledgedLoad } from "./test-support/acknowledged-load.ts";
import { endServers, runServer, type ServerProcess, startServer } from "./test-support/server-process.ts";

const MESSAGES = 400;
const DURABLE = {
  protocolVersion: 5,
  clientId: "away",
  clean: false,
  reconnectPeriod: 0,
  properties: { sessionExpiryInterval: 3600 },
} as const;
const ROOM = ["--maximum-queued-messages", "1000000"];

let root: string;
const clients: MqttClient[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vitrina-backup-"));
});
afterEach(() => {
  for (const client of clients.splice(0)) client.end(true);
  endServers();
  rmSync(root, { recursive: true, force: true });
});

async function connect({ mqttPort }: ServerProcess, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, { reconnectPeriod: 0, ...options });
  clients.push(client);
  return client;
}

/** A session on everything below load/, whose client is away. */
async function leaveSession(server: ServerProcess): Promise<void> {
  const client = await connect(server, DURABLE);
  await client.subscribeAsync("load/#", { qos: 1 });
  await client.endAsync();
}

/** What waits for that session in a server of its own on a data directory, in order, up to so many. */
async function waiting(directory: string, count: number): Promise<number[]> {
  const server = await startServer(["--data", directory, ...ROOM]);
  const numbers: number[] = [];
  const client = mqtt.connect(`mqtt://127.0.0.1:${server.mqttPort}`, DURABLE);
  clients.push(client);
  await new Promise<void>((resolve) => {
    client.on("message", (_topic, payload) => {
      numbers.push(Number(payload.toString()));
      if (numbers.length === count) resolve();
    });
  });
  client.end(true);
  server.signal("SIGTERM");
  await server.ended;
  return numbers.slice(0, count);
}

describe("vitrina backup", () => {
  it("has everything that was acknowledged before it began, in order, while messages come in", async () => {
    const data = join(root, "data");
    const server = await startServer(["--data", data, ...ROOM]);
    await leaveSession(server);
    const load = new AcknowledgedLoad(await connect(server), "load/all");
    await load.reached(MESSAGES);
    const before = load.acknowledged;
    const target = join(root, "backup");
    const { code, stdout, stderr } = await runServer(["backup", "--data", data, target]);
    load.stop();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^Backup in .*: 1 session, [\d,]+ queued messages, 0 retained messages, 0 wills; /,
    );
    const expected = Array.from({ length: before }, (_, number) => number);
    expect(await waiting(target, before)).toEqual(expected);
  });

  it("has retained messages of a server that is stopped", async () => {
    const data = join(root, "data");
    const server = await startServer(["--data", data]);
    await (await connect(server)).publishAsync("lamp", "on", { qos: 1, retain: true });
    server.signal("SIGTERM");
    await server.ended;
    const target = join(root, "backup");
    expect((await runServer(["backup", "--data", data, target])).stdout).toContain(", 1 retained message,");
    const second = await startServer(["--data", target]);
    const client = await connect(second);
    const message = new Promise<string>((resolve) => {
      client.on("message", (topic, payload) => resolve(`${topic} ${payload}`));
    });
    await client.subscribeAsync("#");
    expect(await message).toBe("lamp on");
  });

  it.each([
    ["is there already", (data: string) => join(data, "..", "full")],
    ["is in the data directory", (data: string) => join(data, "backup")],
  ])("refuses a target that %s", async (reason, targetOf) => {
    const data = join(root, "data");
    await startServer(["--data", data]);
    mkdirSync(join(root, "full"));
    writeFileSync(join(root, "full", "mine"), "");
    const { code, stderr } = await runServer(["backup", "--data", data, targetOf(data)]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(reason) });
    expect(readdirSync(join(root, "full"))).toEqual(["mine"]);
    expect(readdirSync(root).sort()).toEqual(["data", "full"]);
  });

  it("says that a directory has no store", async () => {
    const { code, stderr } = await runServer(["backup", "--data", root, join(root, "..", "unmade")]);
    expect(code).toBe(1);
    expect(stderr).toContain("has no store: there is no store.mdb");
  });
});
