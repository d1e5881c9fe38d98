import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";
import { createWorkshop, publish } from "../test-support/workshop.ts";

const DURABLE = { sessionExpiryInterval: 3600 };
const OLDEST = { policy: { onFullQueue: "drop-oldest" } } as const;
const REFUSE = { policy: { onFullQueue: "refuse-publisher" } } as const;

/** Durable subscribers of their own topic and of `all` that are away, and somebody who publishes. */
function setUp(options: HarnessOptions, ...clientIds: string[]) {
  const harness = createHarness(options);
  for (const clientId of clientIds) {
    const subscriber = harness.connect({ clientId, properties: DURABLE });
    subscriber.subscribe(clientId, "all");
    subscriber.drop();
  }
  const comeBack = (clientId = "s") => harness.connect({ clientId, cleanStart: false, properties: DURABLE });
  const state = (clientId = "s") => harness.broker.inside.session(clientId);
  const publisher = harness.connect({ clientId: "p" });
  const send = (topic: string, ...payloads: string[]) => {
    for (const payload of payloads) publisher.publish(topic, payload, { qos: 1 });
  };
  return { ...harness, publisher, send, comeBack, state };
}

describe("all queues together", () => {
  it("are bounded in messages, each by what is left", () => {
    const { send, state, told, broker } = setUp({ limits: { maximumTotalQueuedMessages: 3 } }, "s", "r");
    send("s", "1", "2");
    send("r", "3", "4");
    expect([state("s")?.queuedMessages, state("r")?.queuedMessages]).toEqual([2, 1]);
    expect(told("messageDropped")).toMatchObject([
      { clientId: "r", reason: "all-queues-full", limit: "maximum-total-queued-messages" },
    ]);
    expect(broker.inside.info().gauges.queuedMessages).toBe(3);
  });

  it("are bounded in bytes", () => {
    const { send, told, broker } = setUp({ limits: { maximumTotalQueuedBytes: 10 } }, "s", "r");
    send("s", "12345");
    send("r", "123", "12345");
    expect(told("messageDropped")).toMatchObject([
      { reason: "all-queues-bytes-full", limit: "maximum-total-queued-bytes" },
    ]);
    expect(broker.inside.info().gauges.queuedBytes).toBe(10);
  });

  it("have room again for what was taken, expired, or left by a session that ended", () => {
    const { send, publisher, comeBack, clock, broker } = setUp(
      { limits: { maximumTotalQueuedMessages: 3 } },
      "s",
      "r",
      "q",
    );
    send("s", "1");
    publisher.publish("r", "2", { qos: 1, properties: { messageExpiryInterval: 1 } });
    send("q", "3");
    comeBack("s").messages();
    clock.advance(1);
    comeBack("r").messages();
    broker.inside.actions.endSession("q");
    expect(broker.inside.info().gauges).toMatchObject({ queuedMessages: 0, queuedBytes: 0 });
  });

  it("do not hold up a client that takes its messages as they come", () => {
    const { send, connect } = setUp({ limits: { maximumTotalQueuedMessages: 1 } }, "s");
    send("s", "fills them");
    const reader = connect({ clientId: "reader", properties: { receiveMaximum: 1 } });
    reader.subscribe("t");
    send("t", "1", "2", "3");
    const heard: string[] = [];
    for (let packetId = 1; packetId <= 3; packetId++) {
      heard.push(...reader.messages());
      reader.answer(PacketType.Puback, packetId);
    }
    expect(heard).toEqual(["t=1", "t=2", "t=3"]);
  });
});

