import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_PROPERTIES, type Packet, PacketType, type Publish } from "../../protocol/packets.ts";
import { runCommand } from "../support/command.ts";
import { mosquittoSub } from "../support/mosquitto.ts";
import { startMosquitto } from "../support/mosquitto-broker.ts";
import { connectPacket, RawClient } from "../support/raw-client.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const MANY = 40;
const NEVER = 0xffff_ffff;
/** What the client takes at a time that leaves messages unacknowledged. */
const AT_A_TIME = 3;
const EXPIRY = 5_000;
const PROPERTIES = {
  payloadFormatIndicator: true,
  contentType: "application/json",
  responseTopic: "plant/answers",
  correlationData: Buffer.from([0, 255]),
  userProperties: { site: "north" },
} as const;

const folder = mkdtempSync(join(tmpdir(), "vitrina-mosquitto-db-"));
const database = join(folder, "mosquitto.db");
const data = join(folder, "data");
let report: string;
let vitrina: Vitrina;
const clients: MqttClient[] = [];

beforeAll(async () => {
  await makeDatabase();
  const { code, stdout, stderr } = await runCommand(["import", "--from", folder, "--data", data]);
  expect([code, stderr]).toEqual([0, ""]);
  report = stdout;
  vitrina = await startVitrina(["--data", data]);
});

afterAll(async () => {
  for (const client of clients) client.end(true);
  await vitrina.stop();
  rmSync(folder, { recursive: true });
});

/** A real broker with everything that it can keep, stopped. */
async function makeDatabase(): Promise<void> {
  const lines = ["allow_anonymous true", "persistence true", `persistence_location ${folder}/`];
  const { url, port, quit } = await startMosquitto(lines);
  await leaveSessions(url);
  const busy = await RawClient.open(port);
  busy.send(durable("busy"));
  await busy.next(PacketType.Connack);
  const options = { qos: 2, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
  const subscriptions = [{ filter: "t/#", ...options }];
  busy.send({ type: PacketType.Subscribe, packetId: 1, subscriptions, properties: NO_PROPERTIES });
  await busy.next(PacketType.Suback);
  await publishAll(url);
  await busy.next(PacketType.Publish);
  busy.send({ type: PacketType.Pubrec, packetId: 1, reasonCode: 0, properties: NO_PROPERTIES });
  await busy.next(PacketType.Pubrel);
  const sender = await RawClient.open(port);
  sender.send(durable("sender"));
  sender.send(unreleased(false));
  await sender.next(PacketType.Pubrec);
  await quit();
  busy.destroy();
  sender.destroy();
}

function durable(clientId: string): Packet {
  const properties = { sessionExpiryInterval: NEVER, receiveMaximum: AT_A_TIME };
  return { ...connectPacket(clientId), cleanStart: false, properties } as Packet;
}

function unreleased(dup: boolean): Publish {
  const payload = Buffer.from("late");
  const rest = { qos: 2, retain: true, packetId: 77, properties: NO_PROPERTIES } as const;
  return { type: PacketType.Publish, topic: "t/late", payload, dup, ...rest };
}

async function connect(url: string, options: IClientOptions): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 0, protocolVersion: 5, ...options });
  clients.push(client);
  return client;
}

const THREE = { clientId: "three", clean: false, protocolVersion: 4 } as const;
const FIVE = {
  clientId: "five",
  clean: false,
  username: "ann",
  password: "x",
  properties: { sessionExpiryInterval: EXPIRY },
} as const;
const MEMBER = { clientId: "member", clean: false, protocolVersion: 4 } as const;

async function leaveSessions(url: string): Promise<void> {
  const three = await connect(url, THREE);
  await three.subscribeAsync({ "t/#": { qos: 1 }, "/lead//+": { qos: 2 }, $nothing: { qos: 0 } });
  await three.endAsync();
  const five = await connect(url, FIVE);
  const properties = { subscriptionIdentifier: 300 };
  await five.subscribeAsync({ "t/+": { qos: 2, nl: true, rap: true } }, { properties });
  await five.endAsync();
  const member = await connect(url, MEMBER);
  await member.subscribeAsync("$share/group/t/#", { qos: 1 });
  await member.endAsync();
  const passing = await connect(url, { clientId: "passing" });
  await passing.subscribeAsync("t/#", { qos: 2 });
  await passing.endAsync();
}

