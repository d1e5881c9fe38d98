import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { type HttpProxy, startHttpProxy } from "../support/http-proxy.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

let vitrina: Vitrina;
let proxy: HttpProxy;
let headers: Record<string, string> = {};
let cookie: string;
let setCookie: string;

beforeAll(async () => {
  vitrina = await startVitrina(["--trusted-proxies", "127.0.0.1"]);
  proxy = await startHttpProxy(vitrina.httpPort, { headers: () => headers });
  headers = { "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https" };
  const { hash } = new URL(await vitrina.loginAddress);
  const answer = await logIn({ token: new URLSearchParams(hash.slice(1)).get("token") });
  setCookie = answer.headers.get("set-cookie") ?? "";
  cookie = setCookie.split(";", 1)[0] ?? "";
});
afterAll(async () => {
  await proxy.close();
  await vitrina.stop();
});

function logIn(body: object): Promise<Response> {
  return fetch(`http://127.0.0.1:${proxy.port}/api/v1/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** What the API says of the client that this one is. */
async function peerOf({ options }: MqttClient): Promise<unknown> {
  const address = `http://127.0.0.1:${proxy.port}/api/v1/session?clientId=${options.clientId}`;
  const answer = await fetch(address, { headers: { cookie } });
  return ((await answer.json()) as { peer: unknown }).peer;
}

function connect(port: number): Promise<MqttClient> {
  return mqtt.connectAsync(`ws://127.0.0.1:${port}/mqtt`, {
    protocolVersion: 5,
    createWebsocket: (url, protocols) =>
      new WebSocket(url, protocols, { headers: { cookie, "x-forwarded-for": "198.51.100.1" } }),
  });
}

describe("behind a reverse proxy that is trusted", () => {
  it("the page asks for a login, though it listens on loopback", async () => {
    expect((await fetch(`${vitrina.url}/api/v1/broker`)).status).toBe(401);
  });

  it("the cookie is for HTTPS where the browser speaks HTTPS with the proxy", () => {
    expect(setCookie).toMatch(/; Secure$/);
  });

  it("MQTT.js over WebSocket is shown with its own address", async () => {
    const client = await connect(proxy.port);
    expect(await peerOf(client)).toEqual({ transport: "ws", listener: "http", address: "203.0.113.7" });
    await client.endAsync();
  });

  it("what stands before the address that the proxy has added is not believed", async () => {
    headers = { "x-forwarded-for": "198.51.100.1, 203.0.113.8" };
    const client = await connect(proxy.port);
    expect(await peerOf(client)).toMatchObject({ address: "203.0.113.8" });
    await client.endAsync();
  });

  it("guessing is slowed down for the address that guesses alone", async () => {
    headers = { "x-forwarded-for": "203.0.113.9" };
    for (let count = 0; count < 5; count++) expect((await logIn({ token: "wrong" })).status).toBe(401);
    expect((await logIn({ token: "wrong" })).status).toBe(429);
    headers = { "x-forwarded-for": "203.0.113.10" };
    expect((await logIn({ token: "wrong" })).status).toBe(401);
  });
});

describe("without proxies that are trusted", () => {
  it("nobody is believed", async () => {
    const plain = await startVitrina();
    const client = await connect(plain.httpPort);
    const answer = await fetch(`${plain.url}/api/v1/session?clientId=${client.options.clientId}`);
    expect(await answer.json()).toMatchObject({ peer: { address: "127.0.0.1" } });
    await client.endAsync();
    await plain.stop();
  });
});
