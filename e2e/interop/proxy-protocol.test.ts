import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { startClient } from "../support/client-program.ts";
import { mosquittoPub } from "../support/mosquitto.ts";
import { startTcpProxy, type TcpProxy } from "../support/proxy.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const folder = mkdtempSync(join(tmpdir(), "vitrina-proxy-"));
const certificate = join(folder, "server.crt");
const key = join(folder, "server.key");

const BEHIND = ["--proxy-protocol", "required", "--allow-anonymous", "--trusted-proxies"];
const message = ["-t", "door", "-m", "hello", "-q", "1", "-V", "mqttv5"];

let vitrina: Vitrina;
let proxy: TcpProxy | undefined;

async function startTrusting(proxies: string, ...parameters: readonly string[]): Promise<Vitrina> {
  vitrina = await startVitrina([...BEHIND, proxies, ...parameters]);
  return vitrina;
}

function start(...parameters: readonly string[]): Promise<Vitrina> {
  return startTrusting("127.0.0.0/8", ...parameters);
}

async function through(port: number, header: string | Buffer): Promise<number> {
  await proxy?.close();
  proxy = await startTcpProxy(port, () => header);
  return proxy.port;
}

function version1(address: string): string {
  return `PROXY TCP4 ${address} 192.0.2.1 49152 1883\r\n`;
}

/** IPv6, with an authority (type 2) behind the addresses. */
const VERSION_2 = Buffer.from(
  `0d0a0d0a000d0a515549540a21210028${"20010db8"}${"0".repeat(20)}0007${"0".repeat(32)}c000075b02000168`,
  "hex",
);

afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
  await vitrina.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("mosquitto's clients through a proxy that speaks the PROXY protocol", () => {
  it.each([
    ["version 1", version1("203.0.113.7"), "203.0.113.7"],
    ["version 2", VERSION_2, "2001:db8::7"],
  ])("are shown and logged with their own address: %s", async (_, header, address) => {
    const { mqttPort, nextEvent, log } = await start();
    const connected = await nextEvent("clientConnected");
    expect(await mosquittoPub(await through(mqttPort, header), message)).toBe(0);
    expect(await connected.event).toMatchObject({ peer: { address, port: 49_152, transport: "tcp" } });
    const line = log.find(({ code }) => code === "client-connected");
    expect(line?.peer).toContain(address);
  });

  it("are shown with their own address over TLS", async () => {
    execFileSync(
      "openssl",
      [
        ...[
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:prime256v1",
          "-nodes",
          "-days",
          "2",
        ],
        ...[
          "-subj",
          "/CN=localhost",
          "-addext",
          "subjectAltName=IP:127.0.0.1",
          "-keyout",
          key,
          "-out",
          certificate,
        ],
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    const tls = ["--tls-cert", certificate, "--tls-key", key, "--tls-port", "0"];
    const { mqttsPort = 0, nextEvent } = await start(...tls);
    const connected = await nextEvent("clientConnected");
    const port = await through(mqttsPort, VERSION_2);
    expect(await mosquittoPub(port, [...message, "--cafile", certificate])).toBe(0);
    expect(await connected.event).toMatchObject({ peer: { address: "2001:db8::7", transport: "tls" } });
  });

  it("are counted by their own address", async () => {
    const { mqttPort, nextEvent } = await start("--maximum-connections-per-address", "1");
    const first = await through(mqttPort, version1("203.0.113.7"));
    const connected = await nextEvent("clientConnected");
    const staying = startClient("mosquitto_sub", first, ["-t", "#"]);
    await connected.event;
    expect(await mosquittoPub(first, message)).not.toBe(0);
    const second = await startTcpProxy(mqttPort, () => version1("203.0.113.8"));
    expect(await mosquittoPub(second.port, message)).toBe(0);
    await second.close();
    staying.kill("SIGKILL");
    await staying.exited;
  });

  it("do not get in without its header, and the log says why", async () => {
    const { mqttPort, log } = await start();
    expect(await mosquittoPub(mqttPort, message)).not.toBe(0);
    await vitrina.stop();
    expect(log).toContainEqual(
      expect.objectContaining({ code: "proxy-header-invalid", address: "127.0.0.1" }),
    );
  });

  it("do not get in from an address that is not trusted, whatever header they send", async () => {
    const { mqttPort, log } = await startTrusting("192.0.2.1");
    expect(await mosquittoPub(await through(mqttPort, version1("203.0.113.7")), message)).not.toBe(0);
    await vitrina.stop();
    expect(log).toContainEqual(expect.objectContaining({ code: "proxy-not-trusted", address: "127.0.0.1" }));
    expect(log.filter(({ code }) => code === "client-connected")).toEqual([]);
  });
});
