import { describe, expect, it } from "vitest";
import { FakeClock } from "../test-support/fake-clock.ts";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";
import { HeldStore } from "../test-support/held-store.ts";

function setUp(options: HarnessOptions = {}) {
  const harness = createHarness(options);
  const publisher = harness.connect({ clientId: "p" });
  const keep = (topic: string, messageExpiryInterval?: number): void =>
    publisher.publish(topic, "x", {
      retain: true,
      properties: messageExpiryInterval === undefined ? {} : { messageExpiryInterval },
    });
  const kept = (): number => harness.broker.inside.info().gauges.retainedMessages;
  return { ...harness, keep, kept };
}

describe("a retained message that expires while nobody looks", () => {
  it("is taken out at its time, with its bytes, and told [5 MQTT-3.3.2-5]", () => {
    const { keep, kept, clock, told, broker } = setUp();
    keep("t", 5);
    clock.advance(4.999);
    expect([kept(), told("retainedCleared")]).toEqual([1, []]);
    clock.advance(0.001);
    expect([kept(), broker.inside.info().gauges.retainedBytes]).toEqual([0, 0]);
    expect(told("retainedCleared")).toMatchObject([{ topic: "t", clientId: undefined }]);
  });

  it("is taken out whatever else comes before or after it", () => {
    const { keep, kept, clock } = setUp();
    for (const [topic, seconds] of Object.entries({ late: 100, soon: 5, between: 20 })) keep(topic, seconds);
    keep("stays");
    const left = [5, 15, 80].map((seconds) => {
      clock.advance(seconds);
      return kept();
    });
    expect(left).toEqual([3, 2, 1]);
  });

  it("is not taken out when another has come in its place", () => {
    const { keep, kept, clock, told } = setUp();
    keep("t", 5);
    keep("t");
    keep("u", 5);
    keep("u", 50);
    clock.advance(10);
    expect([kept(), told("retainedCleared")]).toEqual([2, []]);
  });

  it("waits for its turn among thousands that expire together", () => {
    const { keep, kept, clock } = setUp();
    for (let number = 0; number < 2500; number++) keep(`t/${number}`, 5);
    clock.advance(5);
    expect(kept()).toBe(0);
  });

  it("is taken out though others that expire at once keep coming", () => {
    const { keep, kept, clock } = setUp();
    for (let number = 0; number < 8; number++) {
      keep(`t/${number}`, 0);
      clock.advance(0.25);
    }
    expect(kept()).toBeLessThan(8);
  });

  it("is taken out of the store too, also after a start", async () => {
    const clock = new FakeClock();
    const store = new HeldStore({ isQuick: true });
    const { keep } = setUp({ store, clock });
    keep("t", 5);
    clock.killTimers();
    const next = new HeldStore({ isQuick: true, before: store.committed });
    const { broker } = createHarness({ store: next, clock });
    await broker.start();
    expect(broker.inside.info().gauges.retainedMessages).toBeGreaterThan(0);
    clock.advance(5);
    expect(broker.inside.retainedOn("t")).toBeUndefined();
    expect(next.committed.at(-1)).toEqual({ type: "retainedCleared", topic: "t" });
  });
});