describe("a full queue that drops the oldest", () => {
  it("has the newest, in order; what went is counted and told", () => {
    const { send, comeBack, told, state } = setUp({ ...OLDEST, limits: { maximumQueuedMessages: 2 } }, "s");
    send("s", "1", "2", "3", "4");
    expect(state()).toMatchObject({ queuedMessages: 2, dropsByReason: { "queue-full": 2 } });
    expect(told("messageDropped")).toMatchObject([
      { clientId: "s", topic: "s", reason: "queue-full", limit: "maximum-queued-messages" },
      { reason: "queue-full" },
    ]);
    expect(comeBack().messages()).toEqual(["s=3", "s=4"]);
  });

  it("drops as many as a large message needs, and no more", () => {
    const { send, comeBack, state } = setUp({ ...OLDEST, limits: { maximumQueuedBytes: 10 } }, "s");
    send("s", "1", "2", "3", "4", "56789");
    expect(state()).toMatchObject({ queuedBytes: 10, dropsByReason: { "queue-bytes-full": 2 } });
    expect(comeBack().messages()).toEqual(["s=3", "s=4", "s=56789"]);
  });

  it("drops a message that is larger than the whole limit, and nothing for it", () => {
    const { send, comeBack } = setUp({ ...OLDEST, limits: { maximumQueuedBytes: 6 } }, "s");
    send("s", "1", "larger than it");
    expect(comeBack().messages()).toEqual(["s=1"]);
  });

  it("drops what comes if nothing may wait at all", () => {
    const { send, comeBack, state } = setUp({ ...OLDEST, limits: { maximumQueuedMessages: 0 } }, "s");
    send("s", "1");
    expect(state()?.dropsByReason["queue-full"]).toBe(1);
    expect(comeBack().messages()).toEqual([]);
  });

  it("pays with its own messages for the limit of all, never with another's", () => {
    const limits = { maximumTotalQueuedMessages: 2 };
    const { send, comeBack, told } = setUp({ ...OLDEST, limits }, "s", "r", "q");
    send("s", "1");
    send("r", "2", "3");
    send("q", "4");
    expect(told("messageDropped")).toMatchObject([
      { clientId: "r", reason: "all-queues-full" },
      { clientId: "q", reason: "all-queues-full" },
    ]);
    expect(["s", "r", "q"].map((clientId) => comeBack(clientId).messages())).toEqual([["s=1"], ["r=3"], []]);
  });

  it("keeps what has been sent and not acknowledged", () => {
    const { connect, publisher } = setUp({ ...OLDEST, limits: { maximumQueuedMessages: 1 } });
    const slow = connect({ clientId: "slow", properties: { ...DURABLE, receiveMaximum: 1 } });
    slow.subscribe("t");
    for (const payload of ["1", "2", "3"]) publisher.publish("t", payload, { qos: 1 });
    slow.drop();
    const back = connect({ clientId: "slow", cleanStart: false, properties: DURABLE });
    expect(back.messages()).toEqual(["t=1", "t=3"]);
  });

  it("has expired messages go first", () => {
    const { send, publisher, comeBack, clock } = setUp(
      { ...OLDEST, limits: { maximumQueuedMessages: 2 } },
      "s",
    );
    send("s", "stays");
    publisher.publish("s", "goes", { qos: 1, properties: { messageExpiryInterval: 1 } });
    clock.advance(1);
    send("s", "new");
    expect(comeBack().messages()).toEqual(["s=stays", "s=new"]);
  });

  it("of a shared subscription is passed over while another member has room", () => {
    const house = createWorkshop({ ...OLDEST, limits: { maximumQueuedMessages: 1 } });
    for (const member of ["a", "b"].map((clientId) => house.join(clientId))) member.drop();
    publish(house.publisher, 1, "1", "2");
    expect(house.told("messageDropped")).toEqual([]);
    publish(house.publisher, 1, "3");
    expect(house.told("messageDropped")).toMatchObject([{ reason: "queue-full" }]);
    expect(house.broker.inside.info().gauges.queuedMessages).toBe(2);
  });
});

