import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Paho, type PahoClient, startPaho } from "../support/paho.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const SESSION_TAKEN_OVER = 0x8e;
const TOPIC_ALIAS_INVALID = 0x94;
const PACKET_TOO_LARGE = 0x95;
const DISCONNECT_WITH_WILL = 0x04;

let vitrina: Vitrina;
let paho: Paho;
let clients = 0;

beforeAll(async () => {
  vitrina = await startVitrina(["--maximum-packet-bytes", "2000", "--maximum-keep-alive-seconds", "90"]);
  paho = startPaho(vitrina);
});

afterAll(async () => {
  await paho.stop();
  expect(await vitrina.stop()).toBe(0);
});

async function connected(options: Record<string, unknown> = {}): Promise<PahoClient> {
  const client = paho.client(`paho-${++clients}`);
  expect(await client.connect(options)).toMatchObject({ reason: 0 });
  return client;
}

const payloads = async (client: PahoClient, count: number) =>
  (await client.messages(count)).map(({ payload }) => payload);

describe("CONNECT of Paho's Python client", () => {
  it("is told the limits of the server, and a keep alive below its own", async () => {
    const connack = await paho.client("limits").connect({ keepAlive: 600 });
    expect(connack.properties).toMatchObject({
      MaximumPacketSize: 2000,
      ReceiveMaximum: 1000,
      ServerKeepAlive: 90,
      TopicAliasMaximum: 10,
    });
  });

  it("is given a client id when it has none", async () => {
    const client = paho.client("nameless");
    const connack = await client.connect({ clientId: "" });
    expect(connack.properties?.AssignedClientIdentifier).toMatch(/\S/);
  });

  it("is told that another has taken its session over", async () => {
    const first = await connected({ clientId: "twice" });
    const end = first.next("disconnected");
    await connected({ clientId: "twice" });
    expect(await end).toMatchObject({ reason: SESSION_TAKEN_OVER });
  });

  it("makes a session that ends with the connection, or lives on as DISCONNECT says", async () => {
    const client = await connected({ clientId: "expiry", properties: { SessionExpiryInterval: 60 } });
    await client.disconnect({ properties: { SessionExpiryInterval: 0 } });
    const again = await client.connect({ clean: false, properties: { SessionExpiryInterval: 60 } });
    expect(again.sessionPresent).toBe(false);
    await client.cut();
    expect(await client.connect({ clean: false })).toMatchObject({ sessionPresent: true });
  });
});

describe("the will of Paho's Python client", () => {
  it("has its properties, and waits no longer than the session lives", async () => {
    const watcher = await connected();
    await watcher.subscribe([{ filter: "py5/will", qos: 1 }]);
    const properties = {
      WillDelayInterval: 3600,
      ContentType: "text/plain",
      ResponseTopic: "py5/why",
      CorrelationData: "0102",
      UserProperty: [["from", "will"]],
    };
    const will = { topic: "py5/will", payload: "gone", qos: 1, properties };
    const client = await connected({ will, properties: { SessionExpiryInterval: 3600 } });
    await client.disconnect({ reason: DISCONNECT_WITH_WILL, properties: { SessionExpiryInterval: 0 } });
    const { WillDelayInterval: _, ...others } = properties;
    expect(await watcher.messages(1)).toMatchObject([{ payload: "gone", qos: 1, properties: others }]);
  });

  it("is not published when the client is back within its delay", async () => {
    const watcher = await connected();
    await watcher.subscribe([{ filter: "py5/delayed" }]);
    const will = { topic: "py5/delayed", payload: "gone", properties: { WillDelayInterval: 3600 } };
    const session = { clientId: "back", clean: false, properties: { SessionExpiryInterval: 3600 } };
    const client = await connected({ ...session, will });
    await client.cut();
    expect(await client.connect(session)).toMatchObject({ sessionPresent: true });
    await client.disconnect({ properties: { SessionExpiryInterval: 0 } });
    await watcher.publish("py5/delayed", "nothing came");
    expect(await payloads(watcher, 1)).toEqual(["nothing came"]);
  });
});

