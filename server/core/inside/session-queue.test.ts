import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import type { QueueEntryRecord } from "../ports/inside-queue.ts";
import { createHarness, type Harness } from "../test-support/harness.ts";
import { HeldStore } from "../test-support/held-store.ts";
import { textOf } from "../test-support/packets.ts";

const DURABLE = { cleanStart: false, properties: { sessionExpiryInterval: 60 } };

/** A client that is away, and so many messages for it over a store that has made them safe, and given free, as far as `isQuick` says. */
async function setUp(messages: number, store = new HeldStore({ isQuick: true })) {
  const house = createHarness({ store, queuePageMessages: 3, limits: { maximumInflightMessages: 2 } });
  await house.broker.start();
  const logger = house.connect({ clientId: "logger", ...DURABLE });
  logger.subscribe({ filter: "t", qos: 2 });
  logger.disconnect();
  const publisher = house.connect({ clientId: "pump" });
  const publish = (from: number, to: number): void => {
    for (let number = from; number <= to; number++)
      publisher.publish("t", String(number), { qos: 2, packetId: number });
    house.clock.endTick();
  };
  publish(1, messages);
  return { ...house, store, publish };
}

function walk({ broker }: Pick<Harness, "broker">, limit: number): QueueEntryRecord[] {
  const entries: QueueEntryRecord[] = [];
  for (let hasMore = true; hasMore; ) {
    const page = broker.inside.queue("logger", entries.at(-1)?.id, limit);
    entries.push(...(page?.entries ?? []));
    hasMore = page?.hasMore ?? false;
  }
  return entries;
}

const numbers = (entries: readonly QueueEntryRecord[]) =>
  entries.map(({ message }) => message && Number(textOf(message.payloadStart)));

const TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe("the queue of a session, page by page", () => {
  it.each([1, 2, 3, 4, 10, 11])("is in order by %d, wherever it lies", async (limit) => {
    const house = await setUp(7);
    house.store.isQuick = false;
    house.publish(8, 10);
    const entries = walk(house, limit);
    expect(numbers(entries)).toEqual(TEN);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(TEN.length);
  });

  it("is the same after a start", async () => {
    const before = await setUp(10);
    const after = createHarness({
      store: new HeldStore({ isQuick: true, before: before.store.committed }),
      queuePageMessages: 3,
    });
    await after.broker.start();
    expect(walk(after, 4)).toEqual(walk(before, 4));
  });

  it("begins with what is released, then what was sent", async () => {
    const house = await setUp(4);
    const logger = house.connect({ clientId: "logger", ...DURABLE });
    const [first] = logger.take(PacketType.Publish);
    logger.send({
      type: PacketType.Pubrec,
      packetId: first?.packetId ?? 0,
      reasonCode: 0,
      properties: {},
    });
    const entries = walk(house, 1);
    expect(entries.map(({ inflight }) => inflight?.awaits)).toEqual([
      "PUBCOMP",
      "PUBREC",
      undefined,
      undefined,
    ]);
    expect(numbers(entries)).toEqual([undefined, 2, 3, 4]);
    expect(house.broker.inside.queue("logger", undefined, 1)).toMatchObject({
      inflight: 2,
      waiting: { messages: 2 },
      oldestId: entries[2]?.id,
    });
  });

  it("goes on where it was when those before have gone", async () => {
    const house = await setUp(4);
    const page = house.broker.inside.queue("logger", undefined, 2);
    const cursor = page?.entries.at(-1)?.id;
    house.broker.inside.actions.endSession("logger");
    const again = house.connect({ clientId: "logger", ...DURABLE });
    again.subscribe({ filter: "t", qos: 2 });
    again.disconnect();
    house.publish(5, 6);
    expect(numbers(house.broker.inside.queue("logger", cursor, 9)?.entries ?? [])).toEqual([5, 6]);
  });

  it("is unknown for a client id without a session", async () => {
    const { broker } = await setUp(0);
    expect(broker.inside.queue("nobody", undefined, 1)).toBeUndefined();
  });
});
