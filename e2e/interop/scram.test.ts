import { type ChildProcess, spawn } from "node:child_process";
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { type EventEmitter, once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { encode } from "../../protocol/codec/encode.ts";
import { PacketType } from "../../protocol/packets.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const METHOD = "SCRAM-SHA-256";
const RE_AUTHENTICATE = 0x19;
const CONTINUE = 0x18;

let vitrina: Vitrina;
const clients: MqttClient[] = [];

beforeAll(async () => {
  const users = join(mkdtempSync(join(tmpdir(), "vitrina-scram-")), "users.txt");
  await addUser(users, "ann", "pencil");
  await addUser(users, "IX,=", "\u2168 and more"); // SASLprep makes a Roman numeral of letters
  vitrina = await startVitrina(["--scram-users", users]);
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
});

afterAll(async () => {
  expect(await vitrina.stop()).toBe(0);
});

/** `vitrina scram add`, with the password on its standard input. */
async function addUser(file: string, name: string, password: string): Promise<void> {
  const args = [MAIN, "scram", "add", "--iterations", "4096", file, name];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ["pipe", "ignore", "inherit"] });
  child.stdin?.end(`${password}\n`);
  expect(await once(child, "exit")).toEqual([0, null]);
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** The client's half of SCRAM-SHA-256, written from RFC 5802 alone. */
class ScramClient {
  readonly #password: string;
  readonly #firstBare: string;
  #serverSignature = "";

  constructor(userName: string, password: string) {
    this.#password = password;
    const saslName = userName.replaceAll("=", "=3D").replaceAll(",", "=2C");
    this.#firstBare = `n=${saslName},r=${randomBytes(18).toString("base64")}`;
  }

  get first(): Buffer {
    return Buffer.from(`n,,${this.#firstBare}`);
  }

  final(serverFirst: string): Buffer {
    const fields = new Map(serverFirst.split(",").map((field) => [field[0], field.slice(2)]));
    const salt = Buffer.from(fields.get("s") ?? "", "base64");
    const salted = pbkdf2Sync(this.#password, salt, Number(fields.get("i")), 32, "sha256");
    const clientKey = hmac(salted, "Client Key");
    const storedKey = createHash("sha256").update(clientKey).digest();
    const withoutProof = `c=${Buffer.from("n,,").toString("base64")},r=${fields.get("r")}`;
    const authMessage = [this.#firstBare, serverFirst, withoutProof].join(",");
    const signature = hmac(storedKey, authMessage);
    const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
    this.#serverSignature = hmac(hmac(salted, "Server Key"), authMessage).toString("base64");
    return Buffer.from(`${withoutProof},p=${proof.toString("base64")}`);
  }

  /** Whether the server knows the password too. */
  isServer(serverFinal: string | undefined): boolean {
    return serverFinal === `v=${this.#serverSignature}`;
  }
}

function connect(options: IClientOptions): MqttClient {
  const client = mqtt.connect(vitrina.mqttUrl, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  clients.push(client);
  return client;
}

/** MQTT.js with its hook for AUTH; `onSuccess` gets the last data of a re-authentication. */
function connectWithScram(scram: ScramClient, onSuccess?: (data: string) => void): MqttClient {
  const properties = { authenticationMethod: METHOD, authenticationData: scram.first };
  const client = connect({ clientId: "scram", properties });
  client.handleAuth = (packet, callback) => {
    const data = packet.properties?.authenticationData?.toString() ?? "";
    if (packet.reasonCode === 0) {
      onSuccess?.(data);
      callback();
      return;
    }
    const properties = { authenticationMethod: METHOD, authenticationData: scram.final(data) };
    callback(undefined, { cmd: "auth", reasonCode: CONTINUE, properties });
  };
  return client;
}

/** How connecting ended: the properties of CONNACK, or the reason code of the refusal. */
async function outcome(client: MqttClient): Promise<Record<string, unknown> | number | undefined> {
  const emitter = client as unknown as EventEmitter;
  return Promise.race([
    once(emitter, "connect").then(([connack]) => connack.properties as Record<string, unknown>),
    new Promise<number>((resolve) =>
      client.once("error", (error) => resolve((error as { code: number }).code)),
    ),
  ]);
}

describe("SCRAM-SHA-256 with MQTT.js", () => {
  it("lets in who proves to know the password, and proves to know it too [5 MQTT-4.12.0-2] [5 MQTT-4.12.0-5]", async () => {
    const scram = new ScramClient("ann", "pencil");
    const client = connectWithScram(scram);
    const properties = (await outcome(client)) as {
      authenticationMethod?: string;
      authenticationData?: Buffer;
    };
    expect(properties.authenticationMethod).toBe(METHOD);
    expect(scram.isServer(properties.authenticationData?.toString())).toBe(true);
    const response = await fetch(`${vitrina.url}/api/v1/session?clientId=scram`);
    expect(await response.json()).toMatchObject({
      userName: "ann",
      connect: { authenticationMethod: METHOD },
    });
  });

  it("knows names and passwords in all their forms", async () => {
    const client = connectWithScram(new ScramClient("\u2168,=", "IX and more"));
    expect(await outcome(client)).toMatchObject({ authenticationMethod: METHOD });
  });

  it("authenticates a connected client anew [5 MQTT-4.12.1-1]", async () => {
    let scram = new ScramClient("ann", "pencil");
    let told: ((data: string) => void) | undefined;
    const proxy = { final: (data: string) => scram.final(data), first: scram.first } as ScramClient;
    const client = connectWithScram(proxy, (data) => told?.(data));
    await outcome(client);
    scram = new ScramClient("ann", "pencil");
    const success = new Promise<string>((resolve) => {
      told = resolve;
    });
    const properties = { authenticationMethod: METHOD, authenticationData: scram.first };
    client.stream.write(encode({ type: PacketType.Auth, reasonCode: RE_AUTHENTICATE, properties }, 5));
    expect(scram.isServer(await success)).toBe(true);
    await client.publishAsync("still/here", "yes", { qos: 1 });
  });

  it.each([
    ["a wrong password", "ann"],
    ["a name that does not exist", "bob"],
  ])("refuses %s [5 MQTT-4.12.0-4]", async (_what, name) => {
    expect(await outcome(connectWithScram(new ScramClient(name, "pen")))).toBe(0x87);
  });

  it("offers no other method [5 MQTT-4.12.0-1]", async () => {
    const properties = {
      authenticationMethod: "SCRAM-SHA-1",
      authenticationData: Buffer.from("n,,n=ann,r=x"),
    };
    expect(await outcome(connect({ properties }))).toBe(0x8c);
  });
});

describe.each([4, 5] as const)("a password with MQTT.js, version %i", (protocolVersion) => {
  const isFive = protocolVersion === 5;

  it("lets in who has it", async () => {
    const client = connect({ protocolVersion, username: "ann", password: "pencil" });
    await once(client as unknown as EventEmitter, "connect");
    expect(client.connected).toBe(true);
  });

  it("refuses who does not", async () => {
    const client = connect({ protocolVersion, username: "ann", password: "pen" });
    expect(await outcome(client)).toBe(isFive ? 0x86 : 4);
  });

  it("asks nobody for it who brings no name", async () => {
    const client = connect({ protocolVersion });
    await once(client as unknown as EventEmitter, "connect");
    expect(client.connected).toBe(true);
  });
});
