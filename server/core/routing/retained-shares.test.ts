import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { DEFAULT_LIMITS } from "../ports/limits.ts";
import { FakeClock } from "../test-support/fake-clock.ts";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";
import { HeldStore } from "../test-support/held-store.ts";
import { utf8, willOf } from "../test-support/packets.ts";
import type { TestClient } from "../test-support/test-client.ts";
import { type Message, messageBytes, NEVER } from "./message.ts";
import { RetainedMessages } from "./retained.ts";
import { TopicTable } from "./topic-table.ts";

const OK = ReasonCode.NoMatchingSubscribers;
const FULL = ReasonCode.QuotaExceeded;
const TWO = { limits: { maximumRetainedMessagesPerUser: 2 } };

/** What the answer to a retained message is. */
function keep(client: TestClient, topic: string, payload = "x", seconds?: number): number | undefined {
  const properties = seconds === undefined ? {} : { messageExpiryInterval: seconds };
  client.publish(topic, payload, { retain: true, qos: 1, properties });
  return client.take(PacketType.Puback)[0]?.reasonCode;
}

function setUp(options: HarnessOptions = TWO) {
  const harness = createHarness(options);
  const as = (clientId: string, userName?: string): TestClient =>
    harness.connect(userName === undefined ? { clientId } : { clientId, userName });
  return { ...harness, as, ann: as("a", "ann"), bob: as("b", "bob") };
}

describe("the retained messages of one user", () => {
  it("are bounded in number, whatever client it sets them with; its own may be replaced", () => {
    const { ann, as, broker, told } = setUp();
    const other = as("a2", "ann");
    expect([keep(ann, "1"), keep(other, "2"), keep(ann, "3"), keep(other, "1")]).toEqual([OK, OK, FULL, OK]);
    expect(told("publishRefused")[0]?.reason).toContain("maximum-retained-messages-per-user");
    expect(broker.inside.info().counters.heldBack["maximum-retained-messages-per-user"]).toBe(1);
  });

  it("are bounded in bytes, a message that is replaced aside", () => {
    const { ann, told } = setUp({ limits: { maximumRetainedBytesPerUser: 80 } });
    const answers = ["x".repeat(50), "y".repeat(60), "z".repeat(90)].map((payload) =>
      keep(ann, "t", payload),
    );
    expect([...answers, keep(ann, "u", "x".repeat(30))]).toEqual([OK, OK, FULL, FULL]);
    expect(told("publishRefused")[0]?.reason).toContain("maximum-retained-bytes-per-user");
  });

  it("take nothing from another user", () => {
    const { ann, bob } = setUp();
    for (const topic of ["1", "2"]) keep(ann, topic);
    expect(keep(bob, "3")).toBe(OK);
  });

  it("are those of all clients that have no user name together", () => {
    const { as, ann } = setUp();
    expect(["x", "y", "z"].map((clientId) => keep(as(clientId), clientId))).toEqual([OK, OK, FULL]);
    expect(keep(ann, "z")).toBe(OK);
  });

  it("are another's once that one replaces them, who must have room", () => {
    const { ann, bob } = setUp();
    for (const topic of ["1", "2"]) keep(ann, topic);
    expect([keep(bob, "1"), keep(ann, "3"), keep(bob, "2"), keep(bob, "3")]).toEqual([OK, OK, OK, FULL]);
  });

  it("make room when they are cleared, by anybody", () => {
    const { ann, bob, broker } = setUp();
    for (const topic of ["1", "2"]) keep(ann, topic);
    keep(bob, "1", "");
    expect([keep(ann, "3"), keep(ann, "4")]).toEqual([OK, FULL]);
    broker.inside.actions.clearRetained(["2"]);
    expect(keep(ann, "4")).toBe(OK);
  });

  it("make room when they have expired", () => {
    const { ann, clock } = setUp();
    for (const topic of ["1", "2"]) keep(ann, topic, "x", 5);
    clock.advance(6);
    expect([keep(ann, "3"), keep(ann, "4"), keep(ann, "5")]).toEqual([OK, OK, FULL]);
  });

  it("count wills: one that has no room is published, and not kept", () => {
    const { ann, bob, connect, broker, told } = setUp();
    for (const topic of ["1", "2"]) keep(ann, topic);
    bob.subscribe("w");
    connect({ clientId: "w", userName: "ann", will: willOf({ topic: "w", retain: true }) }).drop();
    expect([bob.messages().length, broker.inside.retainedOn("w")]).toEqual([1, undefined]);
    expect(told("publishRefused")[0]?.reason).toContain("maximum-retained-messages-per-user");
  });

  it("do not count what the broker tells of itself", async () => {
    const { as, broker } = setUp();
    await broker.start();
    const nobody = as("n");
    expect([broker.inside.info().gauges.retainedMessages > 2, keep(nobody, "1")]).toEqual([true, OK]);
  });

  it("are counted again after a restart", async () => {
    const clock = new FakeClock();
    const store = new HeldStore({ isQuick: true });
    const { ann } = setUp({ ...TWO, store, clock });
    for (const topic of ["1", "2"]) keep(ann, topic);
    clock.killTimers();
    const next = new HeldStore({ isQuick: true, before: store.committed });
    const { broker, connect } = createHarness({ ...TWO, store: next, clock });
    await broker.start();
    const again = connect({ clientId: "a", userName: "ann" });
    expect([keep(again, "3"), keep(again, "1", ""), keep(again, "3")]).toEqual([FULL, OK, OK]);
  });
});

describe("the shares of the users", () => {
  it("are the sums of what is there, whatever was set and deleted", () => {
    const topics = new TopicTable({ maximumTopicBytes: 100, maximumTopicLevels: 10 });
    const user = fc.constantFrom("ann", "bob", undefined);
    const step = fc.tuple(
      fc.constantFrom("a", "b", "c", "$SYS/x"),
      fc.option(user, { nil: null }),
      fc.nat(9),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const retained = new RetainedMessages(new TopicTable(DEFAULT_LIMITS));
        for (const [name, userName, length] of steps) {
          if (userName === null) retained.delete(name);
          else retained.set(messageOf(topics, name, userName, length));
        }
        const kept = [...retained.matching("#")];
        for (const userName of ["ann", "bob", undefined]) {
          const own = kept.filter(({ publisher }) => publisher.userName === userName);
          const bytes = own.reduce((sum, message) => sum + messageBytes(message), 0);
          expect(retained.shares.of(userName)).toEqual({ messages: own.length, bytes });
        }
      }),
    );
  });
});

function messageOf(topics: TopicTable, name: string, userName: string | undefined, length: number): Message {
  return {
    number: 1,
    topic: topics.named(name),
    payload: utf8("x".repeat(length)),
    qos: 0,
    retain: true,
    properties: new Uint8Array(0),
    expiresAt: NEVER,
    receivedAt: 0,
    publisher: { clientId: "p", userName },
  };
}
