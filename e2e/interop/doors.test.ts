import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { issueCertificate } from "../support/certificates.ts";
import { mosquittoPub, mosquittoSub } from "../support/mosquitto.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "vitrina-doors-"));
const at = (name: string): string => join(folder, name);

let vitrina: Vitrina | undefined;

afterEach(async () => {
  await vitrina?.stop();
  vitrina = undefined;
});

afterAll(() => rmSync(folder, { recursive: true }));

async function start(...parameters: readonly string[]): Promise<Vitrina> {
  vitrina = await startVitrina(parameters);
  return vitrina;
}

function issue(name: string, subject: string, ca?: string): void {
  issueCertificate(folder, name, subject, ca);
}

const message = ["-t", "door", "-m", "hello", "-q", "1", "-V", "mqttv5"];

describe("users of mosquitto's password file", () => {
  const users = at("users");

  beforeAll(() => {
    execFileSync("mosquitto_passwd", ["-b", "-c", users, "ann", "secret"]);
    execFileSync("mosquitto_passwd", ["-b", users, "bob", "secret"]);
    execFileSync("mosquitto_passwd", ["-H", "sha512", "-b", users, "old", "secret"]);
  });

  it("are let in with the passwords that mosquitto_passwd wrote, and with no others", async () => {
    const { mqttPort } = await start("--password-file", users, "--deny-anonymous");
    const enter = (...who: readonly string[]): Promise<number | null> =>
      mosquittoPub(mqttPort, [...message, ...who]);
    expect(await enter("-u", "ann", "-P", "secret")).toBe(0);
    expect(await enter("-u", "old", "-P", "secret")).toBe(0);
    expect(await enter("-u", "ann", "-P", "wrong")).not.toBe(0);
    expect(await enter("-u", "eve", "-P", "secret")).not.toBe(0);
    expect(await enter("-u", "ann")).not.toBe(0);
    expect(await enter()).not.toBe(0);
  });

  it("are let in with what `vitrina passwd` wrote", async () => {
    const child = spawn(process.execPath, [MAIN, "passwd", "add", users, "cid"], {
      stdio: ["pipe", "ignore", "inherit"],
    });
    child.stdin.end("pass wörd\n");
    expect(await once(child, "exit")).toEqual([0, null]);
    const { mqttPort } = await start("--password-file", users, "--deny-anonymous");
    expect(await mosquittoPub(mqttPort, [...message, "-u", "cid", "-P", "pass wörd"])).toBe(0);
    expect(await mosquittoPub(mqttPort, [...message, "-u", "bob", "-P", "secret"])).toBe(0);
  });

  it("are disconnected when the file that is read again does not have them any more", async () => {
    const server = await start("--password-file", users);
    const { reload, follow } = server;
    const [ann, bob] = await Promise.all(
      ["ann", "bob"].map((name) => mosquittoSub(server, ["-i", name, "-t", "#", "-u", name, "-P", "secret"])),
    );
    const before = readFileSync(users, "utf8");
    writeFileSync(users, before.replace(/^bob:.*\n/m, ""));
    const events = await follow("clientDisconnected");
    expect(await reload()).toMatchObject({ code: "reloaded", disconnected: 1 });
    expect(await events.until(1)).toMatchObject([{ clientId: "bob", cause: "administrative" }]);
    writeFileSync(users, before);
    expect(await mosquittoPub(server.mqttPort, [...message, "-u", "ann", "-P", "secret"])).toBe(0);
    expect(await ann?.lines(1)).toEqual(["door hello"]);
    for (const each of [ann, bob]) each?.kill("SIGKILL");
  });

  it("stay as they were when the file that is read again is broken", async () => {
    const server = await start("--password-file", users, "--deny-anonymous");
    const before = readFileSync(users, "utf8");
    writeFileSync(users, `${before}broken\n`);
    expect(await server.reload()).toMatchObject({
      code: "reload-failed",
      reason: expect.stringContaining("line"),
    });
    writeFileSync(users, before);
    expect(await mosquittoPub(server.mqttPort, [...message, "-u", "ann", "-P", "secret"])).toBe(0);
  });
});

