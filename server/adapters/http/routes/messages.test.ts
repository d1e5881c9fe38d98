import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiPaths, withQuery } from "../contract/paths.ts";
import { openDoor, type TestDoor } from "../test-support/open-door.ts";

let door: TestDoor;

beforeAll(async () => {
  door = await openDoor({ limits: { maximumPacketBytes: 300_000 } });
});

afterAll(() => door.close());

const publish = (message: object) => door.send("POST", apiPaths.publish, message);

describe("publishing", () => {
  it("reaches the subscribers, and says how many", async () => {
    const client = door.connect({ clientId: "listener" });
    client.subscribe("shout/#");
    expect(await publish({ topic: "shout/a", payload: "grüß dich" })).toEqual({
      status: 200,
      body: { sessions: 1 },
    });
    door.clock.endTick();
    expect(client.messages()).toEqual(["shout/a=grüß dich"]);
  });

  it("takes bytes as base64, and retains", async () => {
    const payload = Buffer.from([0, 255, 128]).toString("base64");
    await publish({ topic: "bytes", payload, encoding: "base64", retain: true, qos: 2 });
    const { body } = await door.get(withQuery(apiPaths.retainedMessage, { topic: "bytes" }));
    expect(body).toMatchObject({ payload, payloadBytes: 3, qos: 2 });
  });

  it("takes a message as large as a packet may be", async () => {
    const payload = Buffer.alloc(290_000, 1).toString("base64");
    expect((await publish({ topic: "large", payload, encoding: "base64" })).status).toBe(200);
  });

  it.each([
    [{ topic: "a/+" }, 400, "/problems/invalid-topic", "body.topic"],
    [{ payload: "x" }, 400, "/problems/invalid-request", "body.topic"],
    [{ topic: "" }, 400, "/problems/invalid-request", "body.topic"],
    [{ topic: "a", qos: 3 }, 400, "/problems/invalid-request", "body.qos"],
    [{ topic: "a", retain: "yes" }, 400, "/problems/invalid-request", "body.retain"],
    [{ topic: "a", payload: "a-b_", encoding: "base64" }, 400, "/problems/invalid-request", "body.payload"],
    [{ topic: "a", payload: "abc", encoding: "base64" }, 400, "/problems/invalid-request", "body.payload"],
  ])("names what does not fit in %j", async (message, status, type, field) => {
    const answer = await publish(message);
    expect([answer.status, answer.body.type]).toEqual([status, type]);
    expect(answer.body.errors[0].field).toBe(field);
  });

  it("says which limit a topic is over", async () => {
    const { status, body } = await publish({ topic: "a/".repeat(300) });
    expect([status, body.type]).toEqual([400, "/problems/invalid-topic"]);
    expect(body.detail).toContain("maximum-topic-levels");
  });

  it.each(["$SYS/broker/version", "$SYSTEM"])("leaves %s to the broker", async (topic) => {
    const { status, body } = await publish({ topic, payload: "99", retain: true });
    expect([status, body.type]).toEqual([403, "/problems/reserved-topic"]);
  });

  it("says that a queue is full, where its publishers are to be refused", async () => {
    const options = {
      limits: { maximumQueuedMessages: 0 },
      policy: { onFullQueue: "refuse-publisher" },
    } as const;
    const full = await openDoor(options);
    const away = full.connect({ clientId: "away", properties: { sessionExpiryInterval: 60 } });
    away.subscribe("t");
    away.drop();
    const { status, body } = await full.send("POST", apiPaths.publish, { topic: "t", payload: "x", qos: 1 });
    await full.close();
    expect([status, body.type]).toEqual([507, "/problems/queue-full"]);
    expect(body.detail).toContain("maximum-queued-messages");
  });

  it("refuses a body over the limit, one that is no JSON, and one that does not say so", async () => {
    const large = await publish({ topic: "a", payload: "x".repeat(2_000_000) });
    expect([large.status, large.body.type]).toEqual([413, "/problems/body-too-large"]);
    const send = async (headers: Record<string, string>, body: string) => {
      const answer = await fetch(door.base + apiPaths.publish, { method: "POST", headers, body });
      return [answer.status, ((await answer.json()) as { type: string }).type];
    };
    const json = { "content-type": "application/json" };
    expect(await send(json, '{"topic":')).toEqual([400, "/problems/invalid-request"]);
    const text = { "content-type": "text/plain" };
    expect(await send(text, '{"topic":"a"}')).toEqual([415, "/problems/content-type-not-supported"]);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect(await send(form, "topic=a")).toEqual([415, "/problems/content-type-not-supported"]);
  });
});

describe("subscriptions", () => {
  beforeAll(() => {
    const durable = door.connect({ clientId: "s-durable", properties: { sessionExpiryInterval: 60 } });
    durable.subscribe({ filter: "line/+/state", qos: 1 }, { filter: "$share/group/line/#", qos: 2 });
    door.connect({ clientId: "s-transient" }).subscribe({ filter: "line/1/state", qos: 0, noLocal: true });
  });

  it("are listed with their options, by client and filter", async () => {
    const { body } = await door.get(withQuery(apiPaths.subscriptions, { filter: "LINE" }));
    expect(body.total).toBe(3);
    expect(body.items).toMatchObject([
      { clientId: "s-durable", filter: "$share/group/line/#", shareName: "group", qos: 2, isDurable: true },
      { clientId: "s-durable", filter: "line/+/state", qos: 1, isDurable: true, noLocal: false },
      { clientId: "s-transient", filter: "line/1/state", qos: 0, isDurable: false, noLocal: true },
    ]);
  });

  it("are filtered by client and by share name", async () => {
    const ofClient = await door.get(withQuery(apiPaths.subscriptions, { clientId: "s-transient" }));
    expect(ofClient.body.items).toMatchObject([{ filter: "line/1/state" }]);
    const shared = await door.get(withQuery(apiPaths.subscriptions, { filter: "$share/group" }));
    expect(shared.body.items).toMatchObject([{ shareName: "group" }]);
  });

  it("are found by the topic that would reach them", async () => {
    const { body } = await door.get(withQuery(apiPaths.subscribers, { topic: "line/2/state" }));
    const found = body.items.map(({ filter }: { filter: string }) => filter);
    expect(found.toSorted()).toEqual(["$share/group/line/#", "line/+/state"]);
    const none = await door.get(withQuery(apiPaths.subscribers, { topic: "nothing" }));
    expect(none.body).toEqual({ items: [], total: 0 });
    expect((await door.get(withQuery(apiPaths.subscribers, { topic: "line/#" }))).status).toBe(400);
  });
});