describe("SUBSCRIBE of Paho's Python client", () => {
  it("gets a message once, with the identifiers of all its subscriptions that match", async () => {
    const client = await connected();
    await client.subscribe([{ filter: "py5/id/+", qos: 1 }], { SubscriptionIdentifier: 3 });
    await client.subscribe([{ filter: "py5/#", qos: 1 }], { SubscriptionIdentifier: 268_435_455 });
    await client.publish("py5/id/a", "both", { qos: 1 });
    await client.publish("py5/end", "one", { qos: 1 });
    const [both, one] = await client.messages(2);
    expect(both?.properties?.SubscriptionIdentifier).toEqual(expect.arrayContaining([3, 268_435_455]));
    expect(one).toMatchObject({ payload: "one", properties: { SubscriptionIdentifier: [268_435_455] } });
  });

  it("does not get its own messages with No Local", async () => {
    const client = await connected();
    const other = await connected();
    await client.subscribe([{ filter: "py5/local", noLocal: true }]);
    await client.publish("py5/local", "own");
    await client.publish("py5/local", "own", { qos: 1 });
    await other.publish("py5/local", "foreign", { qos: 1 });
    expect(await payloads(client, 1)).toEqual(["foreign"]);
  });

  it("sees the retain flag of a new message only with Retain As Published", async () => {
    const client = await connected();
    await client.subscribe([
      { filter: "py5/rap/as", retainAsPublished: true },
      { filter: "py5/rap/cleared" },
    ]);
    for (const topic of ["py5/rap/as", "py5/rap/cleared"])
      await client.publish(topic, topic, { retain: true });
    expect(await client.messages(2)).toMatchObject([
      { topic: "py5/rap/as", retain: true },
      { topic: "py5/rap/cleared", retain: false },
    ]);
  });

  it("gets retained messages always, for a new subscription, or never, by Retain Handling", async () => {
    const client = await connected();
    await client.publish("py5/handling/kept", "kept", { retain: true, qos: 1 });
    const subscribe = async (retainHandling: 0 | 1 | 2) =>
      await client.subscribe([{ filter: "py5/handling/#", retainHandling }]);
    await subscribe(2);
    await subscribe(1);
    await client.publish("py5/handling/now", "nothing so far", { qos: 1 });
    await subscribe(0);
    await client.unsubscribe("py5/handling/#");
    await subscribe(1);
    expect(await payloads(client, 3)).toEqual(["nothing so far", "kept", "kept"]);
  });

  it("shares a subscription with others: each message goes to one of them", async () => {
    const members = [await connected(), await connected()];
    for (const member of members) await member.subscribe([{ filter: "$share/group/py5/jobs", qos: 1 }]);
    const publisher = await connected();
    for (const job of ["1", "2", "3", "4"]) await publisher.publish("py5/jobs", job, { qos: 1 });
    const done = await Promise.all(members.map((member) => payloads(member, 2)));
    expect(done.flat().sort()).toEqual(["1", "2", "3", "4"]);
  });

  it("is told which of its subscriptions there was to end", async () => {
    const client = await connected();
    await client.subscribe([{ filter: "py5/there" }]);
    expect(await client.unsubscribe("py5/there", "py5/missing")).toMatchObject({ reasons: [0, 0x11] });
  });
});

describe("PUBLISH of Paho's Python client", () => {
  it("arrives with its properties: a request finds its answer, user properties keep their order", async () => {
    const responder = await connected();
    const requester = await connected();
    await responder.subscribe([{ filter: "py5/request", qos: 1 }]);
    await requester.subscribe([{ filter: "py5/answer", qos: 1 }]);
    const properties = {
      PayloadFormatIndicator: 1,
      ContentType: "application/json",
      ResponseTopic: "py5/answer",
      CorrelationData: "00ff10",
      UserProperty: [
        ["b", "1"],
        ["a", "2"],
        ["b", "3"],
        ["b", "1"],
      ],
    };
    await requester.publish("py5/request", "{}", { qos: 1, properties });
    const [request] = await responder.messages(1);
    expect(request?.properties).toEqual(properties);
    await responder.publish(String(request?.properties?.ResponseTopic), "done", {
      qos: 1,
      properties: { CorrelationData: request?.properties?.CorrelationData },
    });
    expect(await requester.messages(1)).toMatchObject([
      { payload: "done", properties: { CorrelationData: "00ff10" } },
    ]);
  });

  it("may name its topic by an alias, and give the alias to another topic", async () => {
    const client = await connected();
    await client.subscribe([{ filter: "py5/alias/+", qos: 1 }]);
    const properties = { TopicAlias: 10 };
    await client.publish("py5/alias/a", "1", { properties });
    await client.publish("", "2", { qos: 1, properties });
    await client.publish("py5/alias/b", "3", { qos: 1, properties });
    await client.publish("", "4", { properties });
    expect((await client.messages(4)).map(({ topic, payload }) => `${topic} ${payload}`)).toEqual([
      "py5/alias/a 1",
      "py5/alias/a 2",
      "py5/alias/b 3",
      "py5/alias/b 4",
    ]);
  });

  it("ends the connection with an alias above the server's maximum", async () => {
    const client = await connected();
    const end = client.next("disconnected");
    await client.publish("py5/alias", "1", { properties: { TopicAlias: 11 } });
    expect(await end).toMatchObject({ reason: TOPIC_ALIAS_INVALID });
  });

  it("ends the connection when it is larger than the server takes", async () => {
    const client = await connected();
    const end = client.next("disconnected");
    await client.publish("py5/large", "x".repeat(2000));
    expect(await end).toMatchObject({ reason: PACKET_TOO_LARGE });
  });

  it("is not sent to a client for which it is too large, and the next one is", async () => {
    const narrow = await connected({ properties: { MaximumPacketSize: 100 } });
    const wide = await connected();
    for (const client of [narrow, wide]) await client.subscribe([{ filter: "py5/size", qos: 1 }]);
    for (const payload of ["x".repeat(100), "small"]) await wide.publish("py5/size", payload, { qos: 1 });
    expect(await payloads(narrow, 1)).toEqual(["small"]);
    expect(await payloads(wide, 2)).toEqual(["x".repeat(100), "small"]);
  });

  it("waits its turn with Receive Maximum 1, and comes in order", async () => {
    const client = await connected({ properties: { ReceiveMaximum: 1 } });
    const publisher = await connected();
    await client.subscribe([{ filter: "py5/flow", qos: 2 }]);
    const sent = Array.from({ length: 30 }, (_, at) => String(at));
    for (const payload of sent) await publisher.publish("py5/flow", payload, { qos: 2 });
    expect(await payloads(client, sent.length)).toEqual(sent);
  });

  it("tells how long a retained message still lives, and is gone at the end of it", async () => {
    const client = await connected();
    const MessageExpiryInterval = 1000;
    await client.publish("py5/expiry", "x", { qos: 1, retain: true, properties: { MessageExpiryInterval } });
    await client.subscribe([{ filter: "py5/expiry", qos: 1 }]);
    const [message] = await client.messages(1);
    const left = Number(message?.properties?.MessageExpiryInterval);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(MessageExpiryInterval);
  });
});
