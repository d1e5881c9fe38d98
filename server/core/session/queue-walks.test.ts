import { describe, expect, it } from "vitest";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";
import { HeldStore } from "../test-support/held-store.ts";
import type { TestClient } from "../test-support/test-client.ts";

const DURABLE = { sessionExpiryInterval: 3600 };
const PAGE = 5;
const LONG = 40;
const ALL = Array.from({ length: LONG }, (_, at) => `t=${at}`);

/** A broker whose pages are short, over a store that queues are read from. */
function setUp(options: HarnessOptions = {}) {
  const store = new HeldStore({ isQuick: true });
  const house = createHarness({ store, queuePageMessages: PAGE, ...options });
  const publisher = house.connect({ clientId: "p" });
  const publishAll = (): void => {
    for (let number = 0; number < LONG; number++) publisher.publish("t", `${number}`, { qos: 1 });
    house.clock.endTick();
  };
  const enter = (clientId: string, rest = {}): TestClient =>
    house.connect({ clientId, userName: clientId, cleanStart: false, properties: { ...DURABLE, ...rest } });
  const waiting = (clientId: string): number | undefined =>
    house.broker.inside.session(clientId)?.queuedMessages;
  return { ...house, publishAll, enter, waiting };
}

function read(client: TestClient, { clock }: ReturnType<typeof setUp>): string[] {
  clock.endTick();
  return client.messages();
}

describe("what a session may not have any more, of a long queue", () => {
  function withRights() {
    let mayReceive = true;
    const acl = { mayPublish: () => true, maySubscribe: () => true, mayReceive: () => mayReceive };
    const house = setUp({ acl });
    house.enter("s").subscribe("t");
    house.broker.inside.actions.disconnect("s");
    house.publishAll();
    const set = (isAllowed: boolean): void => {
      mayReceive = isAllowed;
      house.broker.recheckRights();
    };
    return { house, set };
  }

  it("goes in parts, the front first, and each message is counted once", () => {
    const { house, set } = withRights();
    set(false);
    expect(house.waiting("s")).toBe(LONG - 2 * PAGE);
    house.clock.advance(1);
    expect(house.waiting("s")).toBe(0);
    expect(house.told("messageDropped").map(({ reason }) => reason)).toEqual(ALL.map(() => "not-authorized"));
  });

  it("does not reach a client that comes back before it is gone", () => {
    const { house, set } = withRights();
    set(false);
    expect(read(house.enter("s"), house)).toEqual([]);
    expect([house.waiting("s"), house.told("messageDropped").length]).toEqual([0, LONG]);
  });

  it("stays as far as it is still there when the right is given back", () => {
    const { house, set } = withRights();
    set(false);
    set(true);
    house.clock.advance(1);
    expect(read(house.enter("s"), house)).toEqual(ALL.slice(2 * PAGE, 2 * PAGE + 20));
    expect(house.told("messageDropped")).toHaveLength(2 * PAGE);
  });
});

describe("what waits by a shared subscription, of a long queue", () => {
  /** Two members of a group: one that is away, for which all waits, and one that has not come yet. */
  function withGroup() {
    const house = setUp();
    house.enter("away").subscribe("$share/g/t");
    house.broker.inside.actions.disconnect("away");
    house.publishAll();
    return house;
  }

  it("goes to who comes in parts, in order, while everybody else goes on", () => {
    const house = withGroup();
    house.enter("b").subscribe("$share/g/t");
    expect([house.waiting("away"), house.waiting("b")]).toEqual([LONG - 2 * PAGE, 0]);
    house.clock.advance(1);
    expect([house.waiting("away"), house.waiting("b")]).toEqual([0, LONG - 20]);
  });

  it("goes on to its own client where that comes back meanwhile: each message to one of them", () => {
    const house = withGroup();
    const b = house.enter("b");
    b.subscribe("$share/g/t");
    const away = house.enter("away");
    house.clock.advance(1);
    const [toAway, toB] = [read(away, house), read(b, house)];
    expect(toB).toEqual(ALL.slice(0, 2 * PAGE));
    expect(toAway).toEqual(ALL.slice(2 * PAGE, 2 * PAGE + 20));
    expect(house.waiting("away")).toBe(LONG - 2 * PAGE - 20);
  });

  it("goes on when it was interrupted by others that come and go", () => {
    const house = withGroup();
    for (const clientId of ["b", "c", "d"]) house.enter(clientId).subscribe("$share/g/t");
    house.broker.inside.actions.endSession("c");
    house.clock.advance(1);
    const inflight = ["b", "d"].map((clientId) => house.broker.inside.session(clientId)?.inflightOut ?? 0);
    const queued = ["away", "b", "d"].map((clientId) => house.waiting(clientId) ?? 0);
    expect([...inflight, ...queued].reduce((sum, count) => sum + count)).toBe(LONG);
    expect(house.waiting("away")).toBe(0);
  });

  it("is forgotten with its session in the middle of it, and counted", () => {
    const house = withGroup();
    house.enter("b").subscribe("$share/g/t");
    house.broker.inside.actions.endSession("away");
    house.clock.advance(1);
    const { inflightOut = 0, queuedMessages = 0 } = house.broker.inside.session("b") ?? {};
    expect(inflightOut + queuedMessages).toBe(LONG);
    expect(house.broker.inside.info().gauges.queuedMessages).toBe(queuedMessages);
  });
});

it("a long queue of a session that its client ends with DISCONNECT is forgotten unread, but for what is a group's", () => {
  const house = setUp();
  house.enter("s", { receiveMaximum: 1 }).subscribe("t");
  house.enter("member", { receiveMaximum: 1 }).subscribe("$share/g/t");
  for (const clientId of ["s", "member"]) house.broker.inside.actions.disconnect(clientId);
  house.publishAll();
  const ending = { ...DURABLE, receiveMaximum: 1 };
  for (const clientId of ["s", "member"])
    house.enter(clientId, ending).disconnect(0, { sessionExpiryInterval: 0 });
  expect(house.broker.inside.info()).toMatchObject({
    gauges: { sessions: 1, queuedMessages: 0, queuedBytes: 0 },
    counters: { dropped: { "session-ended": 2 * (LONG - 1) } },
  });
});
