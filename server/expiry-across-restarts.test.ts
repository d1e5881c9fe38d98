import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LmdbStore, openLmdbStore } from "./adapters/store/lmdb/lmdb-store.ts";
import { FakeClock } from "./core/test-support/fake-clock.ts";
import { createHarness, type Harness } from "./core/test-support/harness.ts";
import { willOf } from "./core/test-support/packets.ts";

const PAGE = 3;

let directory: string;
let clock: FakeClock;
let store: LmdbStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-expiry-"));
  clock = new FakeClock();
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

/** A broker on the data directory of the test. */
async function start(): Promise<Harness> {
  store = await openLmdbStore(directory, { durability: "commit" });
  const harness = createHarness({ store, clock, queuePageMessages: PAGE });
  await harness.broker.start();
  return harness;
}

/** The process ends and is started again so many seconds later. */
async function restart(seconds = 0): Promise<Harness> {
  clock.endTick();
  clock.killTimers();
  await store.close();
  clock.advance(seconds);
  return await start();
}

/** A client that went away, for which so many messages wait that expire after so many seconds each. */
function leaveWithQueue({ connect }: Harness, expiries: readonly (number | undefined)[]): void {
  const subscriber = connect({ clientId: "s", properties: { sessionExpiryInterval: 3600 } });
  subscriber.subscribe("t");
  subscriber.drop();
  const publisher = connect({ clientId: "p" });
  for (const [at, seconds] of expiries.entries())
    publisher.publish("t", `${at}`, {
      qos: 1,
      properties: seconds === undefined ? {} : { messageExpiryInterval: seconds },
    });
}

function waiting({ broker }: Harness): unknown {
  const { queuedMessages, queuedBytes } = broker.inside.info().gauges;
  return [queuedMessages, queuedBytes];
}

/** What the store itself has of the queue: what it finds when it is opened anew. */
async function waitingInStore(): Promise<number | undefined> {
  clock.endTick();
  await store.close();
  store = await openLmdbStore(directory, { durability: "commit" });
  let messages: number | undefined;
  for await (const part of (await store.recover()).sessions) messages ??= part[0]?.waiting.messages;
  return messages;
}

describe("a message that waits in a data directory", () => {
  it("leaves it at its time while nobody is connected [5 MQTT-3.3.2-5]", async () => {
    const house = await start();
    leaveWithQueue(house, [5, 50, 5, undefined, 5, 5, 50, 5]);
    clock.advance(5.5);
    expect(waiting(house)).toEqual([3, 6]);
    expect(await waitingInStore()).toBe(3);
  });

  it("leaves it at its time after a restart, of whatever page it is", async () => {
    leaveWithQueue(await start(), [5, 50, 5, undefined, 5, 5, 50, 5, 5, 5, 5]);
    const next = await restart();
    clock.advance(4);
    expect(waiting(next)).toEqual([11, 23]);
    clock.advance(1.5);
    expect(waiting(next)).toEqual([3, 6]);
    expect(await waitingInStore()).toBe(3);
  });

  it("leaves it a second after a start that came too late for it, and is sent to nobody before", async () => {
    leaveWithQueue(await start(), [5, undefined, 5, 5, 5, 5]);
    const next = await restart(60);
    clock.advance(1.5);
    expect(waiting(next)).toEqual([1, 2]);
    const late = await restart(60);
    const back = late.connect({
      clientId: "s",
      cleanStart: false,
      properties: { sessionExpiryInterval: 3600 },
    });
    late.clock.endTick();
    expect(back.messages()).toEqual(["t=1"]);
  });
});

describe("a session that was left before a restart", () => {
  it.each([
    [0, 59.999],
    [30, 29.999],
    [59.999, 0],
  ])(
    "ends at its time, counted from when it was left: %d s before the start, %d s after",
    async (before, after) => {
      leaveFor60Seconds(await start());
      const next = await restart(before);
      clock.advance(after);
      expect(next.broker.inside.session("s")).toBeDefined();
      clock.advance(60 - before - after);
      expect([next.broker.inside.session("s"), next.told("sessionEnded")]).toMatchObject([
        undefined,
        [{ clientId: "s", why: "expired" }],
      ]);
      expect((await restart()).broker.inside.session("s")).toBeUndefined();
    },
  );

  it.each([60, 61, 10_000])(
    "has ended when a start comes %d s later: its will is published, and its queue is nobody's [5 MQTT-4.1.0-2] [5 MQTT-3.1.2-10]",
    async (seconds) => {
      const house = await start();
      const watcher = house.connect({ clientId: "w", properties: { sessionExpiryInterval: 0xffff_ffff } });
      watcher.subscribe("will");
      leaveFor60Seconds(house);
      const next = await restart(seconds);
      expect(next.told("willFired")).toMatchObject([{ clientId: "s", cause: "connection-lost" }]);
      expect(next.told("sessionEnded")).toMatchObject([{ clientId: "s", why: "expired" }]);
      expect(next.broker.inside.info().gauges).toMatchObject({
        sessions: 1,
        queuedMessages: 1,
        willsDelayed: 0,
      });
      const back = next.connect({ clientId: "w", cleanStart: false });
      next.clock.endTick();
      expect(back.messages()).toEqual(["will=gone"]);
    },
  );

  it("has its time from the start on if it was connected when the process ended", async () => {
    const house = await start();
    house.connect({ clientId: "s", properties: { sessionExpiryInterval: 60 } });
    const next = await restart(1000);
    clock.advance(59.999);
    expect(next.broker.inside.session("s")).toBeDefined();
    clock.advance(0.001);
    expect(next.broker.inside.session("s")).toBeUndefined();
  });
});

/** A client that goes with a will that is not due before its session ends, and a queue. */
function leaveFor60Seconds({ connect }: Harness): void {
  const will = willOf({ qos: 1, properties: { willDelayInterval: 3600 } });
  const client = connect({ clientId: "s", properties: { sessionExpiryInterval: 60 }, will });
  client.subscribe("t");
  client.drop();
  const publisher = connect({ clientId: "p" });
  for (let number = 0; number < 2 * PAGE; number++) publisher.publish("t", `${number}`, { qos: 1 });
}
