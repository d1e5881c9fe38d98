import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { issueCertificate } from "../support/certificates.ts";
import { mosquittoPub } from "../support/mosquitto.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const message = ["-t", "door", "-m", "hello", "-q", "1", "-V", "mqttv5"];
const ann = ["-u", "ann", "-P", "secret"];

let folder: string;
let vitrina: Vitrina;
const clients: MqttClient[] = [];
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vitrina-change-"));
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await vitrina.stop();
  rmSync(folder, { recursive: true });
});

async function start(...parameters: readonly string[]): Promise<void> {
  vitrina = await startVitrina(["--reload", "on-change", ...parameters]);
}

async function enter(ca: string): Promise<MqttClient> {
  const client = mqtt.connect(`mqtts://localhost:${vitrina.mqttsPort}`, {
    ca: readFileSync(at(ca)),
    reconnectPeriod: 0,
  });
  clients.push(client);
  await once(client as unknown as NodeJS.EventEmitter, "connect");
  return client;
}

describe("files that change", () => {
  it("are read again by themselves: who is gone from the users is disconnected", async () => {
    for (const [index, name] of ["ann", "bob"].entries())
      execFileSync("mosquitto_passwd", ["-b", ...(index === 0 ? ["-c"] : []), at("users"), name, "secret"]);
    await start("--password-file", at("users"), "--deny-anonymous");
    const bob = await mqtt.connectAsync(vitrina.mqttUrl, {
      ...{ username: "bob", password: "secret", reconnectPeriod: 0, protocolVersion: 5 },
    });
    clients.push(bob);
    const closed = once(bob as unknown as NodeJS.EventEmitter, "close");
    const reloaded = vitrina.logged("reloaded");
    execFileSync("mosquitto_passwd", ["-D", at("users"), "bob"]);
    expect(await reloaded).toMatchObject({ disconnected: 1 });
    await closed;
    expect(await mosquittoPub(vitrina.mqttPort, [...message, ...ann])).toBe(0);
  });

  it("change nothing while they are half written, and count when they are whole", async () => {
    writeFileSync(at("rights"), "topic readwrite door\n");
    await start("--acl-file", at("rights"));
    const failed = vitrina.logged("reload-failed");
    writeFileSync(at("rights"), "topic readwrite other\ntop");
    expect(await failed).toMatchObject({ reason: expect.stringContaining("rights, line 2") });
    expect(await mosquittoPub(vitrina.mqttPort, message)).toBe(0);
    const reloaded = vitrina.logged("reloaded");
    writeFileSync(at("rights"), "topic readwrite other\ntopic read door\n");
    await reloaded;
    const refused = await vitrina.nextEvent("publishRefused");
    await mosquittoPub(vitrina.mqttPort, message);
    expect(await refused.event).toMatchObject({ topic: "door" });
  });

  it("may lie behind a link that is swapped: the next client sees the new certificate, who is in stays", async () => {
    const publish = (name: string, authority: string): void => {
      mkdirSync(at(name));
      issueCertificate(folder, authority, `/CN=${authority}`);
      issueCertificate(folder, "server", "/CN=localhost", authority);
      for (const file of ["server.crt", "server.key"]) renameSync(at(file), join(folder, name, file));
      symlinkSync(name, at("..tmp"));
      renameSync(at("..tmp"), at("..data"));
    };
    publish("..1", "first");
    for (const file of ["server.crt", "server.key"])
      symlinkSync(join("..data", file), at(file === "server.crt" ? "tls.crt" : "tls.key"));
    await start("--tls-cert", at("tls.crt"), "--tls-key", at("tls.key"), "--tls-port", "0");
    const before = await enter("first.crt");
    const reloaded = vitrina.logged("reloaded");
    publish("..2", "second");
    await reloaded;
    await enter("second.crt");
    await before.publishAsync("door", "still here", { qos: 1 });
  });

  it("wait for SIGHUP where that is said", async () => {
    writeFileSync(at("rights"), "topic readwrite door\n");
    await start("--acl-file", at("rights"), "--reload", "on-signal");
    writeFileSync(at("rights"), "broken\n");
    expect(await mosquittoPub(vitrina.mqttPort, message)).toBe(0);
    writeFileSync(at("rights"), "topic readwrite door\n");
    expect(await vitrina.reload()).toMatchObject({ code: "reloaded" });
    expect(vitrina.log.filter(({ code }) => code === "reload-failed")).toEqual([]);
  });
});