describe("a full queue that refuses the publisher", () => {
  const FULL = { ...REFUSE, limits: { maximumQueuedMessages: 1 } };

  it.each([
    [1, PacketType.Puback],
    [2, PacketType.Pubrec],
  ] as const)("answers QoS %i with 0x97, and nobody gets it", (qos, type) => {
    const { send, publisher, comeBack, connect, told } = setUp(FULL, "s", "r");
    send("s", "fills it");
    const present = connect({ clientId: "present" });
    present.subscribe("all");
    publisher.takeAll();
    publisher.publish("all", "x", { qos, retain: true });
    expect(publisher.take(type)).toMatchObject([{ reasonCode: ReasonCode.QuotaExceeded }]);
    expect(told("publishRefused")).toMatchObject([
      {
        clientId: "p",
        topic: "all",
        reason: "no room in the queue of a subscriber (maximum-queued-messages)",
        fullClientId: "s",
      },
    ]);
    expect([present.messages(), comeBack("r").messages()]).toEqual([[], []]);
    expect(comeBack("s").messages()).toEqual(["s=fills it"]);
  });

  it("keeps no retained message of it, and counts by the limit", () => {
    const { send, publisher, broker } = setUp(FULL, "s");
    send("s", "fills it");
    publisher.publish("s", "x", { qos: 1, retain: true });
    expect(broker.inside.retainedOn("s")).toBeUndefined();
    expect(broker.inside.info().counters.heldBack["maximum-queued-messages"]).toBe(1);
    expect(broker.inside.info().counters.dropped["queue-full"]).toBe(0);
  });

  it("leaves the packet id of a QoS 2 message free: it comes again once there is room [5 MQTT-4.3.3-9]", () => {
    const { send, publisher, comeBack } = setUp(FULL, "s");
    send("s", "fills it");
    publisher.publish("s", "x", { qos: 2, packetId: 7 });
    const subscriber = comeBack();
    subscriber.messages();
    publisher.publish("s", "x", { qos: 2, packetId: 7 });
    expect(publisher.take(PacketType.Pubrec).map(({ reasonCode }) => reasonCode)).toEqual([0x97, 0]);
    expect(subscriber.messages()).toEqual(["s=x"]);
  });

  it("counts what one message needs in all queues together", () => {
    const limits = { maximumTotalQueuedMessages: 1 };
    const { send, publisher, broker } = setUp({ ...REFUSE, limits }, "s", "r");
    send("all", "for two");
    expect(publisher.take(PacketType.Puback)[0]?.reasonCode).toBe(ReasonCode.QuotaExceeded);
    expect(broker.inside.info().gauges.queuedMessages).toBe(0);
    expect(broker.inside.info().counters.heldBack["maximum-total-queued-messages"]).toBe(1);
  });

  it("has room when what waits has expired", () => {
    const { publisher, send, clock } = setUp(FULL, "s");
    publisher.publish("s", "1", { qos: 1, properties: { messageExpiryInterval: 1 } });
    clock.advance(1);
    send("s", "2");
    expect(publisher.take(PacketType.Puback).map(({ reasonCode }) => reasonCode)).toEqual([0, 0]);
  });

  it("refuses none at QoS 0, and none that only somebody without the right misses", () => {
    const acl = { mayPublish: () => true, maySubscribe: () => true, mayReceive: () => false };
    const { send, publisher } = setUp({ ...REFUSE, acl, limits: { maximumQueuedMessages: 0 } }, "s");
    send("s", "1");
    publisher.publish("s", "2");
    expect(publisher.take(PacketType.Puback)[0]?.reasonCode).toBe(ReasonCode.Success);
  });

  it("acknowledges a 3.1.1 client, who cannot be told: those with room get it, for the others it is dropped", () => {
    const { send, connect, comeBack, told } = setUp(FULL, "s", "r");
    send("s", "fills it");
    const old = connect({ clientId: "old", version: 4 });
    old.publish("all", "x", { qos: 1 });
    expect(old.take(PacketType.Puback)).toHaveLength(1);
    expect(comeBack("r").messages()).toEqual(["all=x"]);
    expect(told("messageDropped")).toMatchObject([{ clientId: "s", reason: "queue-full" }]);
  });

  it("delivers a will to those with room, and drops it for the others", () => {
    const { send, connect, comeBack, told } = setUp(FULL, "s", "r");
    send("s", "fills it");
    const will = { topic: "all", qos: 1 as const, retain: false, properties: {}, payload: Buffer.from("x") };
    connect({ clientId: "dies", will }).drop();
    expect(comeBack("r").messages()).toEqual(["all=x"]);
    expect(told("messageDropped")).toMatchObject([{ clientId: "s", reason: "queue-full" }]);
  });

  it("lets another member of a shared subscription have it, and refuses when none can", () => {
    const house = createWorkshop(FULL);
    for (const member of ["a", "b"].map((clientId) => house.join(clientId))) member.drop();
    publish(house.publisher, 1, "1", "2", "3");
    expect(house.publisher.take(PacketType.Puback).map(({ reasonCode }) => reasonCode)).toEqual([0, 0, 0x97]);
    expect(house.told("messageDropped")).toEqual([]);
  });

  it.each([
    [1, ["all", "$share/g/all"], [0x97]],
    [2, ["all", "$share/g/all"], [0, 0x97]],
    [2, ["$share/g/all", "$share/h/all", "$share/i/all"], [0x97]],
    [3, ["$share/g/all", "$share/h/all", "$share/i/all"], [0, 0x97]],
  ])(
    "of %i messages counts what one session gets by all of %j",
    (maximumQueuedMessages, filters, reasonCodes) => {
      const { connect, publisher, told } = setUp({ ...REFUSE, limits: { maximumQueuedMessages } });
      const both = connect({ clientId: "both", properties: DURABLE });
      both.subscribe(...filters);
      both.drop();
      for (const _ of reasonCodes) publisher.publish("all", "x", { qos: 1 });
      expect(publisher.take(PacketType.Puback).map(({ reasonCode }) => reasonCode)).toEqual(reasonCodes);
      expect(told("messageDropped")).toEqual([]);
      expect(told("publishRefused")).toMatchObject([{ fullClientId: "both" }]);
    },
  );

  it("refuses an operator's message", () => {
    const { send, broker } = setUp(FULL, "s");
    send("s", "fills it");
    const message = { topic: "s", payload: Buffer.from("x"), qos: 1 as const, retain: false };
    expect(() => broker.inside.actions.publish(message)).toThrow("maximum-queued-messages");
    expect(broker.inside.actions.publish({ ...message, qos: 0 })).toBe(1);
  });
});
