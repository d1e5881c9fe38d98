import { expect, it } from "vitest";
import { FakeClock } from "./test-support/fake-clock.ts";
import { createHarness, type Harness, type HarnessOptions } from "./test-support/harness.ts";
import { HeldStore } from "./test-support/held-store.ts";

const LONG_ENOUGH = 5000;
const clock = new FakeClock();

async function startOn(store: HeldStore, options: HarnessOptions = {}): Promise<Harness> {
  const harness = createHarness({ store, clock, ...options });
  await harness.broker.start();
  return harness;
}

function accepted({ broker }: Harness): readonly [inAll: number | undefined, sinceTheStart: number] {
  const { totals, counters } = broker.inside.info();
  return [totals?.counters.connectionsAccepted, counters.connectionsAccepted];
}

async function restart(store: HeldStore): Promise<{ store: HeldStore; house: Harness }> {
  clock.killTimers();
  const next = new HeldStore({ isQuick: true, before: store.committed });
  return { store: next, house: await startOn(next) };
}

it("totals go on over a death from what was written last, and counters begin anew", async () => {
  const store = new HeldStore({ isQuick: true });
  const house = await startOn(store);
  const { totals } = house.broker.inside.info();
  house.connect({ clientId: "a" });
  house.connect({ clientId: "b" });
  clock.advance(LONG_ENOUGH);
  clock.endTick();
  house.connect({ clientId: "lost" });
  const next = await restart(store);
  expect(accepted(next.house)).toEqual([2, 0]);
  next.house.connect({ clientId: "c" });
  expect(accepted(next.house)).toEqual([3, 1]);
  expect(next.house.broker.inside.info().totals?.since).toBe(totals?.since);
});

it("totals of drops and held back are counted by their reasons", async () => {
  const store = new HeldStore({ isQuick: true });
  const house = await startOn(store, { limits: { maximumConnections: 0 } });
  house.open();
  house.broker.shutdown();
  clock.endTick();
  const { totals, counters } = (await restart(store)).house.broker.inside.info();
  expect(totals?.counters.heldBack["maximum-connections"]).toBe(1);
  expect(counters.heldBack["maximum-connections"]).toBe(0);
  expect(totals?.counters.dropped.expired).toBe(0);
});

it("totals are written at a stop, and not while nothing is counted", async () => {
  const store = new HeldStore({ isQuick: true });
  const house = await startOn(store);
  house.connect({ clientId: "a" });
  house.broker.shutdown();
  clock.endTick();
  const next = await restart(store);
  expect(accepted(next.house)).toEqual([1, 0]);
  const before = next.store.committed.length;
  clock.advance(LONG_ENOUGH);
  clock.endTick();
  expect(next.store.committed.length).toBe(before);
});

it("without a store that lasts there are none", async () => {
  const { broker } = createHarness();
  await broker.start();
  expect(broker.inside.info().totals).toBeUndefined();
});
