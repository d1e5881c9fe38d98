import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const MAXIMUM = 4;
const ROUNDS = [0, 1, 2, 3, 4];
const QOS = [0, 1, 2] as const;

let vitrina: Vitrina;
const clients: MqttClient[] = [];

beforeAll(async () => {
  vitrina = await startVitrina();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
});

afterAll(async () => {
  expect(await vitrina.stop()).toBe(0);
});

async function connect(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  clients.push(client);
  return client;
}

interface Heard {
  /** The topics of all messages, as the application sees them, with their payloads. */
  readonly messages: Promise<string[]>;
  /** How each came: by name, by name with an alias, or by alias alone. */
  readonly ways: string[];
}

/** Listens for `count` messages. */
function listen(client: MqttClient, count: number): Heard {
  const ways: string[] = [];
  client.on("packetreceive", (packet) => {
    if (packet.cmd !== "publish") return;
    const alias = packet.properties?.topicAlias;
    ways.push(alias === undefined ? "name" : packet.topic === "" ? "alias" : "both");
    expect(alias ?? 1).toBeLessThanOrEqual(MAXIMUM);
  });
  const heard: string[] = [];
  const messages = new Promise<string[]>((resolve) => {
    client.on("message", (topic, payload) => {
      heard.push(`${topic}=${payload.toString()}`);
      if (heard.length === count) resolve(heard);
    });
  });
  return { messages, ways };
}

describe.each(["mqttUrl", "webSocketUrl"] as const)("MQTT.js with a Topic Alias Maximum, by %s", (door) => {
  it.each([
    ["as many topics as aliases", MAXIMUM, MAXIMUM],
    ["more topics than aliases", 9, MAXIMUM],
  ])("finds the topic of every message where there are %s", async (_, topicCount, aliasCount) => {
    const topics = Array.from(
      { length: topicCount },
      (_unused, at) => `aliases/${door}/of/${topicCount}/${at}`,
    );
    const subscriber = await connect(vitrina[door], { properties: { topicAliasMaximum: MAXIMUM } });
    await subscriber.subscribeAsync(`aliases/${door}/of/${topicCount}/+`, { qos: 2 });
    const publisher = await connect(vitrina[door]);
    const sent = ROUNDS.flatMap((round) => topics.map((topic) => ({ topic, payload: `${round}` })));
    const { messages, ways } = listen(subscriber, sent.length);
    for (const [at, { topic, payload }] of sent.entries())
      await publisher.publishAsync(topic, payload, { qos: QOS[at % QOS.length] ?? 0 });
    expect((await messages).sort()).toEqual(sent.map(({ topic, payload }) => `${topic}=${payload}`).sort());
    expect(ways.filter((way) => way === "both").length).toBeGreaterThanOrEqual(aliasCount);
    expect(ways.filter((way) => way === "alias").length).toBeGreaterThan(ROUNDS.length);
  });

  it("begins anew with the next connection to its session [5 MQTT-3.3.2-7]", async () => {
    const topic = `aliases/${door}/again`;
    const session: IClientOptions = {
      clientId: `again-${door}`,
      clean: false,
      properties: { topicAliasMaximum: MAXIMUM, sessionExpiryInterval: 60 },
    };
    const first = await connect(vitrina[door], session);
    await first.subscribeAsync(topic, { qos: 1 });
    const publisher = await connect(vitrina[door]);
    const before = listen(first, 2);
    for (const payload of ["1", "2"]) await publisher.publishAsync(topic, payload, { qos: 1 });
    expect([await before.messages, before.ways]).toEqual([
      [`${topic}=1`, `${topic}=2`],
      ["both", "alias"],
    ]);
    await first.endAsync();
    for (const payload of ["3", "4"]) await publisher.publishAsync(topic, payload, { qos: 1 });
    const again = mqtt.connect(vitrina[door], { protocolVersion: 5, reconnectPeriod: 0, ...session });
    clients.push(again);
    const after = listen(again, 2);
    expect([await after.messages, after.ways]).toEqual([
      [`${topic}=3`, `${topic}=4`],
      ["both", "alias"],
    ]);
  });

  it("may use the aliases that it is granted for what it publishes", async () => {
    const topics = Array.from({ length: 15 }, (_, at) => `aliases/${door}/to/${at}`);
    const subscriber = await connect(vitrina[door], { properties: { topicAliasMaximum: MAXIMUM } });
    await subscriber.subscribeAsync(`aliases/${door}/to/+`);
    const publisher = await connect(vitrina[door], { autoAssignTopicAlias: true });
    const sent = ROUNDS.flatMap((round) => topics.map((topic) => `${topic}=${round}`));
    const { messages } = listen(subscriber, sent.length);
    for (const round of ROUNDS) for (const topic of topics) await publisher.publishAsync(topic, `${round}`);
    expect(await messages).toEqual(sent);
  });
});
