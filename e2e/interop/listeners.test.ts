import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { issueCertificate } from "../support/certificates.ts";
import { startHttpProxy } from "../support/http-proxy.ts";
import { mosquittoPub } from "../support/mosquitto.ts";
import { startTcpProxy } from "../support/proxy.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "vitrina-listeners-"));
const at = (name: string): string => join(folder, name);
const message = ["-t", "door", "-m", "hello", "-q", "1", "-V", "mqttv5"];

let vitrina: Vitrina;
const clients: MqttClient[] = [];

beforeAll(() => {
  execFileSync("mosquitto_passwd", ["-b", "-c", at("users"), "ann", "secret"]);
  issueCertificate(folder, "ca", "/CN=our authority");
  issueCertificate(folder, "server", "/CN=localhost", "ca");
  issueCertificate(folder, "garden", "/CN=garden", "ca");
  issueCertificate(folder, "meter", "/O=Plant/CN=meter 7", "ca");
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await vitrina.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts with these tables after settings of all. */
async function start(content: string, ...flags: readonly string[]): Promise<Vitrina> {
  writeFileSync(at("vitrina.toml"), content);
  vitrina = await startVitrina(["--config", at("vitrina.toml"), ...flags]);
  return vitrina;
}

function table(name: string, ...lines: readonly string[]): string {
  return `[[listener]]\nname = "${name}"\nport = 0\n${lines.join("\n")}\n`;
}

function portOf(name: string): number {
  return Number(vitrina.listenerAt(name).port);
}

/** MQTT.js at this address: its CONNACK, or why it did not get in. */
function enter(address: string, options: IClientOptions = {}): Promise<mqtt.IConnackPacket | Error> {
  const client = mqtt.connect(address, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  clients.push(client);
  return new Promise((resolve) => {
    client.once("connect", resolve);
    client.once("error", resolve);
  });
}

const TLS = () => [`tls-cert = "${at("server.crt")}"`, `tls-key = "${at("server.key")}"`];

describe("listeners of the config file", () => {
  it("each ask for what they say, of everybody who comes through them", async () => {
    const users = `password-file = "${at("users")}"\ndeny-anonymous = true\n`;
    const required = [`tls-ca = "${at("ca.crt")}"`, 'client-certificates = "required"'];
    await start(
      users +
        table("garden", "allow-anonymous = true") +
        table("meters", 'transport = "tls"', ...TLS(), ...required, 'certificate-user-name = "common-name"'),
    );
    expect(await mosquittoPub(vitrina.mqttPort, message)).not.toBe(0);
    expect(await mosquittoPub(vitrina.mqttPort, [...message, "-u", "ann", "-P", "secret"])).toBe(0);
    const first = await vitrina.nextEvent("clientConnected");
    expect(await mosquittoPub(portOf("garden"), message)).toBe(0);
    expect(await first.event).toMatchObject({ peer: { listener: "garden", transport: "tcp" } });
    const trust = ["--cafile", at("ca.crt")];
    const card = ["--cert", at("meter.crt"), "--key", at("meter.key")];
    const second = await vitrina.nextEvent("clientConnected");
    expect(await mosquittoPub(portOf("meters"), [...message, ...trust, ...card])).toBe(0);
    expect(await second.event).toMatchObject({ userName: "meter 7", peer: { listener: "meters" } });
    expect(await mosquittoPub(portOf("meters"), [...message, ...trust])).not.toBe(0);
  });

  it("let MQTT.js in over WebSocket, plain and secure, and have no page", async () => {
    await start(table("web", 'transport = "ws"') + table("secure-web", 'transport = "wss"', ...TLS()));
    const [plain, secure] = [vitrina.listenerAt("web"), vitrina.listenerAt("secure-web")];
    expect([plain.protocol, plain.pathname, secure.protocol]).toEqual(["ws:", "/mqtt", "wss:"]);
    const plainEvent = await vitrina.nextEvent("clientConnected");
    expect(await enter(plain.href)).toMatchObject({ reasonCode: 0 });
    expect(await plainEvent.event).toMatchObject({ peer: { listener: "web", transport: "ws" } });
    const secureEvent = await vitrina.nextEvent("clientConnected");
    expect(await enter(secure.href, { ca: readFileSync(at("ca.crt")) })).toMatchObject({ reasonCode: 0 });
    expect(await secureEvent.event).toMatchObject({ peer: { listener: "secure-web", transport: "wss" } });
    const [response] = await once(get(`http://127.0.0.1:${plain.port}/`), "response");
    expect(response.statusCode).toBe(426);
    response.resume();
  });

  it("take a certificate of the client over secure WebSocket too", async () => {
    const asking = [`tls-ca = "${at("ca.crt")}"`, 'client-certificates = "optional"'];
    await start(
      table("web", 'transport = "wss"', ...TLS(), ...asking, 'certificate-user-name = "common-name"'),
      "--deny-anonymous",
    );
    const ca = readFileSync(at("ca.crt"));
    const card = { cert: readFileSync(at("meter.crt")), key: readFileSync(at("meter.key")) };
    const connected = await vitrina.nextEvent("clientConnected");
    expect(await enter(vitrina.listenerAt("web").href, { ca, ...card })).toMatchObject({ reasonCode: 0 });
    expect(await connected.event).toMatchObject({ userName: "meter 7" });
    expect(await enter(vitrina.listenerAt("web").href, { ca })).toMatchObject({ code: 0x87 });
  });

  it("keep to limits of their own, which leave others alone", async () => {
    await start(table("narrow", "maximum-connections = 1", "maximum-packet-bytes = 1000") + table("wide"));
    const narrow = vitrina.listenerAt("narrow").href;
    expect(await enter(narrow)).toMatchObject({ properties: { maximumPacketSize: 1000 } });
    expect(await enter(narrow)).toMatchObject({ code: 0x89 });
    const wide = vitrina.listenerAt("wide").href;
    expect(await enter(wide)).toMatchObject({ properties: { maximumPacketSize: 2_000_000 } });
    expect(await enter(wide)).toMatchObject({ reasonCode: 0 });
  });

  it("are told by the API, and are the only ones where the others are left out", async () => {
    await start(table("garden"), "--mqtt-port", "none");
    const { listeners } = (await (await fetch(`${vitrina.url}/api/v1/broker`)).json()) as {
      listeners: readonly { name: string }[];
    };
    expect(listeners).toMatchObject([
      { name: "garden", transport: "tcp", host: "127.0.0.1", port: portOf("garden") },
      { name: "http", transport: "ws" },
    ]);
  });

  it("show a renewed certificate after SIGHUP, and a broken one of one of them changes nothing", async () => {
    const own = [`tls-cert = "${at("garden.crt")}"`, `tls-key = "${at("garden.key")}"`];
    await start(table("web", 'transport = "wss"', ...TLS()) + table("garden", 'transport = "tls"', ...own));
    const before = readFileSync(at("garden.crt"));
    writeFileSync(at("garden.crt"), "no certificate");
    const failed = {
      code: "reload-failed",
      reason: expect.stringContaining("listener 2 (garden): tls-cert"),
    };
    expect(await vitrina.reload()).toMatchObject(failed);
    writeFileSync(at("garden.crt"), before);
    issueCertificate(folder, "other", "/CN=another authority");
    issueCertificate(folder, "server", "/CN=localhost", "other");
    expect(await vitrina.reload()).toMatchObject({ code: "reloaded" });
    const { href } = vitrina.listenerAt("web");
    expect(await enter(href, { ca: readFileSync(at("ca.crt")) })).toBeInstanceOf(Error);
    expect(await enter(href, { ca: readFileSync(at("other.crt")) })).toMatchObject({ reasonCode: 0 });
    issueCertificate(folder, "server", "/CN=localhost", "ca");
  });
});

describe("a start with a listener that does not open", () => {
  it("is told with its table, and opens nothing", async () => {
    await start(table("first"));
    writeFileSync(at("second.toml"), table("garden").replace("port = 0", `port = ${portOf("first")}`));
    const ports = ["--mqtt-port", "0", "--http-port", "0"];
    const child = spawn(process.execPath, [MAIN, "--memory", ...ports, "--config", at("second.toml")], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { PATH: process.env.PATH },
    });
    const chunks: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    expect((await once(child, "close"))[0]).toBe(1);
    expect(String(Buffer.concat(chunks))).toBe(
      `vitrina: listener 1 (garden): Port ${portOf("first")} on 127.0.0.1 is taken by another program. Stop it, or choose another port with the key port (address-in-use)\n`,
    );
  });
});

describe("listeners behind proxies", () => {
  it("know clients by their own addresses, beside one that only this machine reaches", async () => {
    const own = table("local", 'proxy-protocol = "none"', "allow-anonymous = true");
    const users = `password-file = "${at("users")}"\n`;
    const flags = ["--trusted-proxies", "127.0.0.1", "--proxy-protocol", "required"];
    const { mqttPort } = await start(users + own + table("web", 'transport = "ws"'), ...flags);
    const tcp = await startTcpProxy(mqttPort, () => "PROXY TCP4 203.0.113.7 192.0.2.1 49152 1883\r\n");
    const http = await startHttpProxy(portOf("web"), {
      headers: () => ({ "x-forwarded-for": "203.0.113.8" }),
    });
    const ann = { username: "ann", password: "secret" };
    const web = `ws://127.0.0.1:${http.port}/mqtt`;
    expect(await enter(`mqtt://127.0.0.1:${tcp.port}`, ann)).toMatchObject({ reasonCode: 0 });
    expect(await enter(web, ann)).toMatchObject({ reasonCode: 0 });
    expect(await enter(web)).toBeInstanceOf(Error);
    expect(await mosquittoPub(portOf("local"), message)).toBe(0);
    for (const client of clients.splice(0)) client.end(true);
    await Promise.all([tcp.close(), http.close()]);
    await vitrina.stop();
    const connected = vitrina.log.filter(({ code }) => code === "client-connected");
    expect(connected.map(({ peer }) => String(peer).replace(/:\d+$/, ""))).toEqual([
      "tcp://203.0.113.7",
      "ws://203.0.113.8",
      "tcp://127.0.0.1",
    ]);
  });
});
