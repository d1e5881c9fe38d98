import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { get as httpGet } from "node:http";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { issueCertificate } from "../support/certificates.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const folder = mkdtempSync(join(tmpdir(), "vitrina-https-"));
const at = (name: string): string => join(folder, name);

let vitrina: Vitrina;
let ca: Buffer;
const clients: MqttClient[] = [];

beforeAll(() => {
  issueCertificate(folder, "ca", "/CN=our authority");
  ca = readFileSync(at("ca.crt"));
});
beforeEach(async () => {
  issueCertificate(folder, "page", "/CN=localhost", "ca");
  vitrina = await startVitrina([
    ...["--http-tls-cert", at("page.crt"), "--http-tls-key", at("page.key")],
    ...["--login", "always"],
  ]);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await vitrina.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A request that trusts our authority alone. */
async function ask(method: string, path: string, cookie = "", body?: unknown): Promise<Answer> {
  const headers = { cookie, "content-type": "application/json" };
  const sent = request(vitrina.url + path, { method, headers, ca, agent: new Agent() });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const text = Buffer.concat(await response.toArray()).toString();
  return { status: response.statusCode, headers: response.headers, body: text };
}

/** Logs in with the token that the start printed. */
async function logIn(): Promise<string> {
  const { protocol, hash } = new URL(await vitrina.loginAddress);
  expect(protocol).toBe("https:");
  const answer = await ask("POST", "/api/v1/login", "", { token: hash.replace("#token=", "") });
  return String(answer.headers["set-cookie"]);
}

async function connected(cookie: string): Promise<MqttClient> {
  const client = mqtt.connect(vitrina.webSocketUrl, {
    protocolVersion: 5,
    reconnectPeriod: 0,
    wsOptions: { ca, headers: { cookie } },
  });
  clients.push(client);
  await once(client as unknown as NodeJS.EventEmitter, "connect");
  return client;
}

/** The name in the certificate that the door shows now. */
async function shownName(): Promise<string | string[] | undefined> {
  const socket: TLSSocket = connect({ port: vitrina.httpPort, host: "127.0.0.1", ca });
  await once(socket, "secureConnect");
  const { CN } = socket.getPeerCertificate().subject;
  socket.end();
  return CN;
}

describe("the page's door with a certificate", () => {
  it("serves the API over HTTPS, and tells where it and MQTT over WebSocket are", async () => {
    const cookie = (await logIn()).split(";", 1)[0];
    const { status, body } = await ask("GET", "/api/v1/broker", cookie);
    expect(status).toBe(200);
    expect(JSON.parse(body).listeners).toContainEqual({
      name: "http",
      transport: "wss",
      host: "127.0.0.1",
      port: vitrina.httpPort,
      path: "/mqtt",
    });
    expect(vitrina.webSocketUrl).toMatch(/^wss:/);
  });

  it("gives a cookie that browsers send over HTTPS only", async () => {
    expect(await logIn()).toMatch(/HttpOnly; SameSite=Strict; .*Secure$/);
  });

  it("does not speak HTTP", async () => {
    const asked = httpGet({ port: vitrina.httpPort, host: "127.0.0.1", agent: false });
    await expect(once(asked, "response")).rejects.toThrow();
  });

  it("lets MQTT.js in over secure WebSocket, and shows it as such", async () => {
    const cookie = (await logIn()).split(";", 1)[0] ?? "";
    const { options } = await connected(cookie);
    const path = `/api/v1/session?clientId=${encodeURIComponent(options.clientId ?? "")}`;
    const { body } = await ask("GET", path, cookie);
    expect(JSON.parse(body)).toMatchObject({ peer: { transport: "wss", listener: "http" } });
  });

  it("shows a renewed certificate after SIGHUP, a broken one changes nothing, and who is in stays", async () => {
    const client = await connected((await logIn()).split(";", 1)[0] ?? "");
    const before = readFileSync(at("page.crt"));
    writeFileSync(at("page.crt"), "no certificate");
    const failed = { code: "reload-failed", reason: expect.stringContaining("--http-tls-cert") };
    expect(await vitrina.reload()).toMatchObject(failed);
    expect(await shownName()).toBe("localhost");
    writeFileSync(at("page.crt"), before);
    issueCertificate(folder, "page", "/CN=renewed", "ca");
    expect(await vitrina.reload()).toMatchObject({ code: "reloaded" });
    expect(await shownName()).toBe("renewed");
    await client.subscribeAsync("a", { qos: 1 });
    const arrived = once(client as unknown as NodeJS.EventEmitter, "message");
    await client.publishAsync("a", "still here", { qos: 1 });
    expect(String((await arrived)[1])).toBe("still here");
  });
});
