import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connectAsync, type MqttClient, connect as reconnect } from "mqtt";
import { afterEach, expect, it } from "vitest";
import { endServers, type ServerProcess, startServer } from "./test-support/server-process.ts";

const run = promisify(execFile);
const QUOTA_EXCEEDED = 0x97;
const DURABLE = { clean: false, properties: { sessionExpiryInterval: 3600 } };

afterEach(endServers);

function connect(server: ServerProcess, clientId: string, options: object = {}): Promise<MqttClient> {
  return connectAsync(`mqtt://127.0.0.1:${server.mqttPort}`, { protocolVersion: 5, clientId, ...options });
}

/** No file of the server may be larger, as if its disk were full. */
async function limitFiles({ processId }: ServerProcess, bytes: string): Promise<void> {
  await run("prlimit", ["--pid", String(processId), `--fsize=${bytes}:unlimited`]);
}

/** The durable client, and the first messages that it finds. */
async function returning({ mqttPort }: ServerProcess, count: number): Promise<[MqttClient, string[]]> {
  const client = reconnect(`mqtt://127.0.0.1:${mqttPort}`, {
    protocolVersion: 5,
    clientId: "durable",
    ...DURABLE,
  });
  const received: string[] = [];
  await new Promise<void>((resolve) => {
    client.on("message", (_, payload) => {
      if (received.push(String(payload)) === count) resolve();
    });
  });
  return [client, received];
}

/** 0 where it was acknowledged. */
async function published(client: MqttClient, topic: string, payload: string): Promise<number> {
  const error = await client.publishAsync(topic, payload, { qos: 1 }).then(
    () => undefined,
    (reason: { readonly code: number }) => reason,
  );
  return error?.code ?? 0;
}

it.each(["commit", "fsync"])(
  "a server whose disk is full refuses what it must keep, goes on with the rest, and by itself (%s)",
  async (durability) => {
    const data = mkdtempSync(join(tmpdir(), "vitrina-full-"));
    const server = await startServer([
      "--data",
      data,
      "--durability",
      durability,
      "--maximum-uncommitted-bytes",
      "0",
    ]);
    const durable = await connect(server, "durable", DURABLE);
    await durable.subscribeAsync("kept", { qos: 1 });
    await durable.endAsync();
    const live = await connect(server, "live");
    await live.subscribeAsync("live", { qos: 1 });
    const [first, second] = [await connect(server, "first"), await connect(server, "second")];

    await limitFiles(server, "1");
    const held = published(first, "kept", "held");
    expect(await server.logged("store-failed")).toMatchObject({ reason: expect.stringContaining("EFBIG") });
    expect(await published(second, "kept", "refused")).toBe(QUOTA_EXCEEDED);
    const message = new Promise((resolve) => live.once("message", (_, payload) => resolve(String(payload))));
    expect(await published(second, "live", "on")).toBe(0);
    expect(await message).toBe("on");
    await expect(connect(server, "late", { ...DURABLE, reconnectPeriod: 0 })).rejects.toMatchObject({
      code: QUOTA_EXCEEDED,
    });

    await limitFiles(server, "unlimited");
    expect(await held).toBe(0);
    expect(await server.logged("store-recovered")).toMatchObject({ level: "info" });
    expect(await published(second, "kept", "again")).toBe(0);
    const [back, received] = await returning(server, 2);
    expect(received).toEqual(["held", "again"]);
    for (const client of [live, first, second, back]) await client.endAsync();
    server.signal("SIGTERM");
    // LMDB itself has not met the full disk: it would have said so
    expect(await server.ended).toMatchObject({ code: 0, stderr: "" });
    rmSync(data, { recursive: true });
  },
);
