import { describe, expect, it } from "vitest";
import { FakeClock } from "./test-support/fake-clock.ts";
import { createHarness } from "./test-support/harness.ts";
import { HeldStore } from "./test-support/held-store.ts";
import { createWorkshop, DURABLE, FILTER, publish, work } from "./test-support/workshop.ts";

describe("while a member of a shared subscription is only away", () => {
  it("what was sent to it stays its own, and comes again on its return [5 MQTT-4.8.2-4]", () => {
    const house = createWorkshop();
    const member = house.join("a", { receiveMaximum: 2 });
    const other = house.join("b");
    house.publisher.publish("t", "a1", { qos: 1 });
    publish(house.publisher, 2, "b1", "a2");
    member.drop();
    expect(work(other)).toEqual(["b1"]);
    const back = house.connect({ clientId: "a", cleanStart: false, properties: DURABLE });
    expect(back.messages()).toEqual(["t=a1", "t=a2"]);
  });

  it("what waited for it goes to those who are there, in order", () => {
    const house = createWorkshop();
    const member = house.join("a");
    publish(house.publisher, 1, "1", "2", "3");
    const other = house.join("b");
    expect(work(other)).toEqual([]);
    member.drop();
    expect(work(other)).toEqual(["2", "3"]);
    expect(house.broker.inside.session("a")).toMatchObject({
      queuedMessages: 0,
      queuedBytes: 0,
      inflightOut: 1,
    });
  });

  it("and nobody else has room, it goes on waiting for it", () => {
    const house = createWorkshop({ limits: { maximumQueuedMessages: 1 } });
    const member = house.join("a");
    const other = house.join("b");
    publish(house.publisher, 1, "a1", "b1", "a2", "b2");
    member.drop();
    expect(house.broker.inside.session("a")).toMatchObject({ queuedMessages: 1 });
    expect(work(other)).toEqual(["b1", "b2"]);
    expect(house.broker.inside.info().counters.dropped["queue-full"]).toBe(0);
  });

  it("its place is not given away at a takeover by its own client", () => {
    const house = createWorkshop();
    house.join("a");
    publish(house.publisher, 1, "1", "2");
    const other = house.join("b");
    const back = house.connect({ clientId: "a", cleanStart: false, properties: DURABLE });
    expect([work(back), work(other)]).toEqual([["1 dup", "2"], []]);
  });
});

describe("a member of a shared subscription that comes", () => {
  it("takes up what waits for those who are away, when it subscribes", () => {
    const house = createWorkshop();
    for (const member of ["a", "b"].map((clientId) => house.join(clientId))) member.drop();
    publish(house.publisher, 1, "1", "2", "3", "4");
    expect(work(house.join("c")).toSorted()).toEqual(["1", "2", "3", "4"]);
  });

  it("takes it up behind its own, when it returns", () => {
    const house = createWorkshop();
    for (const member of ["a", "b"].map((clientId) => house.join(clientId))) member.drop();
    publish(house.publisher, 1, "a1", "b1", "a2", "b2");
    const back = house.connect({ clientId: "a", cleanStart: false, properties: DURABLE });
    expect(work(back)).toEqual(["a1", "a2", "b1", "b2"]);
  });
});

describe("a member that unsubscribes", () => {
  it("leaves what waited to those who are there, and finishes what was sent [5 MQTT-3.10.4-3]", () => {
    const house = createWorkshop();
    const member = house.join("a");
    publish(house.publisher, 1, "1", "2");
    const other = house.join("b");
    member.unsubscribe(FILTER);
    expect([work(member), work(other)]).toEqual([["1"], ["2"]]);
  });

  it("gets the rest itself when it was the last", () => {
    const house = createWorkshop();
    const member = house.join("a");
    publish(house.publisher, 1, "1", "2");
    member.unsubscribe(FILTER);
    expect(work(member)).toEqual(["1", "2"]);
  });

  it("keeps what waits by its other subscriptions", () => {
    const house = createWorkshop();
    const member = house.join("a");
    member.subscribe("t");
    const other = house.join("b");
    publish(house.publisher, 1, "1");
    publish(house.publisher, 1, "2");
    publish(house.publisher, 1, "3");
    member.unsubscribe(FILTER);
    const done = [...work(member), ...work(other)].map((text) => text[0]);
    expect(done.toSorted()).toEqual(["1", "1", "2", "2", "3", "3"]);
  });
});

describe("after a start", () => {
  it("what waited by a shared subscription is still the group's, what waited by another the session's", async () => {
    const clock = new FakeClock();
    const before = new HeldStore({ isQuick: true });
    const house = createWorkshop({ store: before, clock });
    const member = house.join("a");
    member.subscribe("t");
    member.drop();
    publish(house.publisher, 1, "1");
    clock.killTimers();
    const store = new HeldStore({ isQuick: true, before: before.committed });
    const next = createHarness({ store, clock });
    await next.broker.start();
    const other = next.connect({ clientId: "b", properties: DURABLE });
    other.subscribe(FILTER);
    expect(work(other)).toEqual(["1"]);
    const back = next.connect({ clientId: "a", cleanStart: false, properties: DURABLE });
    expect(work(back)).toEqual(["1"]);
  });

  it("a member that was connected is only away for as long as its session lives [5 MQTT-4.8.2-4]", async () => {
    const clock = new FakeClock();
    const before = new HeldStore({ isQuick: true });
    const house = createWorkshop({ store: before, clock });
    house.join("a");
    publish(house.publisher, 1, "1");
    clock.killTimers();
    const next = createHarness({ store: new HeldStore({ isQuick: true, before: before.committed }), clock });
    await next.broker.start();
    const other = next.connect({ clientId: "b", properties: DURABLE });
    other.subscribe(FILTER);
    clock.advance(59.999);
    expect(work(other)).toEqual([]);
    clock.advance(0.001);
    expect(work(other)).toEqual(["1"]);
  });
});
