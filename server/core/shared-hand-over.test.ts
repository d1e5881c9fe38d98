import { describe, expect, it } from "vitest";
import { PacketType } from "../../protocol/packets.ts";
import type { Harness } from "./test-support/harness.ts";
import type { TestClient } from "./test-support/test-client.ts";
import { createWorkshop, FILTER, publish, work } from "./test-support/workshop.ts";

/** Every way in which a member's session ends; what it has not acknowledged comes behind what waited if it was away first. */
const ENDS: readonly (readonly [
  how: string,
  order: string,
  end: (member: TestClient, harness: Harness) => void,
])[] = [
  [
    "it was to end with its connection",
    "1234",
    (member) => member.disconnect(0, { sessionExpiryInterval: 0 }),
  ],
  [
    "its client begins anew while it is connected",
    "1234",
    (_, { connect }) => void connect({ clientId: "a" }),
  ],
  [
    "an operator ends it",
    "1234",
    (_, { broker, clock }) => {
      broker.inside.actions.endSession("a");
      clock.endTick();
    },
  ],
  [
    "it expires",
    "2314",
    (member, { clock }) => {
      member.drop();
      clock.advance(60);
    },
  ],
  [
    "its client returns to begin anew",
    "2314",
    (member, { connect }) => {
      member.drop();
      connect({ clientId: "a" });
    },
  ],
];

describe("when the session of a member of a shared subscription ends", () => {
  it.each(ENDS)("since %s, another gets what was not acknowledged or waited: %s", (_, order, end) => {
    const house = createWorkshop();
    const member = house.join("a");
    publish(house.publisher, 1, "1", "2", "3");
    const other = house.join("b");
    end(member, house);
    publish(house.publisher, 1, "4");
    expect(work(other)).toEqual([...order]);
    expect(house.broker.inside.info().counters.dropped["session-ended"]).toBe(0);
  });

  it("what was sent at QoS 2 goes to nobody else, what only waited does [5 MQTT-4.8.2-5]", () => {
    const house = createWorkshop();
    house.join("a");
    const other = house.join("b");
    publish(house.publisher, 2, "a1", "b1", "a2");
    house.connect({ clientId: "a" });
    expect(work(other)).toEqual(["b1", "a2"]);
  });

  it("a message whose PUBREC has come goes to nobody else", () => {
    const house = createWorkshop();
    const member = house.join("a");
    const other = house.join("b");
    publish(house.publisher, 2, "a1");
    member.answer(PacketType.Pubrec, 1);
    house.connect({ clientId: "a" });
    expect(work(other)).toEqual([]);
  });

  it("members that are away get it when nobody is there", () => {
    const house = createWorkshop();
    const member = house.join("a");
    house.join("b").drop();
    publish(house.publisher, 1, "1", "2");
    member.disconnect(0, { sessionExpiryInterval: 0 });
    expect(house.broker.inside.session("b")).toMatchObject({ queuedMessages: 2 });
    const back = house.connect({ clientId: "b", cleanStart: false });
    expect(work(back)).toEqual(["1", "2"]);
  });

  it("what nobody can take is lost with it, and counted", () => {
    const house = createWorkshop();
    const member = house.join("a");
    publish(house.publisher, 1, "1", "2", "3");
    member.disconnect(0, { sessionExpiryInterval: 0 });
    expect(house.broker.inside.info().counters.dropped["session-ended"]).toBe(2);
  });

  it("the other gets it as its own subscription says", () => {
    const house = createWorkshop();
    const member = house.join("a");
    house.publisher.publish("t", "x", { qos: 1, retain: true, properties: { messageExpiryInterval: 9 } });
    const other = house.connect({ clientId: "b" });
    other.subscribeWith(
      { subscriptionIdentifiers: [5] },
      { filter: FILTER, qos: 0, retainAsPublished: true },
    );
    house.clock.advance(4);
    member.disconnect(0, { sessionExpiryInterval: 0 });
    expect(other.take(PacketType.Publish)).toMatchObject([
      {
        qos: 0,
        retain: true,
        dup: false,
        properties: { subscriptionIdentifiers: [5], messageExpiryInterval: 5 },
      },
    ]);
  });

  it("nobody gets what has expired", () => {
    const house = createWorkshop();
    const member = house.join("a");
    house.publisher.publish("t", "x", { qos: 1, properties: { messageExpiryInterval: 5 } });
    const other = house.join("b");
    house.clock.advance(5);
    member.disconnect(0, { sessionExpiryInterval: 0 });
    expect(work(other)).toEqual([]);
  });

  it("what came by its ordinary subscriptions goes to nobody", () => {
    const house = createWorkshop();
    const member = house.join("a");
    member.subscribe("t");
    const other = house.join("b");
    member.drop();
    publish(house.publisher, 1, "x");
    expect(work(other)).toEqual(["x"]);
    house.clock.advance(60);
    expect(work(other)).toEqual([]);
  });
});
