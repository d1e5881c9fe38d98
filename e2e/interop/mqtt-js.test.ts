import { type EventEmitter, once } from "node:events";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

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

type Door = "tcp" | "ws";

async function connect(door: Door, options: IClientOptions): Promise<MqttClient> {
  const url = door === "tcp" ? vitrina.mqttUrl : vitrina.webSocketUrl;
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 0, ...options });
  clients.push(client);
  return client;
}

/** The next `count` messages, as "topic=payload/qos". */
function messages(client: MqttClient, count: number): Promise<string[]> {
  const heard: string[] = [];
  return new Promise((resolve) => {
    client.on("message", (topic, payload, packet) => {
      heard.push(`${topic}=${payload.toString()}/${packet.qos}`);
      if (heard.length === count) resolve(heard);
    });
  });
}

describe.each([
  ["3.1.1 over TCP", "tcp", 4],
  ["5.0 over TCP", "tcp", 5],
  ["3.1.1 over WebSocket", "ws", 4],
  ["5.0 over WebSocket", "ws", 5],
] as const)("MQTT.js, %s", (name, door, protocolVersion) => {
  const topic = `js/${door}/${protocolVersion}`;

  it("publishes and receives at QoS 0, 1 and 2, in order", async () => {
    const subscriber = await connect(door, { protocolVersion });
    const publisher = await connect(door, { protocolVersion });
    await subscriber.subscribeAsync(`${topic}/+`, { qos: 2 });
    const heard = messages(subscriber, 3);
    for (const qos of [0, 1, 2] as const) await publisher.publishAsync(`${topic}/${qos}`, name, { qos });
    expect(await heard).toEqual([0, 1, 2].map((qos) => `${topic}/${qos}=${name}/${qos}`));
  });

  it("gets a retained message on subscribing, and none after it is cleared", async () => {
    const client = await connect(door, { protocolVersion });
    await client.publishAsync(`${topic}/kept`, "value", { retain: true, qos: 1 });
    const heard = messages(client, 1);
    await client.subscribeAsync(`${topic}/kept`, { qos: 1 });
    expect(await heard).toEqual([`${topic}/kept=value/1`]);
    await client.publishAsync(`${topic}/kept`, "", { retain: true, qos: 1 });
    const later = await connect(door, { protocolVersion });
    const next = messages(later, 1);
    await later.subscribeAsync([`${topic}/kept`, `${topic}/end`], { qos: 1 });
    await client.publishAsync(`${topic}/end`, "end", { qos: 1 });
    expect(await next).toEqual([`${topic}/end=end/1`]);
  });

  it("has its will published when its wire is cut", async () => {
    const watcher = await connect(door, { protocolVersion });
    await watcher.subscribeAsync(`${topic}/will`, { qos: 1 });
    const heard = messages(watcher, 1);
    const client = await connect(door, {
      protocolVersion,
      will: { topic: `${topic}/will`, payload: Buffer.from("gone"), qos: 1, retain: false },
    });
    client.stream.destroy();
    expect(await heard).toEqual([`${topic}/will=gone/1`]);
  });

  it("finds in its durable session what came while it was away", async () => {
    const session: IClientOptions = {
      protocolVersion,
      clean: false,
      clientId: `durable-${door}-${protocolVersion}`,
      ...(protocolVersion === 5 && { properties: { sessionExpiryInterval: 60 } }),
    };
    const first = await connect(door, session);
    await first.subscribeAsync(`${topic}/queue`, { qos: 2 });
    await first.endAsync();
    const publisher = await connect(door, { protocolVersion });
    for (const qos of [1, 2] as const) await publisher.publishAsync(`${topic}/queue`, `away-${qos}`, { qos });
    const again = mqtt.connect(door === "tcp" ? vitrina.mqttUrl : vitrina.webSocketUrl, {
      reconnectPeriod: 0,
      ...session,
    });
    clients.push(again);
    const heard = messages(again, 2);
    const [connack] = (await once(again as unknown as EventEmitter, "connect")) as [
      { sessionPresent: boolean },
    ];
    expect(connack.sessionPresent).toBe(true);
    expect(await heard).toEqual([`${topic}/queue=away-1/1`, `${topic}/queue=away-2/2`]);
  });

  it("carries a payload of 1 MB whole", async () => {
    const client = await connect(door, { protocolVersion });
    await client.subscribeAsync(`${topic}/large`, { qos: 1 });
    const payload = Buffer.alloc(1_000_000, "abc");
    const received = new Promise<Buffer>((resolve) => {
      client.on("message", (_topic, bytes) => resolve(bytes));
    });
    await client.publishAsync(`${topic}/large`, payload, { qos: 1 });
    expect(payload.equals(await received)).toBe(true);
  });
});

describe("MQTT.js 5.0", () => {
  it("gets the properties of a message as they were sent", async () => {
    const client = await connect("tcp", { protocolVersion: 5 });
    await client.subscribeAsync("js/properties", { qos: 1, properties: { subscriptionIdentifier: 7 } });
    const received = new Promise<unknown>((resolve) => {
      client.on("message", (_topic, _payload, packet) => resolve(packet.properties));
    });
    const properties = {
      contentType: "application/json",
      responseTopic: "js/answer",
      correlationData: Buffer.from([1, 2, 3]),
      userProperties: { a: ["1", "2"], b: "3" },
      payloadFormatIndicator: true,
    };
    await client.publishAsync("js/properties", "{}", { qos: 1, properties });
    expect(await received).toMatchObject({ ...properties, subscriptionIdentifier: 7 });
  });

  it("is told that another has taken its client id over", async () => {
    const first = await connect("tcp", { protocolVersion: 5, clientId: "twice" });
    const told = once(first as unknown as EventEmitter, "disconnect");
    await connect("ws", { protocolVersion: 5, clientId: "twice" });
    expect((await told)[0]).toMatchObject({ reasonCode: 0x8e });
  });
});
