import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UNLIMITED } from "../core/ports/limits.ts";
import { StartError } from "../start-error.ts";
import { isAnonymousAllowed, type ListenerSettings } from "./listeners.ts";
import { loadRequest } from "./load.ts";

const folder = mkdtempSync(join(tmpdir(), "vitrina-listeners-"));
const path = join(folder, "vitrina.toml");
afterAll(() => rmSync(folder, { recursive: true }));

/** The listeners by a config file and flags. */
function load(content: string, ...flags: readonly string[]): readonly ListenerSettings[] {
  writeFileSync(path, content);
  const request = loadRequest(["--config", path, ...flags], {});
  if (request.kind !== "run") throw new Error(`asked for ${request.kind}`);
  return request.settings.listeners;
}

function refusal(content: string, ...flags: readonly string[]): string {
  try {
    load(content, ...flags);
  } catch (error) {
    if (error instanceof StartError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("the settings are taken");
}

function last(content: string, ...flags: readonly string[]): ListenerSettings | undefined {
  return load(content, ...flags).at(-1);
}

const GARDEN = '[[listener]]\nname = "garden"\nport = 1884\n';
const FILES = ["--tls-cert", "c", "--tls-key", "k", "--tls-ca", "a", "--tls-crl", "r"];

describe("the doors that have flags", () => {
  it("are that for TCP, and with a certificate that for TLS", () => {
    expect(load("").map(({ name, port }) => [name, port])).toEqual([["mqtt", 1883]]);
    const named = load("", ...FILES).map(({ name, transport, port }) => [name, transport, port]);
    expect(named).toEqual([
      ["mqtt", "tcp", 1883],
      ["mqtts", "tls", 8883],
    ]);
  });

  it("can be left out", () => {
    expect(load("", ...FILES, "--mqtt-port", "none", "--tls-port", "none")).toEqual([]);
  });

  it("are open to nobody who must be asked, when they are left out", () => {
    expect(load("", "--host", "0.0.0.0", "--mqtt-port", "none")).toEqual([]);
  });
});

describe("a table [[listener]]", () => {
  it("needs a name and a port, and has the rest from the settings of all", () => {
    const flags = ["--maximum-packet-bytes", "5000", "--deny-anonymous"];
    expect(last(GARDEN, ...flags)).toMatchObject({
      name: "garden",
      transport: "tcp",
      host: "127.0.0.1",
      port: 1884,
      maximumConnections: UNLIMITED,
      maximumPacketBytes: 5000,
      denyAnonymous: true,
      tlsCert: undefined,
      clientCertificates: "none",
    });
  });

  it("wins over the settings of all", () => {
    const own =
      'host = "0.0.0.0"\nallow-anonymous = true\nmaximum-connections = 10\nmaximum-packet-bytes = "unlimited"\n';
    const listener = last(GARDEN + own, "--deny-anonymous", "--maximum-packet-bytes", "5000");
    expect(listener).toMatchObject({
      host: "0.0.0.0",
      allowAnonymous: true,
      denyAnonymous: false,
      maximumConnections: 10,
      maximumPacketBytes: UNLIMITED,
    });
    expect(listener && isAnonymousAllowed(listener)).toBe(true);
  });

  it("has the certificates of all where it has none of its own", () => {
    const flags = [...FILES, "--client-certificates", "required", "--certificate-user-name", "subject"];
    expect(last(`${GARDEN}transport = "wss"\n`, ...flags)).toMatchObject({
      ...{ tlsCert: "c", tlsKey: "k", tlsCa: "a", tlsCrl: "r" },
      ...{ clientCertificates: "required", certificateUserName: "subject" },
    });
    const own = 'transport = "tls"\ntls-cert = "c2"\ntls-key = "k2"\ntls-ca = "a2"\n';
    expect(last(`${GARDEN + own}client-certificates = "none"\n`, ...flags)).toMatchObject({
      ...{ tlsCert: "c2", tlsKey: "k2", tlsCa: "a2", tlsCrl: undefined },
      ...{ clientCertificates: "none", certificateUserName: "none" },
    });
  });

  it("lets the demo's devices in where others ask for a password", () => {
    expect(load(`${GARDEN}allow-anonymous = true\n`, "--deny-anonymous", "--demo")).toHaveLength(2);
    expect(refusal("", "--demo", "--mqtt-port", "none")).toMatch(/^demo-barred: --demo needs a door/);
  });
});

describe("behind proxies", () => {
  const PROXIED = ["--proxy-protocol", "required", "--trusted-proxies", "127.0.0.1", "--password-file", "u"];
  const proxyProtocols = (content: string, ...flags: readonly string[]) =>
    load(content, ...flags).map(({ name, proxyProtocol }) => [name, proxyProtocol]);

  it("a door for TCP or TLS has the PROXY protocol from the settings of all, unless it says otherwise", () => {
    const own = `${GARDEN}proxy-protocol = "none"\n[[listener]]\nname = "b"\nport = 1\ntransport = "ws"\n`;
    expect(proxyProtocols(own, ...FILES, ...PROXIED)).toEqual([
      ["mqtt", "required"],
      ["mqtts", "required"],
      ["garden", "none"],
      ["b", "none"],
    ]);
    expect(proxyProtocols(`${GARDEN}proxy-protocol = "required"\n`, ...PROXIED.slice(2))).toEqual([
      ["mqtt", "none"],
      ["garden", "required"],
    ]);
  });

  it("nobody comes in without a password through a door that others reach by one, on loopback too", () => {
    const doors = `${GARDEN}proxy-protocol = "none"\n[[listener]]\nname = "b"\nport = 1\ntransport = "ws"\n`;
    const open = load(doors, ...PROXIED).filter(isAnonymousAllowed);
    expect(open.map(({ name }) => name)).toEqual(["garden"]);
  });

  it("the demo's devices use a door without one, or are refused", () => {
    const demo = [...PROXIED, "--demo"];
    expect(load(`${GARDEN}proxy-protocol = "none"\n`, ...demo)).toHaveLength(2);
    expect(refusal("", ...demo)).toMatch(/^demo-barred: --demo needs a door/);
    expect(refusal("", ...demo, "--allow-anonymous")).toMatch(/^demo-barred: --demo needs a door/);
  });

  it.each([
    [
      'proxy-protocol = "required"\n',
      [],
      "proxies-missing: listener 1 (garden): proxy-protocol required does",
    ],
    [
      'proxy-protocol = "required"\n',
      ["--trusted-proxies", "::1"],
      "anonymous-not-allowed: listener 1 (garden): proxy-protocol required: the broker can be reached",
    ],
    [
      'transport = "ws"\n',
      ["--trusted-proxies", "::1"],
      "anonymous-not-allowed: listener 1 (garden): --trusted-proxies: the broker can be reached",
    ],
    [
      'transport = "ws"\nproxy-protocol = "required"\n',
      ["--trusted-proxies", "::1"],
      "setting-invalid: listener 1 (garden): proxy-protocol required is for MQTT over TCP and TLS",
    ],
  ])("a table with %j and %j is refused", (own, flags, sentence) => {
    expect(refusal(GARDEN + own, ...flags).slice(0, sentence.length)).toBe(sentence);
  });
});

describe("a table [[listener]] that is refused is named", () => {
  const second = `${GARDEN}[[listener]]\n`;
  it.each([
    [
      'name = "b"\n',
      "setting-invalid: listener 2 (b): port is missing; it is a whole number from 0 to 65535",
    ],
    ["port = 1\n", "setting-invalid: listener 2: name is missing"],
    [
      'name = "a b"\nport = 1\n',
      'setting-invalid: listener 2: name: "a b" is not allowed; allowed is 1 to 64',
    ],
    ['name = "b"\nport = 70000\n', "setting-invalid: listener 2 (b): port: 70000 is not allowed; allowed is"],
    [
      'name = "b"\nport = 1\nprt = 2\n',
      'setting-unknown: listener 2 (b): there is no setting "prt". Did you mean port?',
    ],
    [
      'name = "garden"\nport = 1\n',
      "setting-invalid: listener 2 (garden): listener 1 (garden) has this name already",
    ],
    ['name = "http"\nport = 1\n', "setting-invalid: listener 2 (http): a door of Vitrina's own"],
    [
      'name = "b"\nport = 1\nhost = "0.0.0.0"\n',
      "anonymous-not-allowed: listener 2 (b): host 0.0.0.0 can be reached",
    ],
    [
      'name = "b"\nport = 1\nallow-anonymous = true\ndeny-anonymous = true\n',
      "anonymous-contradiction: listener 2 (b): ",
    ],
    [
      'name = "b"\nport = 1\ntransport = "wss"\n',
      "tls-incomplete: listener 2 (b): transport wss needs tls-cert and tls-key",
    ],
    [
      'name = "b"\nport = 1\ntransport = "tls"\ntls-cert = "c"\n',
      "tls-incomplete: listener 2 (b): tls-cert counts only with tls-key. Add it, or leave tls-cert out",
    ],
    [
      'name = "b"\nport = 1\ntls-cert = "c"\n',
      "tls-incomplete: listener 2 (b): tls-cert counts only with transport tls or wss",
    ],
    [
      'name = "b"\nport = 1\nclient-certificates = "required"\n',
      "tls-incomplete: listener 2 (b): client-certificates counts only with",
    ],
  ])("%j", (content, sentence) => {
    expect(refusal(second + content).slice(0, sentence.length)).toBe(sentence);
  });

  it("is not a single table, nor a value", () => {
    expect(refusal("listener = 5\n")).toContain("begins with [[listener]]");
    expect(refusal('[listener]\nname = "a"\n')).toContain("begins with [[listener]]");
  });

  it("is meant by a key that is nearly it", () => {
    expect(refusal('[[listeners]]\nname = "a"\n')).toContain("Did you mean listener?");
  });
});
