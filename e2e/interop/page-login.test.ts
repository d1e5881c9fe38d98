import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const ADDRESS = "0.0.0.0";

let vitrina: Vitrina;
let file: string;
const clients: MqttClient[] = [];

beforeAll(async () => {
  file = join(mkdtempSync(join(tmpdir(), "vitrina-login-")), "page-users");
  for (const role of ["look", "act"]) {
    const adding = spawn(process.execPath, [MAIN, "page-user", "add", "--role", role, file, role], {
      stdio: ["pipe", "ignore", "inherit"],
    });
    adding.stdin.end("secret\n");
    await once(adding, "exit");
  }
  vitrina = await startVitrina(["--http-host", ADDRESS, "--page-users", file]);
});
afterAll(async () => {
  for (const client of clients) client.end(true);
  await vitrina.stop();
});

async function cookieOf(name: string): Promise<string> {
  const answer = await fetch(`${vitrina.url}/api/v1/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, password: "secret" }),
  });
  return answer.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
}

/** MQTT.js over WebSocket, with this cookie; resolves when it is in, or with why it is not. */
function enter(cookie: string, options: IClientOptions = {}): Promise<MqttClient | Error> {
  const client = mqtt.connect(vitrina.webSocketUrl, {
    protocolVersion: 5,
    reconnectPeriod: 0,
    createWebsocket: (url, protocols) => new WebSocket(url, protocols, { headers: { cookie } }),
    ...options,
  });
  clients.push(client);
  return new Promise((resolve) => {
    client.once("connect", () => resolve(client));
    client.once("error", resolve);
  });
}

async function entered(cookie: string): Promise<MqttClient> {
  const client = await enter(cookie);
  if (client instanceof Error) throw client;
  return client;
}

describe("MQTT over WebSocket on an address that others reach", () => {
  it("takes a login of the page for credentials, with the page's own name", async () => {
    const client = await entered(await cookieOf("look"));
    const { clientId = "" } = client.options;
    const answer = await fetch(`${vitrina.url}/api/v1/session?clientId=${encodeURIComponent(clientId)}`, {
      headers: { cookie: await cookieOf("look") },
    });
    expect(await answer.json()).toMatchObject({ userName: "page:look" });
  });

  it.each(["", "vitrina-1=x"])("lets nobody in without one (%j)", async (cookie) => {
    expect(await enter(cookie)).toMatchObject({ code: 0x87 });
    expect(await enter(cookie, { username: "page:act" })).toMatchObject({ code: 0x87 });
  });

  it("lets who looks read, and not publish", async () => {
    const [looking, acting] = [await entered(await cookieOf("look")), await entered(await cookieOf("act"))];
    await looking.subscribeAsync("a/#");
    const arrived = once(looking as unknown as NodeJS.EventEmitter, "message");
    await acting.publishAsync("a/b", "hi", { qos: 1 });
    expect(String((await arrived)[1])).toBe("hi");
    await expect(looking.publishAsync("a/b", "no", { qos: 1 })).rejects.toMatchObject({ code: 0x87 });
  });

  it("ends when the login does: by logging out, and by a user who is gone from the file", async () => {
    const [look, act] = [await cookieOf("look"), await cookieOf("act")];
    const [looking, acting] = [await entered(look), await entered(act)];
    const closed = [looking, acting].map((client) => once(client as unknown as NodeJS.EventEmitter, "close"));
    await fetch(`${vitrina.url}/api/v1/logout`, { method: "POST", headers: { cookie: act } });
    await closed[1];
    expect(looking.connected).toBe(true);
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, lines.filter((line) => !line.startsWith("look:")).join("\n"));
    expect(await vitrina.reload()).toMatchObject({ code: "reloaded" });
    await closed[0];
    const answer = await fetch(`${vitrina.url}/api/v1/broker`, { headers: { cookie: look } });
    expect(answer.status).toBe(401);
  });

  it("a broken file changes nothing", async () => {
    const cookie = await cookieOf("act");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, `${before}\nact:root:x\n`);
    expect(await vitrina.reload()).toMatchObject({ code: "reload-failed" });
    writeFileSync(file, before);
    expect((await fetch(`${vitrina.url}/api/v1/broker`, { headers: { cookie } })).status).toBe(200);
  });
});
