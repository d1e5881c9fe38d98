import { afterEach, describe, expect, it } from "vitest";
import { apiPaths, withQuery } from "../contract/paths.ts";
import { type QueueEntry, sessionQueue } from "../contract/session-queue.ts";
import { brokerInfo } from "../contract.ts";
import { openDoor, type TestDoor } from "../test-support/open-door.ts";

const DURABLE = { properties: { sessionExpiryInterval: 600 } };

let door: TestDoor;

afterEach(() => door.close());

async function read(query: Record<string, string | number>): Promise<ReturnType<typeof sessionQueue.parse>> {
  const { body } = await door.get(withQuery(apiPaths.sessionQueue, { clientId: "logger", ...query }));
  expect(sessionQueue.parse(body)).toEqual(body);
  return body;
}

const payloadsOf = (items: readonly QueueEntry[]) =>
  items.map(({ message }) => Buffer.from(message?.payloadStart ?? "", "base64").toString());

async function openWith(changes: Parameters<typeof openDoor>[0], messages: number): Promise<void> {
  door = await openDoor(changes);
  const logger = door.connect({ clientId: "logger", ...DURABLE });
  logger.subscribe({ filter: "plant/#", qos: 1 });
  logger.disconnect();
  const pump = door.connect({ clientId: "pump", userName: "Anna" });
  for (let number = 1; number <= messages; number++)
    pump.publish("plant/pump", String(number), { qos: 1, packetId: number });
}

describe("the queue of a session", () => {
  it("tells of each message what it is, who published it and what it weighs", async () => {
    await openWith({}, 0);
    const pump = door.connect({ clientId: "pump", userName: "Anna" });
    pump.publish("plant/pump", "x".repeat(500), {
      qos: 2,
      packetId: 1,
      properties: { messageExpiryInterval: 30 },
    });
    const now = door.clock.now();
    const { items, ...rest } = await read({});
    expect(items).toMatchObject([
      {
        qos: 1,
        message: {
          topic: "plant/pump",
          payloadBytes: 500,
          receivedAt: now,
          expiresAt: now + 30_000,
          publisherClientId: "pump",
          publisherUserName: "Anna",
        },
      },
    ]);
    expect(payloadsOf(items)).toEqual(["x".repeat(128)]);
    expect(rest).toMatchObject({
      total: 1,
      inflight: 0,
      waiting: { messages: 1, bytes: items[0]?.message?.bytes },
    });
  });

  it("goes on from page to page, also when some have gone meanwhile", async () => {
    await openWith({}, 5);
    const first = await read({ limit: 2 });
    expect(payloadsOf(first.items)).toEqual(["1", "2"]);
    const second = await read({ limit: 2, cursor: first.nextCursor ?? "" });
    expect(payloadsOf(second.items)).toEqual(["3", "4"]);
    const third = await read({ limit: 2, cursor: second.nextCursor ?? "" });
    expect([payloadsOf(third.items), third.nextCursor]).toEqual([["5"], undefined]);
  });

  it("begins with what was sent and is not finished; its id stays the same", async () => {
    await openWith({ limits: { maximumInflightMessages: 2 } }, 4);
    const { items: before } = await read({});
    door.connect({ clientId: "logger", cleanStart: false, ...DURABLE });
    const { items, inflight, waiting, oldestId } = await read({});
    expect(items.map(({ inflight: sent }) => sent?.awaits)).toEqual([
      "PUBACK",
      "PUBACK",
      undefined,
      undefined,
    ]);
    expect(items.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect({ inflight, waiting: waiting.messages, oldestId }).toEqual({
      inflight: 2,
      waiting: 2,
      oldestId: items[2]?.id,
    });
  });

  it.each([
    ["drop-newest", "arriving"],
    ["drop-oldest", "oldest"],
    ["refuse-publisher", "none"],
  ] as const)("says under %s that what gives way next is %s", async (onFullQueue, nextToDrop) => {
    await openWith({ policy: { onFullQueue }, limits: { maximumQueuedMessages: 2 } }, 2);
    expect(await read({})).toMatchObject({
      onFullQueue,
      nextToDrop,
      full: "queue-full",
      maximum: { messages: 2 },
    });
    const { body } = await door.get(apiPaths.broker);
    expect(brokerInfo.parse(body).onFullQueue).toBe(onFullQueue);
  });

  it("is empty where nothing waits", async () => {
    await openWith({ limits: { maximumQueuedBytes: Number.POSITIVE_INFINITY } }, 0);
    const queue = await read({});
    expect(queue).toMatchObject({ items: [], total: 0, maximum: { messages: 1000, bytes: "unlimited" } });
    expect([queue.oldestId, queue.full, queue.nextCursor]).toEqual([undefined, undefined, undefined]);
  });

  it("is not found for a client id without a session", async () => {
    await openWith({}, 0);
    const { status, body } = await door.get(withQuery(apiPaths.sessionQueue, { clientId: "nobody" }));
    expect([status, body.type]).toEqual([404, "/problems/no-such-session"]);
  });

  it.each([
    ["limit=0&clientId=logger", "/problems/invalid-request"],
    ["limit=1001&clientId=logger", "/problems/invalid-request"],
    ["", "/problems/invalid-request"],
    ["clientId=logger&cursor=x", "/problems/invalid-cursor"],
    ["clientId=logger&cursor=p-1", "/problems/invalid-cursor"],
  ])("refuses %s", async (query, type) => {
    await openWith({}, 0);
    const { status, body } = await door.get(`${apiPaths.sessionQueue}?${query}`);
    expect([status, body.type]).toEqual([400, type]);
  });
});
