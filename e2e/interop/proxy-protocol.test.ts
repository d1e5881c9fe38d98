import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt from "mqtt";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { issueCertificate } from "../support/certificates.ts";
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

/** From where clients have connected, as the log has it. */
async function peersOfLog(): Promise<unknown[]> {
  await vitrina.stop();
  return vitrina.log.filter(({ code }) => code === "client-connected").map(({ peer }) => peer);
}

afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
  await vitrina.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("mosquitto's clients through a proxy that speaks the PROXY protocol", () => {
  it.each([
    ["version 1", version1("203.0.113.7"), "tcp://203.0.113.7:49152"],
    ["version 2", VERSION_2, "tcp://[2001:db8::7]:49152"],
  ])("are known by their own address: %s", async (_, header, peer) => {
    const { mqttPort } = await start();
    expect(await mosquittoPub(await through(mqttPort, header), message)).toBe(0);
    expect(await peersOfLog()).toEqual([peer]);
  });

  it("are known by their own address over TLS", async () => {
    issueCertificate(folder, "ca", "/CN=authority");
    issueCertificate(folder, "server", "/CN=localhost", "ca");
    const tls = ["--tls-cert", certificate, "--tls-key", key, "--tls-port", "0"];
    const { mqttsPort = 0 } = await start(...tls);
    const port = await through(mqttsPort, VERSION_2);
    expect(await mosquittoPub(port, [...message, "--cafile", join(folder, "ca.crt")])).toBe(0);
    expect(await peersOfLog()).toEqual(["tls://[2001:db8::7]:49152"]);
  });

  it("are counted by their own address", async () => {
    const { mqttPort } = await start("--maximum-connections-per-address", "1");
    const port = await through(mqttPort, version1("203.0.113.7"));
    const staying = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 5 });
    expect(await mosquittoPub(port, message)).not.toBe(0);
    const other = await startTcpProxy(mqttPort, () => version1("203.0.113.8"));
    expect(await mosquittoPub(other.port, message)).toBe(0);
    await other.close();
    await staying.endAsync();
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
    expect(await peersOfLog()).toEqual([]);
    expect(log).toContainEqual(expect.objectContaining({ code: "proxy-not-trusted", address: "127.0.0.1" }));
  });
});