async function publishAll(url: string): Promise<void> {
  const client = await connect(url, { clientId: "publisher", username: "bob", password: "y" });
  await client.publishAsync("kept/0", "zero", { qos: 0, retain: true });
  await client.publishAsync("kept/1", "one", {
    qos: 1,
    retain: true,
    properties: { ...PROPERTIES, messageExpiryInterval: EXPIRY },
  });
  await client.publishAsync("kept/2", "two", { qos: 2, retain: true });
  await client.publishAsync("kept/2", "two again", { qos: 2, retain: true });
  await client.publishAsync("gone", "x", { qos: 1, retain: true });
  await client.publishAsync("gone", "", { qos: 1, retain: true });
  for (let at = 0; at < MANY; at++)
    await client.publishAsync(`t/${at}`, `value ${at}`, {
      qos: at % 2 === 0 ? 2 : 1,
      properties: PROPERTIES,
    });
  await client.publishAsync("/lead//x", "levels", { qos: 2 });
  await client.endAsync();
}

/** All that waits for a client, up to the last that mosquitto had. */
async function returning(
  options: IClientOptions,
  last: string,
): Promise<{ client: MqttClient; got: IPublishPacket[] }> {
  const client = mqtt.connect(vitrina.mqttUrl, { reconnectPeriod: 0, protocolVersion: 5, ...options });
  clients.push(client);
  const got: IPublishPacket[] = [];
  // as they come: MQTT.js tells of a message at QoS 2 only when it is released
  client.on("packetreceive", (packet) => packet.cmd === "publish" && got.push(packet));
  const present = new Promise<boolean>((resolve) =>
    client.once("connect", (ack) => resolve(ack.sessionPresent)),
  );
  const done = new Promise<void>((resolve) => {
    client.on("message", (topic) => topic === last && resolve());
  });
  expect(await present).toBe(true);
  await done;
  return { client, got };
}

const told = ({ topic, payload, qos }: IPublishPacket) => [topic, payload.toString(), qos];
const numbered = (qosOf: (at: number) => number) =>
  Array.from({ length: MANY }, (_, at) => [`t/${at}`, `value ${at}`, qosOf(at)]);

