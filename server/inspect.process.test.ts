import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endServers, runServer, type ServerProcess, startServer } from "./test-support/server-process.ts";

const HOUR = 3600;

let root: string;
let data: string;
let server: ServerProcess;
const clients: MqttClient[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "vitrina-inspect-"));
  data = join(root, "data");
  server = await startServer(["--data", data]);
  await leaveSession("away", { username: "ann" });
  const publisher = await connect({ clientId: "lamp-maker" });
  for (const number of [1, 2, 3]) await publisher.publishAsync("work/all", `job ${number}`, { qos: 1 });
  await publisher.publishAsync("house/lamp", "on", { qos: 1, retain: true });
  await publisher.publishAsync("garden/\u001b[31mtap", "closed", { qos: 1, retain: true });
});

afterAll(() => {
  for (const client of clients) client.end(true);
  endServers();
  rmSync(root, { recursive: true, force: true });
});

async function connect(options: IClientOptions): Promise<MqttClient> {
  const all = { protocolVersion: 5, reconnectPeriod: 0, ...options } as const;
  const client = await connectAsync(`mqtt://127.0.0.1:${server.mqttPort}`, all);
  clients.push(client);
  return client;
}

/** A durable session with a subscription and a delayed will, whose client has gone. */
async function leaveSession(clientId: string, options: IClientOptions): Promise<void> {
  const client = await connect({
    clientId,
    clean: false,
    properties: { sessionExpiryInterval: HOUR },
    will: { topic: "wills/away", payload: Buffer.from("gone"), properties: { willDelayInterval: HOUR } },
    ...options,
  });
  await client.subscribeAsync("work/#", { qos: 1 });
  client.stream.destroy();
  await server.logged("client-disconnected");
}

const inspect = (...args: string[]) => runServer(["inspect", "--data", data, ...args]);

async function rows(...args: string[]): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await inspect("--json", ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("vitrina inspect, while a server runs", () => {
  it("tells how much there is in all", async () => {
    expect(await rows()).toMatchObject([
      { sessions: 1, connected: 0, subscriptions: 1, queued: 3, retained: 2, wills: 1, delayedWills: 1 },
    ]);
    const { stdout } = await inspect();
    expect(stdout).toMatch(/^In use +by the process \d+$/m);
    expect(stdout).toMatch(/^Wills +1, of which 1 wait for their delay; 0 have ended$/m);
    expect(stdout).toMatch(/^Queued +3 messages, of 3 bodies with 15 bytes$/m);
  });

  it("lists sessions", async () => {
    const [session] = await rows("sessions");
    expect(session).toMatchObject({
      clientId: "away",
      userName: "ann",
      subscriptions: 1,
      queued: 3,
      queuedBytes: 15,
    });
    expect(Number(session?.expiresAt) - Number(session?.leftAt)).toBe(HOUR * 1000);
  });

  it("lists a queue in order", async () => {
    const queue = await rows("queue", "away");
    expect(queue).toMatchObject(
      [1, 2, 3].map(() => ({ state: "waiting", message: { topic: "work/all", qos: 1 } })),
    );
    const places = queue.map(({ place }) => Number(place));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const { stdout } = await inspect("queue", "away");
    expect(stdout).toMatch(
      /^PLACE +STATE +PACKET ID +QOS +TOPIC .*\n +\d+ +waiting +1 +work\/all +5 .* lamp-maker\n/,
    );
  });

  it("lists retained messages that match, with nothing in them that steers a terminal", async () => {
    expect(await rows("retained", "house/+")).toMatchObject([
      { topic: "house/lamp", payloadBytes: 2, clientId: "lamp-maker" },
    ]);
    const { stdout } = await inspect("retained");
    expect(stdout).toContain("garden/\\u{1b}[31mtap");
    expect(stdout).not.toContain("\u001b");
  });

  it("lists subscriptions and wills", async () => {
    expect(await rows("subscriptions")).toMatchObject([{ clientId: "away", filter: "work/#", qos: 1 }]);
    expect(await rows("wills")).toMatchObject([
      {
        clientId: "away",
        topic: "wills/away",
        state: "delayed",
        delaySeconds: HOUR,
        cause: "connection-lost",
      },
    ]);
  });

  it("changes nothing in the directory of a stopped server", async () => {
    const target = join(root, "backup");
    await runServer(["backup", "--data", data, target]);
    const before = readFileSync(join(target, "store.mdb"));
    const { stdout } = await runServer(["inspect", "--data", target]);
    expect(stdout).toMatch(/^In use +by nobody$/m);
    expect(readFileSync(join(target, "store.mdb")).equals(before)).toBe(true);
    expect(readdirSync(target).filter((name) => name !== "store.mdb-lock")).toEqual(["store.mdb"]);
  });

  it.each([
    ["a list that is none", ["sesions"], "can list sessions, queue, retained, subscriptions or wills"],
    ["a queue of nobody", ["queue"], "needs a client id"],
    ["a client that has no session", ["queue", "bob"], 'There is no session of "bob"'],
    ["a filter that is none", ["retained", "a#"], '"a#" is no topic filter'],
    ["one too many", ["wills", "x"], "x is one too many"],
  ])("says what is wrong with %s", async (_, args, sentence) => {
    const { code, stdout, stderr } = await inspect(...args);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining(sentence),
    });
    expect(stderr).toContain("(data-command-invalid)");
  });
});
