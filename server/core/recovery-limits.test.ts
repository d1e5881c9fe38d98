import { describe, expect, it } from "vitest";
import { PacketType } from "../../protocol/packets.ts";
import { FakeClock } from "./test-support/fake-clock.ts";
import { createHarness, type Harness } from "./test-support/harness.ts";
import { HeldStore } from "./test-support/held-store.ts";
import { willOf } from "./test-support/packets.ts";

const DURABLE = { sessionExpiryInterval: 3600 };
const LONG = "far/too/long";

/** A broker with a store, killed, and started again with fewer levels allowed. */
async function restart(before: (house: Harness) => void, levels: number) {
  const clock = new FakeClock();
  const store = new HeldStore({ isQuick: true });
  before(createHarness({ store, clock }));
  clock.killTimers();
  const next = new HeldStore({ isQuick: true, before: store.committed });
  const house = createHarness({ store: next, clock, limits: { maximumTopicLevels: levels } });
  await house.broker.start();
  clock.endTick();
  return { ...house, store: next };
}

/** A subscriber that is away and has something of everything on a topic of three levels, and on one of two. */
function fill(house: Harness): void {
  const will = willOf({ topic: LONG, properties: { willDelayInterval: 100 } });
  const client = house.connect({ clientId: "s", properties: { ...DURABLE, receiveMaximum: 4 }, will });
  client.subscribe("#");
  const publisher = house.connect({ clientId: "p" });
  for (const topic of [LONG, "t/a"])
    for (const qos of [1, 2, 1] as const) publisher.publish(topic, String(qos), { qos, retain: true });
  client.drop();
}

describe("a start with lower limits than what was stored", () => {
  it("takes up what it can and tells how much it cannot, and why", async () => {
    const { broker, told } = await restart(fill, 2);
    expect(told("recoveryIncomplete")).toMatchObject([
      { retained: 1, queued: 3, wills: 1, reason: expect.stringContaining("maximum-topic-levels") },
    ]);
    expect(broker.inside.info().store.recovery).toMatchObject({
      sessions: 1,
      retained: 1,
      leftOut: { retained: 1, queued: 3, wills: 1, reason: expect.stringContaining("maximum-topic-levels") },
      damage: undefined,
    });
    expect(broker.inside.session("s")).toMatchObject({ inflightOut: 1, queuedMessages: 2, will: "none" });
    expect([broker.inside.retainedOn("t/a"), broker.inside.retainedOn(LONG)]).toMatchObject([
      { topic: "t/a" },
      undefined,
    ]);
  });

  it("gives the client what is left, under packet ids that the store knows", async () => {
    const { connect, clock, store, told } = await restart(fill, 2);
    const client = connect({ clientId: "s", cleanStart: false, properties: DURABLE });
    const heard = client.take(PacketType.Publish).map(({ packetId, topic, dup }) => [packetId, topic, dup]);
    expect(heard).toEqual([
      [4, "t/a", true],
      [expect.any(Number), "t/a", false],
      [expect.any(Number), "t/a", false],
    ]);
    clock.endTick();
    await expect(store.recover()).resolves.toBeDefined();
    expect(told("internalError")).toEqual([]);
  });

  it("finds its retained messages again when the limit is raised again", async () => {
    const { store, clock } = await restart(fill, 2);
    const { broker } = createHarness({
      store: new HeldStore({ isQuick: true, before: store.committed }),
      clock,
    });
    await broker.start();
    expect(broker.inside.retainedOn(LONG)).toBeDefined();
  });

  it("says nothing when everything is taken up", async () => {
    const { told, broker } = await restart(fill, 3);
    expect(told("recoveryIncomplete")).toEqual([]);
    expect(broker.inside.session("s")).toMatchObject({ inflightOut: 4, queuedMessages: 2, will: "delayed" });
  });
});
