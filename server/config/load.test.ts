import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, UNLIMITED } from "../core/ports/limits.ts";
import { StartError } from "../start-error.ts";
import { isLoginNeeded } from "./check.ts";
import { limitsOf } from "./limit-settings.ts";
import { type Environment, loadRequest } from "./load.ts";
import type { Settings } from "./settings.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vitrina-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(args: readonly string[] = [], environment: Environment = {}): Settings {
  const request = loadRequest(args, environment);
  if (request.kind !== "run") throw new Error(`asked for ${request.kind}`);
  return request.settings;
}

/** Why these settings are refused. */
function refusal(args: readonly string[], environment: Environment = {}): { code: string; message: string } {
  try {
    load(args, environment);
  } catch (error) {
    if (error instanceof StartError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("the settings are taken");
}

function file(content: string): string {
  const path = join(folder, "vitrina.toml");
  writeFileSync(path, content);
  return path;
}

describe("settings", () => {
  it("has a default for everything, and the core's for limits", () => {
    const settings = load();
    expect(settings).toMatchObject({
      host: "127.0.0.1",
      mqttPort: 1883,
      httpHost: "127.0.0.1",
      httpPort: 8080,
      memory: false,
      demo: false,
      allowAnonymous: false,
      allowedHosts: [],
      allowedOrigins: [],
      logLevel: "info",
      logFormat: "text",
      sysInterval: 10,
    });
    const { maximumMemoryBytes, ...others } = settings;
    expect(maximumMemoryBytes).toBe("automatic");
    expect(limitsOf({ ...others, maximumMemoryBytes: UNLIMITED })).toEqual(DEFAULT_LIMITS);
  });

  it("prefers a flag to a variable, and a variable to the file", () => {
    const path = file('mqtt-port = 1\nhttp-port = 2\nlog-level = "debug"\n');
    const environment = { VITRINA_CONFIG: path, VITRINA_MQTT_PORT: "11", VITRINA_HTTP_PORT: "12" };
    expect(load(["--mqtt-port", "21"], environment)).toMatchObject({
      mqttPort: 21,
      httpPort: 12,
      logLevel: "debug",
    });
  });

  it("reads every kind of value from every source", () => {
    const path = file('demo = true\nallowed-hosts = ["a", "b:80"]\nmaximum-queued-bytes = "unlimited"\n');
    expect(load(["--config", path])).toMatchObject({
      demo: true,
      allowedHosts: ["a", "b:80"],
      maximumQueuedBytes: UNLIMITED,
    });
    const variables = {
      VITRINA_DEMO: "false",
      VITRINA_ALLOWED_HOSTS: "a, b",
      VITRINA_MAXIMUM_CONNECTIONS: "1_000",
    };
    expect(load([], variables)).toMatchObject({
      demo: false,
      allowedHosts: ["a", "b"],
      maximumConnections: 1000,
    });
    const flags = [
      "--demo",
      "--allowed-hosts=a",
      "--allowed-hosts",
      "b",
      "--maximum-queued-messages=unlimited",
    ];
    expect(load(flags)).toMatchObject({
      demo: true,
      allowedHosts: ["a", "b"],
      maximumQueuedMessages: UNLIMITED,
    });
  });

  it("takes the last of a flag that is repeated", () => {
    expect(load(["--mqtt-port", "1", "--mqtt-port=2"]).mqttPort).toBe(2);
  });

  it.each(["--help", "-h"])("is not needed for %s", (flag) => {
    expect(loadRequest([flag], {})).toEqual({ kind: "help" });
  });

  it.each(["--version", "-v"])("is not needed for %s", (flag) => {
    expect(loadRequest([flag], {})).toEqual({ kind: "version" });
  });
});

describe("a setting that does not exist", () => {
  it.each([
    [["--mqt-port", "1"], {}, "There is no setting --mqt-port. Did you mean --mqtt-port?"],
    [["--quux"], {}, "There is no setting --quux. All settings: --help"],
    [["-p", "1"], {}, "There is no setting -p. All settings: --help"],
    [["1883"], {}, '"1883" is not a setting'],
    [
      [],
      { VITRINA_MQTT_PROT: "1" },
      "The variable VITRINA_MQTT_PROT is no setting. Did you mean VITRINA_MQTT_PORT?",
    ],
  ])("is named: %j %j", (args, environment: Environment, message) => {
    expect(refusal(args, environment)).toEqual({
      code: "setting-unknown",
      message: expect.stringContaining(message),
    });
  });

  it("is named in the file, with the file's name", () => {
    const path = file("mqtt_port = 1\n");
    expect(refusal(["--config", path])).toEqual({
      code: "setting-unknown",
      message: `${path}: there is no setting "mqtt_port". Did you mean mqtt-port? All settings: --help`,
    });
  });

  it("may be a config file that names another", () => {
    expect(refusal(["--config", file('config = "other"\n')]).code).toBe("setting-unknown");
  });
});

describe("a value that is not allowed", () => {
  it.each([
    [
      ["--mqtt-port", "65536"],
      '--mqtt-port: "65536" is not allowed; allowed is a whole number from 0 to 65535',
    ],
    [["--mqtt-port", "-1"], '--mqtt-port: "-1" is not allowed'],
    [["--mqtt-port", "0x50"], '--mqtt-port: "0x50" is not allowed'],
    [["--mqtt-port", "unlimited"], '--mqtt-port: "unlimited" is not allowed'],
    [["--mqtt-port="], '--mqtt-port: "" is not allowed'],
    [["--mqtt-port"], "--mqtt-port needs a value: a whole number from 0 to 65535"],
    [["--host", "--demo"], "--host needs a value: an IP address"],
    [["--host="], '--host: "" is not allowed'],
    [["--demo=maybe"], '--demo: "maybe" is not allowed; allowed is true or false'],
    [["--log-level", "loud"], '--log-level: "loud" is not allowed; allowed is error, warn, info or debug'],
    [
      ["--allowed-origins", "panel.home"],
      '--allowed-origins: "panel.home" is not allowed; allowed is origins like',
    ],
    [["--allowed-hosts", "http://a"], '--allowed-hosts: "http://a" is not allowed'],
    [["--maximum-queued-bytes", "Infinity"], "a whole number of 0 or more, or unlimited"],
    [["--maximum-connections", "0"], "a whole number of 1 or more, or unlimited"],
    [["--receive-maximum", "unlimited"], "a whole number from 1 to 65535"],
    [["--maximum-client-id-bytes", "22"], "a whole number from 23 to 65535"],
  ])("is named with what is allowed: %j", (args, message) => {
    expect(refusal(args)).toEqual({ code: "setting-invalid", message: expect.stringContaining(message) });
  });

  it("is named with its variable", () => {
    expect(refusal([], { VITRINA_SYS_INTERVAL: "0" }).message).toContain('VITRINA_SYS_INTERVAL: "0"');
  });

  it.each([
    ['mqtt-port = "1883x"', '"1883x"'],
    ["mqtt-port = 1.5", "1.5"],
    ["maximum-connections = inf", "Infinity"],
    ["mqtt-port = [1]", "[1]"],
    ["host = 5", "5"],
  ])("is named with its key and file: %s", (line, value) => {
    const path = file(line);
    const [key] = line.split(" ");
    expect(refusal(["--config", path])).toEqual({
      code: "setting-invalid",
      message: expect.stringContaining(`${key} in ${path}: ${value} is not allowed`),
    });
  });
});

describe("the config file", () => {
  it("is named when it is not there", () => {
    const path = join(folder, "none.toml");
    expect(refusal(["--config", path])).toEqual({
      code: "config-file-unreadable",
      message: `--config: ${path} cannot be read: there is no such file`,
    });
  });

  it("is named with line and column when it is not TOML", () => {
    const path = file('host = "a"\nmqtt-port: 5\n');
    expect(refusal([], { VITRINA_CONFIG: path })).toEqual({
      code: "config-file-unreadable",
      message: expect.stringMatching(/vitrina\.toml is not TOML \(line 2, column \d+\): /),
    });
  });
});

describe("settings that are refused together", () => {
  it.each(["0.0.0.0", "::", "10.0.0.5", "broker.home"])("--host %s without --allow-anonymous", (host) => {
    expect(refusal(["--host", host])).toEqual({
      code: "anonymous-not-allowed",
      message: expect.stringContaining("--allow-anonymous"),
    });
    expect(load(["--host", host, "--allow-anonymous"]).host).toBe(host);
  });

  it.each([
    ["--password-file", "users"],
    ["--scram-users", "users"],
  ])("but not with %s", (...users) => {
    expect(load(["--host", "0.0.0.0", ...users]).host).toBe("0.0.0.0");
  });

  it.each([
    [["--tls-cert", "c"], "--tls-cert counts only with --tls-key"],
    [["--tls-key", "k"], "--tls-key counts only with --tls-cert"],
    [["--tls-ca", "a"], "--tls-ca counts only with --tls-cert and --tls-key"],
    [["--http-tls-cert", "c"], "--http-tls-cert counts only with --http-tls-key"],
    [["--http-tls-key", "k"], "--http-tls-key counts only with --http-tls-cert"],
    [["--tls-crl", "r"], "--tls-crl counts only with --tls-ca"],
    [["--client-certificates", "required"], "--client-certificates required counts only with --tls-ca"],
    [["--certificate-user-name", "subject"], "counts only with --client-certificates optional or required"],
  ])("half of TLS: %j", (parameters, sentence) => {
    expect(refusal(parameters)).toEqual({
      code: "tls-incomplete",
      message: expect.stringContaining(sentence),
    });
  });

  it.each(["*", "panel.home", "https:", "https://panel.home/", "https://panel.home; script-src *", "'self'"])(
    "--frame-ancestors %s",
    (ancestor) =>
      expect(refusal(["--frame-ancestors", ancestor]).message).toContain("allowed is the word self"),
  );

  it("but not --frame-ancestors with origins", () => {
    const origins = ["self", "https://panel.home:8443", "http://[::1]:8080"];
    expect(load(["--frame-ancestors", origins.join(",")]).frameAncestors).toEqual(origins);
  });

  it.each([["--allow-anonymous"], ["--demo"]])("--deny-anonymous with %s", (other) => {
    expect(refusal(["--deny-anonymous", other])).toEqual({
      code: "anonymous-contradiction",
      message: expect.stringContaining(other),
    });
  });

  it.each(["localhost", "127.0.0.1", "127.1.2.3", "::1"])("but not --host %s", (host) => {
    expect(load(["--host", host]).host).toBe(host);
  });

  it("but not an --http-host that others can reach: the page asks for a login then", () => {
    expect(isLoginNeeded(load([]))).toBe(false);
    expect(isLoginNeeded(load(["--http-host", "0.0.0.0"]))).toBe(true);
    expect(isLoginNeeded(load(["--login", "always"]))).toBe(true);
    expect(isLoginNeeded(load(["--page-users", "f"]))).toBe(true);
    expect(isLoginNeeded(load(["--trusted-proxies", "127.0.0.1"]))).toBe(true);
  });
});
