import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Paho, type PahoClient, startPaho } from "../support/paho.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

let vitrina: Vitrina;
let paho: Paho;
let clients = 0;

beforeAll(async () => {
  vitrina = await startVitrina();
  paho = startPaho(vitrina);
});

afterAll(async () => {
  await paho.stop();
  expect(await vitrina.stop()).toBe(0);
});

async function connected(options: Record<string, unknown> = {}, version: 3 | 4 | 5 = 5): Promise<PahoClient> {
  const client = paho.client(`paho-${++clients}`, version);
  expect(await client.connect(options)).toMatchObject({ reason: 0 });
  return client;
}

describe.each([
  ["3.1", 3],
  ["3.1.1", 4],
  ["5.0", 5],
] as const)("Paho's Python client, %s", (name, version) => {
  it("publishes and receives at QoS 0, 1 and 2", async () => {
    const client = await connected({}, version);
    const asked = ([0, 1, 2] as const).map((qos) => ({ filter: `py/${name}/${qos}`, qos }));
    expect(await client.subscribe(asked)).toMatchObject({ reasons: [0, 1, 2] });
    for (const { filter, qos } of asked) await client.publish(filter, name, { qos });
    const heard = await client.messages(3);
    expect(heard.map(({ topic, payload, qos }) => [topic, payload, qos])).toEqual(
      asked.map(({ filter, qos }) => [filter, name, qos]),
    );
    expect(await client.disconnect()).toMatchObject({ reason: 0 });
  });

  it("sees a retained message with its flag, and none once it is cleared", async () => {
    const client = await connected({}, version);
    await client.publish(`py/${name}/kept`, "value", { qos: 1, retain: true });
    await client.subscribe([{ filter: `py/${name}/kept` }]);
    expect(await client.messages(1)).toMatchObject([{ payload: "value", retain: true }]);
    await client.unsubscribe(`py/${name}/kept`);
    await client.publish(`py/${name}/kept`, "", { qos: 1, retain: true });
    await client.subscribe([{ filter: `py/${name}/kept` }, { filter: `py/${name}/end` }]);
    await client.publish(`py/${name}/end`, "end", { qos: 1 });
    expect(await client.messages(1)).toMatchObject([{ payload: "end", retain: false }]);
  });

  it("finds its session again, with the QoS 1 and 2 messages that came meanwhile, in order", async () => {
    const durable = { clean: false, ...(version === 5 && { properties: { SessionExpiryInterval: 60 } }) };
    const client = paho.client(`durable-${name}`, version);
    expect(await client.connect(durable)).toMatchObject({ reason: 0, sessionPresent: false });
    await client.subscribe([{ filter: `py/${name}/queue`, qos: 2 }]);
    await client.disconnect();
    const publisher = await connected({}, version);
    // of each QoS apart: the client hands on what came at QoS 2 only once it is released
    for (const qos of [1, 2]) {
      for (const payload of ["a", "b"]) await publisher.publish(`py/${name}/queue`, payload, { qos });
    }
    // MQTT 3.1 has no Session Present
    expect(await client.connect(durable)).toMatchObject({ sessionPresent: version !== 3 });
    const heard = await client.messages(4);
    expect(heard.filter(({ qos }) => qos === 1).map(({ payload }) => payload)).toEqual(["a", "b"]);
    expect(heard.filter(({ qos }) => qos === 2).map(({ payload }) => payload)).toEqual(["a", "b"]);
  });

  it("has its will published when its wire is cut, and not when it says goodbye", async () => {
    const watcher = await connected({}, version);
    await watcher.subscribe([{ filter: `py/${name}/will`, qos: 1 }]);
    const will = { topic: `py/${name}/will`, qos: 1 };
    const polite = await connected({ will: { ...will, payload: "never" } }, version);
    await polite.disconnect();
    const unlucky = await connected({ will: { ...will, payload: "gone" } }, version);
    await unlucky.cut();
    expect(await watcher.messages(1)).toMatchObject([{ payload: "gone", qos: 1 }]);
  });
});
