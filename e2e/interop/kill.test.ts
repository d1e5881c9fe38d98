import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

/** Acknowledged messages of each QoS before each kill. */
const MESSAGES_PER_LIFE = 100;
const LIVES = 4;
const DURABLE = { protocolVersion: 5, properties: { sessionExpiryInterval: 3600 }, clean: false } as const;

let directory: string;
let vitrina: Vitrina;
const clients: MqttClient[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-kill-"));
  vitrina = await startVitrina(["--data", join(directory, "data"), "--maximum-queued-messages", "10000"]);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await vitrina.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** The process dies without a word, and another one takes its place. */
async function killAndRestart(): Promise<void> {
  await vitrina.kill();
  vitrina = await vitrina.restart();
}

/** A client that comes back by itself, as those of MQTT.js do, with what it has not been acknowledged. */
async function connect(
  options: IClientOptions,
  onMessage?: (packet: IPublishPacket) => void,
): Promise<MqttClient> {
  const client = mqtt.connect(vitrina.mqttUrl, { reconnectPeriod: 50, ...options });
  clients.push(client);
  client.on("error", () => undefined);
  if (onMessage !== undefined) client.on("message", (_topic, _payload, packet) => onMessage(packet));
  await new Promise((resolve) => client.once("connect", resolve));
  return client;
}

/** Numbered messages of one publisher. */
class Load {
  readonly #sent: Promise<void>[] = [];
  readonly #client: MqttClient;
  readonly #qos: 1 | 2;
  #next = 0;

  constructor(client: MqttClient, qos: 1 | 2) {
    this.#client = client;
    this.#qos = qos;
  }

  /** Resolves when so many more are acknowledged; as many again are on their way then. */
  async acknowledge(count: number): Promise<void> {
    const sent = Array.from({ length: count * 2 }, () => this.#publish());
    this.#sent.push(...sent);
    await Promise.all(sent.slice(0, count));
  }

  /** Resolves when all that was sent is acknowledged. */
  async finish(): Promise<void> {
    await Promise.all(this.#sent);
  }

  async #publish(): Promise<void> {
    const payload = String(this.#next++);
    await this.#client.publishAsync(`load/${this.#qos}`, payload, { qos: this.#qos });
  }
}

/** Notes what comes, and resolves when this was among it. */
class Listener {
  readonly heard: string[] = [];
  readonly #waiting = new Map<string, () => void>();

  readonly onMessage = ({ topic, payload }: IPublishPacket): void => {
    const text = `${topic}=${payload.toString()}`;
    this.heard.push(text);
    this.#waiting.get(text)?.();
  };

  hears(text: string): Promise<void> {
    if (this.heard.includes(text)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(text, resolve));
  }

  on(topic: string): string[] {
    return this.heard
      .filter((text) => text.startsWith(`${topic}=`))
      .map((text) => text.slice(topic.length + 1));
  }
}

describe("a server that is killed under load, again and again", () => {
  it("loses nothing it has acknowledged at QoS 1, and delivers each message at QoS 2 once and in order [5 MQTT-4.3.2-2]", async () => {
    const listener = new Listener();
    const subscriber = await connect({ ...DURABLE, clientId: "subscriber" }, listener.onMessage);
    await subscriber.subscribeAsync("load/#", { qos: 2 });
    const away = await connect({ ...DURABLE, clientId: "away" });
    await away.subscribeAsync("load/#", { qos: 2 });
    away.end(true);
    const loads = [];
    for (const qos of [1, 2] as const)
      loads.push(new Load(await connect({ ...DURABLE, clientId: `publisher-${qos}` }), qos));
    for (let life = 0; life < LIVES; life++) {
      await Promise.all(loads.map((load) => load.acknowledge(MESSAGES_PER_LIFE)));
      await killAndRestart();
    }
    await Promise.all(loads.map((load) => load.finish()));
    const returned = new Listener();
    await connect({ ...DURABLE, clientId: "away" }, returned.onMessage);
    const total = LIVES * MESSAGES_PER_LIFE * 2;
    const all = Array.from({ length: total }, (_, number) => String(number));
    for (const each of [listener, returned]) {
      await Promise.all([each.hears(`load/1=${total - 1}`), each.hears(`load/2=${total - 1}`)]);
      expect(each.on("load/2")).toEqual(all);
      expect([...new Set(each.on("load/1"))]).toEqual(all);
    }
  });

  it("has retained messages, subscriptions, shared ones too, and wills as they were acknowledged", async () => {
    const publisher = await connect({ protocolVersion: 5 });
    await publisher.publishAsync("kept", "old", { qos: 1, retain: true });
    await publisher.publishAsync("kept", "new", { qos: 1, retain: true });
    await publisher.publishAsync("cleared", "x", { qos: 1, retain: true });
    await publisher.publishAsync("cleared", "", { qos: 1, retain: true });
    const worker = await connect({ ...DURABLE, clientId: "worker" });
    await worker.subscribeAsync(["$share/pool/work", "unwanted"], { qos: 1 });
    await worker.unsubscribeAsync("unwanted");
    const heir = new Listener();
    const watcher = await connect({ ...DURABLE, clientId: "watcher" }, heir.onMessage);
    await watcher.subscribeAsync("will/#", { qos: 1 });
    const will = (topic: string, willDelayInterval: number) =>
      ({
        topic,
        payload: Buffer.from("gone"),
        qos: 1,
        retain: false,
        properties: { willDelayInterval },
      }) as const;
    const mortal = { ...DURABLE, reconnectPeriod: 0 };
    await connect({ ...mortal, clientId: "delayed", will: will("will/delayed", 2) });
    await connect({
      protocolVersion: 5,
      reconnectPeriod: 0,
      clientId: "at-once",
      will: will("will/at-once", 0),
    });
    worker.end(true);
    await killAndRestart();
    await Promise.all([heir.hears("will/at-once=gone"), heir.hears("will/delayed=gone")]);
    const reader = new Listener();
    const client = await connect({ protocolVersion: 5 }, reader.onMessage);
    await client.subscribeAsync(["kept", "cleared"], { qos: 1 });
    await reader.hears("kept=new");
    for (const topic of ["work", "unwanted", "work"]) await client.publishAsync(topic, "job", { qos: 1 });
    await client.publishAsync("work", "last", { qos: 1 });
    const pool = new Listener();
    await connect({ ...DURABLE, clientId: "worker" }, pool.onMessage);
    await pool.hears("work=last");
    expect(pool.heard).toEqual(["work=job", "work=job", "work=last"]);
    expect(reader.heard).toEqual(["kept=new"]);
    expect(heir.heard.sort()).toEqual(["will/at-once=gone", "will/delayed=gone"]);
  });

  it("tells of the wills that ended before, in the order of their ends and with their times", async () => {
    const endedWills = async (): Promise<readonly { clientId: string; at: number }[]> => {
      const response = await fetch(`${vitrina.url}/api/v1/wills/ended`);
      return ((await response.json()) as { items: { clientId: string; at: number }[] }).items;
    };
    const mortal = (clientId: string): IClientOptions => ({
      clientId,
      reconnectPeriod: 0,
      will: { topic: `will/${clientId}`, payload: Buffer.from("gone"), qos: 1, retain: false },
    });
    const heir = new Listener();
    const watcher = await connect({ protocolVersion: 5 }, heir.onMessage);
    await watcher.subscribeAsync("will/#", { qos: 1 });
    for (const clientId of ["first", "second"]) {
      (await connect(mortal(clientId))).stream.destroy();
      await heir.hears(`will/${clientId}=gone`);
    }
    await connect(mortal("connected"));
    const before = await endedWills();
    expect(before).toMatchObject([{ clientId: "second" }, { clientId: "first" }]);
    await killAndRestart();
    const [newest, ...older] = await endedWills();
    expect(newest).toMatchObject({ clientId: "connected", outcome: "fired", cause: "connection-lost" });
    expect(older).toEqual(before);
  });
});
