import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { mosquittoPub } from "../support/mosquitto.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const NOT_VALID = 0x85;
const IDENTIFIER_REJECTED = 2;
const NO_USER_NAME = 0x87;
const MADE = /^ann:auto-[0-9a-f-]{36}$/;

const folder = mkdtempSync(join(tmpdir(), "vitrina-client-ids-"));
const [users, pageUsers] = [join(folder, "users"), join(folder, "page-users")];
const clients: MqttClient[] = [];
let vitrina: Vitrina | undefined;

beforeAll(async () => {
  for (const name of ["ann", "bob"]) await addUser("passwd", "add", users, name);
  await addUser("page-user", "add", "--role", "look", pageUsers, "guest");
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
  await vitrina?.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function addUser(...args: readonly string[]): Promise<void> {
  const adding = spawn(process.execPath, [MAIN, ...args], { stdio: ["pipe", "ignore", "inherit"] });
  adding.stdin.end("secret\n");
  expect(await once(adding, "exit")).toEqual([0, null]);
}

interface Entered {
  readonly client: MqttClient;
  /** The Assigned Client Identifier of CONNACK. */
  readonly assigned: string | undefined;
}

/** MQTT.js; resolves when it is in, or with why it is not. */
function enter(url: string, options: IClientOptions): Promise<Entered | Error> {
  const client = mqtt.connect(url, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  clients.push(client);
  return new Promise((resolve) => {
    client.once("connect", ({ properties }) =>
      resolve({ client, assigned: properties?.assignedClientIdentifier }),
    );
    client.once("error", resolve);
  });
}

const ann = { username: "ann", password: "secret" };

describe("a server with --client-id-prefix-by-user", () => {
  it("lets mosquitto_pub in by the ids of its user alone", async () => {
    vitrina = await startVitrina(["--password-file", users, "--client-id-prefix-by-user", "%u:"]);
    const publish = (clientId: string, ...more: readonly string[]) => {
      const message = ["-t", "t", "-m", "hi", "-u", "ann", "-P", "secret"];
      return mosquittoPub(vitrina?.mqttPort ?? 0, ["-i", clientId, ...message, ...more]);
    };
    expect(await publish("ann:meter")).toBe(0);
    expect(await publish("ann:meter", "-V", "5")).toBe(0);
    expect(await publish("bob:meter")).toBe(IDENTIFIER_REJECTED);
    expect(await publish("bob:meter", "-V", "5")).toBe(NOT_VALID);
    expect(vitrina.log).toContainEqual(
      expect.objectContaining({
        code: "client-refused",
        clientId: "bob:meter",
        userName: "ann",
        reasonCode: "0x85",
      }),
    );
  });

  it("answers MQTT.js with the code of its version, and gives it an id that it may come back with", async () => {
    const patterns = ["--client-id-patterns", "ann:meter-*"];
    vitrina = await startVitrina([
      "--password-file",
      users,
      "--client-id-prefix-by-user",
      "%u:",
      ...patterns,
    ]);
    const { mqttUrl } = vitrina;
    expect(await enter(mqttUrl, { ...ann, clientId: "bob:meter-1" })).toMatchObject({ code: NOT_VALID });
    expect(await enter(mqttUrl, { ...ann, clientId: "ann:pump" })).toMatchObject({ code: NOT_VALID });
    const old = { ...ann, clientId: "meter-1", protocolVersion: 4 } as const;
    expect(await enter(mqttUrl, old)).toMatchObject({ code: IDENTIFIER_REJECTED });
    expect(await enter(mqttUrl, { clientId: "ann:meter-1" })).toMatchObject({ code: NO_USER_NAME });
    const given = await enter(mqttUrl, { ...ann, clientId: "" });
    if (given instanceof Error) throw given;
    const { assigned: clientId = "" } = given;
    expect(clientId).toMatch(MADE);
    await given.client.endAsync();
    expect(await enter(mqttUrl, { ...ann, clientId })).not.toBeInstanceOf(Error);
  });
});

describe("a server with --user-name-as-client-id", () => {
  it("names each client by its user", async () => {
    vitrina = await startVitrina(["--password-file", users, "--user-name-as-client-id"]);
    const entered = await enter(vitrina.mqttUrl, { ...ann, clientId: "whatever" });
    if (entered instanceof Error) throw entered;
    expect(entered.assigned).toBe("ann");
    const bob = ["-u", "bob", "-P", "secret", "-i", "ann", "-t", "t", "-m", "hi"];
    expect(await mosquittoPub(vitrina.mqttPort, bob)).toBe(0);
    expect(entered.client.connected).toBe(true);
  });
});

describe("the page's own clients", () => {
  it("have any id at a page without a login, which others on TCP have not", async () => {
    vitrina = await startVitrina(["--client-id-patterns", "meter-*"]);
    expect(await enter(vitrina.webSocketUrl, { clientId: "vitrina-1" })).not.toBeInstanceOf(Error);
    expect(await enter(vitrina.mqttUrl, { clientId: "vitrina-2" })).toMatchObject({ code: NOT_VALID });
  });

  it("have any id by the login of a page that asks for one, but not that of another user's session", async () => {
    const rules = ["--password-file", users, "--client-id-prefix-by-user", "%u:"];
    vitrina = await startVitrina(["--page-users", pageUsers, ...rules]);
    const answer = await fetch(`${vitrina.url}/api/v1/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "guest", password: "secret" }),
    });
    const cookie = answer.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
    const createWebsocket: NonNullable<IClientOptions["createWebsocket"]> = (url, protocols) =>
      new WebSocket(url, protocols, { headers: { cookie } });
    const { webSocketUrl, mqttUrl } = vitrina;
    expect(await enter(webSocketUrl, { createWebsocket, clientId: "vitrina-1" })).not.toBeInstanceOf(Error);
    expect(await enter(mqttUrl, { ...ann, clientId: "ann:meter" })).not.toBeInstanceOf(Error);
    expect(await enter(webSocketUrl, { createWebsocket, clientId: "ann:meter" })).toMatchObject({
      code: NOT_VALID,
    });
    expect(await enter(webSocketUrl, { ...ann, clientId: "vitrina-2" })).toMatchObject({ code: NOT_VALID });
  });
});