describe("rights of mosquitto's ACL file", () => {
  const rights = at("rights");
  const ann = ["-u", "ann", "-i", "a1"];

  it("hold for publishing, receiving and subscribing, and after the file is read again", async () => {
    writeFileSync(rights, "topic read open/#\nuser ann\ntopic readwrite hers/#\npattern write up/%c\n");
    const server = await start("--acl-file", rights);
    const hers = await mosquittoSub(server, ["-t", "#", ...ann]);
    const put = (topic: string, ...who: readonly string[]): Promise<number | null> =>
      mosquittoPub(server.mqttPort, ["-t", topic, "-m", "x", "-q", "1", "-V", "mqttv5", ...who]);
    await put("hers/1", "-u", "ann", "-i", "a2");
    await put("open/1"); // nobody may write there
    await put("up/a3", "-u", "ann", "-i", "a3"); // she may, and may not receive it
    await put("hers/2"); // nobody but she may
    await put("hers/3", "-u", "ann", "-i", "a2");
    expect(await hers.lines(2)).toEqual(["hers/1 x", "hers/3 x"]);
    writeFileSync(rights, "user ann\ntopic write hers/#\n");
    const ended = await server.nextEvent("subscriptionRefused");
    expect(await server.reload()).toMatchObject({ code: "reloaded" });
    expect(await ended.event).toMatchObject({ clientId: "a1", filter: "#" });
    hers.kill("SIGKILL");
    await hers.exited;
  });

  it("stop the start with every broken line when the file cannot be read as one", async () => {
    writeFileSync(rights, "user\ntopic read a/#/b\n");
    const child = spawn(process.execPath, [MAIN, "--memory", "--acl-file", rights], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { PATH: process.env.PATH },
    });
    const chunks: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    expect((await once(child, "close"))[0]).toBe(1);
    expect(String(Buffer.concat(chunks))).toMatch(
      /rights, line 1: .*; .*rights, line 2: .*\(acl-file-invalid\)/,
    );
  });
});

describe("the door for TLS", () => {
  const server = ["--tls-cert", at("server.crt"), "--tls-key", at("server.key"), "--tls-port", "0"];
  const trust = ["--cafile", at("ca.crt")];
  const card = ["--cert", at("meter.crt"), "--key", at("meter.key")];

  beforeAll(() => {
    issue("ca", "/CN=our authority");
    issue("server", "/CN=localhost", "ca");
    issue("meter", "/O=Plant/CN=meter 7", "ca");
    issue("theirs", "/CN=their authority");
    issue("stranger", "/CN=meter 7", "theirs");
  });

  function enter({ mqttsPort = 0 }: Vitrina, ...parameters: readonly string[]): Promise<number | null> {
    return mosquittoPub(mqttsPort, [...message, ...parameters]);
  }

  it("lets mosquitto's clients in without a certificate of their own", async () => {
    expect(await enter(await start(...server), ...trust)).toBe(0);
  });

  it("asks for a certificate of ours where one is required, and takes the user name from it", async () => {
    const required = ["--tls-ca", at("ca.crt"), "--client-certificates", "required"];
    const running = await start(
      ...server,
      ...required,
      "--certificate-user-name",
      "common-name",
      "--deny-anonymous",
    );
    const connected = await running.nextEvent("clientConnected");
    expect(await enter(running, ...trust, ...card)).toBe(0);
    expect(await connected.event).toMatchObject({ userName: "meter 7" });
    expect(await enter(running, ...trust)).not.toBe(0);
    const stranger = ["--cert", at("stranger.crt"), "--key", at("stranger.key")];
    expect(await enter(running, ...trust, ...stranger)).not.toBe(0);
  });

  it("shows a renewed certificate after SIGHUP, and keeps the old one when the new one is broken", async () => {
    const running = await start(...server);
    const before = readFileSync(at("server.crt"));
    writeFileSync(at("server.crt"), "no certificate");
    expect(await running.reload()).toMatchObject({ code: "reload-failed" });
    expect(await enter(running, ...trust)).toBe(0);
    writeFileSync(at("server.crt"), before);
    issue("server", "/CN=localhost", "theirs");
    expect(await running.reload()).toMatchObject({ code: "reloaded" });
    expect(await enter(running, ...trust)).not.toBe(0);
    expect(await enter(running, "--cafile", at("theirs.crt"))).toBe(0);
  });
});
