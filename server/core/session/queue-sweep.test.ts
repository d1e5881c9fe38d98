import { describe, expect, it } from "vitest";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";
import { HeldStore } from "../test-support/held-store.ts";

const DURABLE = { sessionExpiryInterval: 3600 };

/** Subscribers that are away, and who publishes to all of them. */
function setUp(options: HarnessOptions = {}, subscribers = 1) {
  const harness = createHarness(options);
  for (let number = 0; number < subscribers; number++) {
    const subscriber = harness.connect({ clientId: `s${number}`, properties: DURABLE });
    subscriber.subscribe("t");
    subscriber.drop();
  }
  const publisher = harness.connect({ clientId: "p" });
  const publish = (text: string, messageExpiryInterval?: number): void =>
    publisher.publish("t", text, {
      qos: 1,
      properties: messageExpiryInterval === undefined ? {} : { messageExpiryInterval },
    });
  const waiting = (): unknown => {
    const { queuedMessages, queuedBytes } = harness.broker.inside.info().gauges;
    return [queuedMessages, queuedBytes];
  };
  const comeBack = () =>
    harness.connect({ clientId: "s0", cleanStart: false, properties: DURABLE }).messages();
  return { ...harness, publish, waiting, comeBack };
}

describe("a queued message that expires while its client is away", () => {
  it("leaves the queue and what is counted of it at its time, and is counted as a drop [5 MQTT-3.3.2-5]", () => {
    const { publish, waiting, clock, told, broker, comeBack } = setUp();
    publish("x", 5);
    publish("stays");
    clock.advance(4.999);
    expect([waiting(), told("messageDropped")]).toEqual([[2, 8], []]);
    clock.advance(0.001);
    expect(waiting()).toEqual([1, 6]);
    expect(broker.inside.session("s0")).toMatchObject({
      queuedMessages: 1,
      queuedBytes: 6,
      dropsByReason: { expired: 1 },
    });
    expect(told("messageDropped")).toMatchObject([{ clientId: "s0", topic: "t", reason: "expired" }]);
    expect(comeBack()).toEqual(["t=stays"]);
  });

  it("leaves it in whatever order messages came, and a second late at most", () => {
    const { publish, waiting, clock } = setUp();
    for (const seconds of [100, 5, 20, 6]) publish("x", seconds);
    publish("stays");
    const left = [5, 1, 14, 80].map((seconds) => {
      clock.advance(seconds);
      return waiting();
    });
    expect(left).toEqual([
      [4, 12],
      [3, 10],
      [2, 8],
      [1, 6],
    ]);
  });

  it("leaves it too where the client is there and has taken no more for a while", () => {
    const { connect, publish, waiting, clock } = setUp();
    connect({ clientId: "s0", cleanStart: false, properties: { ...DURABLE, receiveMaximum: 1 } });
    publish("in flight");
    publish("x", 5);
    clock.advance(5);
    expect(waiting()).toEqual([0, 0]);
  });

  it("waits for its turn among thousands in many queues that expire together", () => {
    const { publish, waiting, clock } = setUp({}, 30);
    for (let number = 0; number < 100; number++) publish("x", 5);
    expect(waiting()).toEqual([3000, 6000]);
    clock.advance(5);
    expect(waiting()).not.toEqual([0, 0]);
    clock.advance(1);
    expect(waiting()).toEqual([0, 0]);
  });

  it("is looked for no more when its session has ended", () => {
    const { publish, clock, broker, told } = setUp();
    publish("x", 5);
    broker.inside.actions.endSession("s0");
    clock.advance(10);
    expect(told("messageDropped")).toEqual([]);
  });

  it("leaves a store too, also where the store alone has it, and after a start", async () => {
    const store = new HeldStore({ isQuick: true });
    const { publish, clock } = setUp({ store, queuePageMessages: 2 });
    for (let number = 0; number < 9; number++) publish(`${number}`, number % 2 === 0 ? 5 : 8);
    clock.endTick();
    clock.advance(5.5);
    expect(dropped(store)).toBe(5);
    clock.killTimers();
    const next = new HeldStore({ isQuick: true, before: store.committed });
    const { broker } = createHarness({ store: next, clock, queuePageMessages: 2 });
    await broker.start();
    expect(broker.inside.session("s0")).toMatchObject({ queuedMessages: 4, queuedBytes: 8 });
    clock.advance(3);
    expect(broker.inside.session("s0")).toMatchObject({ queuedMessages: 0, queuedBytes: 0 });
    expect(dropped(next)).toBe(9);
  });
});

function dropped(store: HeldStore): number {
  return store.types().filter((type) => type === "messageDropped").length;
}