describe("vitrina import from mosquitto's database", () => {
  it("tells what it has taken over", () => {
    const waiting = 4 * MANY + 1 - AT_A_TIME;
    expect(report).toMatch(
      `: 4 retained messages, 5 sessions with 5 subscriptions, ${waiting} messages that wait for clients, 3 sent and not acknowledged, 1 published that waited for PUBREL; in `,
    );
    expect(report).not.toContain("Left out");
    expect(report).not.toContain("running");
  });

  it("keeps retained messages with QoS, properties and what is left of their expiry", async () => {
    const client = await connect(vitrina.mqttUrl, {});
    const heard = new Map<string, IPublishPacket>();
    const all = new Promise<void>((resolve) => {
      client.on("message", (topic, _payload, packet) => {
        heard.set(topic, packet);
        if (heard.size === 4) resolve();
      });
    });
    await client.subscribeAsync("#", { qos: 2 });
    await all;
    await client.endAsync();
    expect([...heard.values()].map(told).sort()).toEqual([
      ["kept/0", "zero", 0],
      ["kept/1", "one", 1],
      ["kept/2", "two again", 2],
      ["t/late", "late", 2],
    ]);
    const { messageExpiryInterval, ...properties } = heard.get("kept/1")?.properties ?? {};
    expect(properties).toEqual({ ...PROPERTIES });
    expect(messageExpiryInterval).toBeGreaterThan(EXPIRY - 60);
    expect(messageExpiryInterval).toBeLessThanOrEqual(EXPIRY);
  });

  it("gives a client of 3.1.1 all that waited, in order, and at last what was not released", async () => {
    const { client, got } = await returning(THREE, "t/late");
    expect(got.map(told)).toEqual([...numbered(() => 1), ["/lead//x", "levels", 2], ["t/late", "late", 1]]);
    await client.endAsync();
  });

  it("gives a client of 5.0 the properties and the identifier, and keeps the options of its subscription", async () => {
    const { client, got } = await returning(FIVE, "t/late");
    expect(got.map(told)).toEqual([...numbered((at) => (at % 2 === 0 ? 2 : 1)), ["t/late", "late", 2]]);
    const whole = { ...PROPERTIES, subscriptionIdentifier: 300 };
    expect(got.slice(0, MANY).map(({ properties }) => ({ ...properties }))).toEqual(Array(MANY).fill(whole));
    expect([got[0]?.retain, got.at(-1)?.retain]).toEqual([false, true]);
    await client.publishAsync("t/own", "x", { qos: 1 });
    const other = await connect(vitrina.mqttUrl, {});
    const next = new Promise<IPublishPacket>((resolve) =>
      client.on("message", (_t, _p, packet) => resolve(packet)),
    );
    await other.publishAsync("t/other", "x", { qos: 1, retain: true });
    expect(await next).toMatchObject({ topic: "t/other", retain: true });
    await client.endAsync();
    await other.publishAsync("t/other", "", { qos: 1, retain: true });
    await other.endAsync();
  });

  it("goes on with what was in flight by its packet ids, and then with what waits", async () => {
    const busy = await RawClient.open(vitrina.mqttPort);
    busy.send(durable("busy"));
    expect(await busy.next(PacketType.Connack)).toMatchObject({ sessionPresent: true });
    expect(await busy.next(PacketType.Pubrel)).toMatchObject({ packetId: 1 });
    const again = [await busy.next(PacketType.Publish), await busy.next(PacketType.Publish)];
    expect(again).toMatchObject([
      { topic: "t/1", qos: 1, packetId: 2, dup: true },
      { topic: "t/2", qos: 2, packetId: 3, dup: true },
    ]);
    const rest = { reasonCode: 0, properties: NO_PROPERTIES } as const;
    busy.send({ type: PacketType.Pubcomp, packetId: 1, ...rest });
    expect(await busy.next(PacketType.Publish)).toMatchObject({ topic: "t/3", dup: false });
    busy.destroy();
  });

  it("answers who has not released a message, without publishing it again", async () => {
    const watcher = await mosquittoSub(vitrina, ["-t", "t/#", "-t", "end", "-R", "-C", "1"]);
    const sender = await RawClient.open(vitrina.mqttPort);
    sender.send(durable("sender"));
    await sender.next(PacketType.Connack);
    sender.send(unreleased(true));
    expect(await sender.next(PacketType.Pubrec)).toMatchObject({ packetId: 77, reasonCode: 0 });
    sender.send({ type: PacketType.Pubrel, packetId: 77, reasonCode: 0, properties: NO_PROPERTIES });
    expect(await sender.next(PacketType.Pubcomp)).toMatchObject({ packetId: 77, reasonCode: 0 });
    sender.destroy();
    const client = await connect(vitrina.mqttUrl, {});
    await client.publishAsync("end", "x", { qos: 1 });
    await client.endAsync();
    expect(await watcher.lines(1)).toEqual(["end x"]);
    expect(await watcher.exited).toBe(0);
  });
});

describe("vitrina import from a file, told otherwise", () => {
  const run = (...args: readonly string[]) => runCommand(["import", "--from", database, ...args]);

  it("takes the place of what is there when it is told, and sets that aside", async () => {
    const other = join(folder, "other");
    const before = await startVitrina(["--data", other]);
    const three = await connect(before.mqttUrl, THREE);
    await three.subscribeAsync("ours", { qos: 1 });
    await three.endAsync();
    const taken = await run("--data", other);
    expect(taken.stderr).toContain(
      "Stop that one, or name another directory with --data (data-directory-taken)",
    );
    await before.stop();
    expect((await run("--data", other)).stderr).toContain(
      "has 1 of these sessions already (three). Choose --keep-existing or --overwrite (import-conflict)",
    );
    const { stdout } = await run("--data", other, "--overwrite");
    expect(stdout).toContain("4 retained messages, 5 sessions");
    expect(stdout).toMatch(/What was there before is in .*replaced-/);
    const inspected = await runCommand(["inspect", "--data", other, "--json", "queue", "three"]);
    expect(inspected.stdout.trim().split("\n")).toHaveLength(MANY + 2);
  });

  it("says what is wrong with a file, and writes nothing", async () => {
    const target = join(folder, "untouched");
    const text = join(folder, "text.db");
    writeFileSync(text, "no database");
    const { code, stderr } = await runCommand(["import", "--from", text, "--data", target]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('at byte 0: expected "mosquitto db"')]);
    const absent = await runCommand(["import", "--from", join(folder, "absent.db"), "--data", target]);
    expect(absent.stderr).toContain("ENOENT");
    expect(absent.stderr).toContain("(import-file-unusable)");
    expect(readdirSync(folder)).not.toContain("untouched");
  });
});
