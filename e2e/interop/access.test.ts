import { type EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mosquittoPub } from "../support/mosquitto.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const folder = mkdtempSync(join(tmpdir(), "vitrina-rights-"));
const RIGHTS = `topic read public/#
topic write inbox

user ann
topic readwrite house/#
topic deny house/alarm/#
topic write only/up
topic read only/down

user bob lee
topic #

pattern write devices/%c/state
pattern read devices/%c/set
pattern readwrite homes/%u/#
`;

interface Case {
  readonly user?: string;
  readonly clientId: string;
  readonly topic: string;
  readonly isAllowed: boolean;
}

const PUBLISHING: readonly Case[] = [
  { clientId: "c", topic: "inbox", isAllowed: true },
  { clientId: "c", topic: "public/x", isAllowed: false },
  { clientId: "c", topic: "house/x", isAllowed: false },
  { user: "ann", clientId: "a", topic: "house", isAllowed: true },
  { user: "ann", clientId: "a", topic: "house/alarm/siren", isAllowed: false },
  { user: "ann", clientId: "a", topic: "only/up", isAllowed: true },
  { user: "ann", clientId: "a", topic: "only/down", isAllowed: false },
  { user: "ann", clientId: "a", topic: "inbox", isAllowed: false },
  { user: "ann", clientId: "d7", topic: "devices/d7/state", isAllowed: true },
  { user: "ann", clientId: "d7", topic: "devices/d8/state", isAllowed: false },
  { clientId: "d7/x", topic: "devices/d7/x/state", isAllowed: false },
  { user: "ann", clientId: "a", topic: "homes/ann/door", isAllowed: true },
  { clientId: "c", topic: "homes//door", isAllowed: false },
  { user: "a+b", clientId: "c", topic: "homes/axb/door", isAllowed: false },
  { user: "bob lee", clientId: "b", topic: "anything/at/all", isAllowed: true },
  { user: "bob lee", clientId: "b", topic: "$SYS/broker/uptime", isAllowed: false },
];

const SUBSCRIBING: readonly Case[] = [
  { clientId: "c", topic: "public/+", isAllowed: true },
  { clientId: "c", topic: "#", isAllowed: true },
  { clientId: "c", topic: "inbox", isAllowed: false },
  { user: "ann", clientId: "a", topic: "house/alarm/#", isAllowed: false },
  { user: "ann", clientId: "a", topic: "house/+/x", isAllowed: true },
  { user: "ann", clientId: "a", topic: "$share/g/only/up", isAllowed: false },
  { user: "ann", clientId: "a", topic: "$SYS/#", isAllowed: false },
  { clientId: "d7", topic: "devices/+/set", isAllowed: true },
  { clientId: "d+", topic: "devices/+/set", isAllowed: false },
];

/** What each subscriber to `#` is to get. */
const RECEIVING: readonly Case[] = [
  { clientId: "r", topic: "public/news", isAllowed: true },
  { clientId: "r", topic: "house/x", isAllowed: false },
  { user: "ann", clientId: "ra", topic: "house/x", isAllowed: true },
  { user: "ann", clientId: "ra", topic: "house/alarm/x", isAllowed: false },
  { user: "ann", clientId: "ra", topic: "only/down", isAllowed: true },
  { user: "ann", clientId: "ra", topic: "only/up", isAllowed: false },
  { user: "ann", clientId: "ra", topic: "devices/ra/set", isAllowed: true },
];

describe("what the API says of rights is what clients may do", () => {
  let vitrina: Vitrina;

  beforeAll(async () => {
    writeFileSync(join(folder, "rights"), RIGHTS);
    vitrina = await startVitrina(["--acl-file", join(folder, "rights")]);
  });
  afterAll(async () => {
    await vitrina.stop();
    rmSync(folder, { recursive: true });
  });

  async function answerOf(action: string, { user, clientId, topic }: Case): Promise<boolean> {
    const query = new URLSearchParams({ clientId, action, topic, ...(user !== undefined && { user }) });
    const response = await fetch(`${vitrina.url}/api/v1/access?${query}`);
    expect(response.status).toBe(200);
    return ((await response.json()) as { isAllowed: boolean }).isAllowed;
  }

  async function enter({ user, clientId }: Case): Promise<MqttClient> {
    const client = mqtt.connect(vitrina.mqttUrl, {
      clientId,
      protocolVersion: 5,
      reconnectPeriod: 0,
      ...(user !== undefined && { username: user }),
    });
    await once(client as unknown as EventEmitter, "connect");
    return client;
  }

  it.each(PUBLISHING)("mosquitto_pub as $user, $clientId on $topic: $isAllowed", async (asked) => {
    const { user, clientId, topic, isAllowed } = asked;
    expect(await answerOf("publish", asked)).toBe(isAllowed);
    const events = await vitrina.follow("publishRefused", "clientDisconnected");
    const who = ["-i", clientId, ...(user === undefined ? [] : ["-u", user])];
    await mosquittoPub(vitrina.mqttPort, ["-V", "mqttv5", "-q", "1", "-t", topic, "-m", "x", ...who]);
    const told = await events.until(isAllowed ? 1 : 2);
    expect(told.map(({ type }) => type)).toEqual([
      ...(isAllowed ? [] : ["publishRefused"]),
      "clientDisconnected",
    ]);
  });

  it.each(SUBSCRIBING)("MQTT.js as $user, $clientId to $topic: $isAllowed", async (asked) => {
    expect(await answerOf("subscribe", asked)).toBe(asked.isAllowed);
    const client = await enter(asked);
    const granted = await client.subscribeAsync(asked.topic).then(
      () => true,
      () => false,
    );
    expect(granted).toBe(asked.isAllowed);
    await client.endAsync();
  });

  it("MQTT.js receives what it may, and nothing else", async () => {
    for (const asked of RECEIVING) expect(await answerOf("receive", asked)).toBe(asked.isAllowed);
    const publisher = await enter({ user: "bob lee", clientId: "p", topic: "", isAllowed: true });
    for (const clientId of new Set(RECEIVING.map((each) => each.clientId))) {
      const cases = RECEIVING.filter((each) => each.clientId === clientId);
      const [first] = cases;
      if (first === undefined) continue;
      const got: string[] = [];
      const client = await enter(first);
      const wanted = [...cases.filter((each) => each.isAllowed).map((each) => each.topic)];
      const isComplete = new Promise<void>((resolve) => {
        client.on("message", (topic) => {
          got.push(topic);
          if (topic === wanted.at(-1)) resolve();
        });
      });
      await client.subscribeAsync("#");
      // what may not come is published first: when the last is there, the others would be too
      const refused = cases.filter((each) => !each.isAllowed).map((each) => each.topic);
      for (const topic of [...refused, ...wanted]) await publisher.publishAsync(topic, "x", { qos: 1 });
      await isComplete;
      expect(got).toEqual(wanted);
      await client.endAsync();
    }
    await publisher.endAsync();
  });
});
