import { describe, expect, it } from "vitest";
import { PacketType, type Publish } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";
import { textOf } from "../test-support/packets.ts";
import type { TestClient } from "../test-support/test-client.ts";

const DURABLE = { sessionExpiryInterval: 60 };

function setUp(options: Parameters<typeof createHarness>[0] = {}) {
  const harness = createHarness(options);
  const publisher = harness.connect({ clientId: "p", userName: "author" });
  const keep = (topic: string, payload = "x", rest: Partial<Publish> = {}): void => {
    publisher.publish(topic, payload, { retain: true, ...rest });
    if (rest.qos === 2 && rest.packetId !== undefined) publisher.answer(PacketType.Pubrel, rest.packetId);
  };
  return { ...harness, publisher, keep, subscriber: harness.connect({ clientId: "s" }) };
}

/** Lets the wire take one write after another until nothing more comes. */
function drain(client: TestClient): number {
  let writes = 0;
  for (let before = -1; before !== client.wire.writes.length; writes++) {
    before = client.wire.writes.length;
    client.handler.onWritable();
    client.endTick();
  }
  return writes;
}

describe("a retained message", () => {
  it("is kept with its author, time, QoS and properties [5 MQTT-3.3.1-5] [3 MQTT-3.3.1-5]", () => {
    const { keep, broker, clock, told } = setUp({ wantsMessages: true });
    keep("t", "kept", { qos: 2, properties: { contentType: "c" } });
    expect(broker.inside.retainedOn("t")).toMatchObject({
      topic: "t",
      qos: 2,
      receivedAt: clock.now(),
      publisherClientId: "p",
      publisherUserName: "author",
    });
    expect(told("retainedSet")).toMatchObject([{ topic: "t", clientId: "p", payloadBytes: 4 }]);
  });

  it("goes to who subscribes later, with RETAIN, at the lower QoS [5 MQTT-3.3.1-9] [3 MQTT-3.3.1-6] [3 MQTT-3.3.1-8]", () => {
    const { keep, subscriber } = setUp();
    keep("a/b", "1", { qos: 2, properties: { contentType: "c" } });
    subscriber.subscribe({ filter: "a/+", qos: 1 });
    expect(subscriber.take(PacketType.Publish)).toMatchObject([
      { topic: "a/b", retain: true, qos: 1, dup: false, properties: { contentType: "c" } },
    ]);
  });

  it("comes behind SUBACK", () => {
    const { keep, subscriber } = setUp();
    keep("t");
    const subscription = {
      filter: "t",
      qos: 0,
      noLocal: false,
      retainAsPublished: false,
      retainHandling: 0,
    } as const;
    subscriber.send({
      type: PacketType.Subscribe,
      packetId: 1,
      subscriptions: [subscription],
      properties: {},
    });
    expect(subscriber.takeAll().map(({ type }) => type)).toEqual([PacketType.Suback, PacketType.Publish]);
  });

  it("is replaced by the next [5 MQTT-3.3.1-5] [3 MQTT-3.3.1-5]", () => {
    const { keep, subscriber, broker } = setUp();
    keep("t", "old");
    keep("t", "new");
    subscriber.subscribe("t");
    expect(subscriber.messages()).toEqual(["t=new"]);
    expect(broker.inside.info().gauges).toMatchObject({ retainedMessages: 1, retainedBytes: 4 });
  });

  it("is cleared by an empty payload, which goes to subscribers all the same [5 MQTT-3.3.1-6] [5 MQTT-3.3.1-7] [3 MQTT-3.3.1-10] [3 MQTT-3.3.1-11]", () => {
    const { keep, subscriber, connect, broker, told } = setUp();
    keep("t", "x");
    subscriber.subscribe({ filter: "t", retainHandling: 2 });
    keep("t", "");
    expect(subscriber.messages()).toEqual(["t="]);
    const later = connect({ clientId: "later" });
    later.subscribe("t");
    expect(later.messages()).toEqual([]);
    expect(broker.inside.info().gauges).toMatchObject({ retainedMessages: 0, retainedBytes: 0 });
    expect(told("retainedCleared")).toMatchObject([{ topic: "t", clientId: "p" }]);
  });

  it("is not touched by one without RETAIN [5 MQTT-3.3.1-8] [3 MQTT-3.3.1-12]", () => {
    const { keep, publisher, broker } = setUp();
    keep("t", "kept");
    publisher.publish("t", "other");
    publisher.publish("t", "");
    expect(textOf(broker.inside.retainedOn("t")?.payload)).toBe("kept");
  });

  it("outlives its author's session", () => {
    const { keep, publisher, subscriber } = setUp();
    keep("t");
    publisher.drop();
    subscriber.subscribe("t");
    expect(subscriber.messages()).toEqual(["t=x"]);
  });

  it("below $ goes to no wildcard at the first level [5 MQTT-4.7.2-1]", () => {
    const { keep, subscriber } = setUp();
    keep("$own/a");
    subscriber.subscribe("#", "+/a", "$own/+");
    expect(subscriber.messages()).toEqual(["$own/a=x"]);
  });

  it("counts down while it is kept, and is gone when it has expired [5 MQTT-3.3.2-5] [5 MQTT-3.3.2-6]", () => {
    const { keep, subscriber, clock, broker } = setUp();
    keep("t", "x", { properties: { messageExpiryInterval: 10 } });
    clock.advance(4);
    subscriber.subscribe("t");
    expect(subscriber.take(PacketType.Publish)[0]?.properties.messageExpiryInterval).toBe(6);
    clock.advance(6);
    subscriber.subscribe("t");
    expect(subscriber.messages()).toEqual([]);
    expect([broker.inside.retainedOn("t"), broker.inside.info().gauges.retainedMessages]).toEqual([
      undefined,
      0,
    ]);
  });

  it("is not shown any more when it has expired, though nobody has subscribed", () => {
    const { keep, clock, broker } = setUp();
    keep("t", "x", { properties: { messageExpiryInterval: 10 } });
    clock.advance(10);
    expect([broker.inside.retainedOn("t"), [...broker.inside.retained("#")]]).toEqual([undefined, []]);
  });

  it("goes only to who may receive it", () => {
    const acl = {
      mayPublish: () => true,
      maySubscribe: () => true,
      mayReceive: (_: unknown, topic: string) => topic !== "secret",
    };
    const { keep, subscriber } = setUp({ acl });
    keep("secret");
    keep("open");
    subscriber.subscribe("#");
    expect(subscriber.messages()).toEqual(["open=x"]);
  });
});

describe("Retain Handling", () => {
  it.each([
    [0, ["t=x"], ["t=x"]],
    [1, ["t=x"], []],
    [2, [], []],
  ] as const)(
    "%i: at first %j, again %j [5 MQTT-3.3.1-9] [5 MQTT-3.3.1-10] [5 MQTT-3.3.1-11]",
    (retainHandling, first, again) => {
      const { keep, subscriber } = setUp();
      keep("t");
      subscriber.subscribe({ filter: "t", retainHandling });
      expect(subscriber.messages()).toEqual(first);
      subscriber.subscribe({ filter: "t", retainHandling });
      expect(subscriber.messages()).toEqual(again);
    },
  );

  it("is always to send in 3.1.1 [3 MQTT-3.8.4-3]", () => {
    const { keep, connect } = setUp();
    keep("t");
    const old = connect({ clientId: "old", version: 4 });
    old.subscribe("t");
    old.subscribe("t");
    expect(old.messages()).toEqual(["t=x", "t=x"]);
  });
});

describe("more retained messages than a queue may hold", () => {
  const COUNT = 3000;
  const SIZE = 1000;

  it.each([0, 1, 2] as const)(
    "all arrive at QoS %i, as the wire takes them and the client acknowledges",
    (qos) => {
      const { keep, subscriber, broker } = setUp({ limits: { maximumQueuedMessages: 10 } });
      for (let number = 0; number < COUNT; number++)
        keep(`t/${number}`, "x".repeat(SIZE), { qos, packetId: 1 });
      subscriber.subscribe("t/#");
      const topics = new Set<string>();
      for (let turn = 0; turn < COUNT && topics.size < COUNT; turn++) {
        const packets = subscriber.take(PacketType.Publish);
        for (const { topic, packetId } of packets) {
          topics.add(topic);
          if (qos === 1) subscriber.answer(PacketType.Puback, packetId);
          if (qos === 2) subscriber.answer(PacketType.Pubrec, packetId, ReasonCode.UnspecifiedError);
        }
        subscriber.unblock();
      }
      expect(topics.size).toBe(COUNT);
      expect(broker.inside.session("s")).toMatchObject({ dropped: 0, queuedMessages: 0, inflightOut: 0 });
    },
  );

  it("wait where they are while the wire is full", () => {
    const { keep, subscriber, broker } = setUp();
    for (let number = 0; number < COUNT; number++) keep(`t/${number}`, "x".repeat(SIZE));
    subscriber.block();
    subscriber.subscribe("t/#");
    const { outboundBytes } = broker.inside.info().gauges;
    expect(outboundBytes).toBeLessThan(300_000);
    expect(drain(subscriber)).toBeGreaterThan(COUNT / 300);
    expect(subscriber.messages()).toHaveLength(COUNT);
  });

  it("come as they are when their turn comes, not as they were", () => {
    const { keep, subscriber } = setUp();
    for (let number = 0; number < COUNT; number++) keep(`t/${number}`, "x".repeat(SIZE));
    subscriber.block();
    subscriber.subscribe({ filter: "t/#", retainAsPublished: true });
    keep(`t/${COUNT - 1}`, "new");
    keep(`t/${COUNT - 2}`, "");
    drain(subscriber);
    const late = subscriber
      .take(PacketType.Publish)
      .filter(({ topic }) => topic === `t/${COUNT - 1}` || topic === `t/${COUNT - 2}`);
    expect(late.map(({ payload }) => textOf(payload))).toEqual(["new", "", "new"]);
  });

  it("stop when the client unsubscribes [5 MQTT-3.10.4-2]", () => {
    const { keep, subscriber } = setUp();
    for (let number = 0; number < COUNT; number++) keep(`t/${number}`, "x".repeat(SIZE));
    subscriber.block();
    subscriber.subscribe("t/#");
    subscriber.send({ type: PacketType.Unsubscribe, packetId: 9, filters: ["t/#"], properties: {} });
    drain(subscriber);
    expect(subscriber.messages().length).toBeLessThan(COUNT / 2);
  });

  it("begin anew when it subscribes again, and come once more in all", () => {
    const { keep, subscriber } = setUp();
    for (let number = 0; number < COUNT; number++) keep(`t/${number}`, "x".repeat(SIZE));
    subscriber.block();
    subscriber.subscribe("t/#");
    subscriber.subscribe("t/#");
    drain(subscriber);
    const heard = subscriber.messages();
    expect(new Set(heard).size).toBe(COUNT);
    expect(heard.length).toBeLessThan(COUNT * 1.5);
  });

  it("go on when the client comes back to its session", () => {
    const { keep, connect } = setUp();
    for (let number = 0; number < COUNT; number++) keep(`t/${number}`, "x".repeat(SIZE));
    const first = connect({ clientId: "d", properties: DURABLE });
    first.block();
    first.subscribe({ filter: "t/#", qos: 0 });
    const before = first.messages().length;
    first.drop();
    const again = connect({ clientId: "d", cleanStart: false, properties: DURABLE });
    drain(again);
    const after = again.messages().length;
    expect([before > 0, after > 0, before + after <= COUNT]).toEqual([true, true, true]);
  });
});

describe("the room for retained messages", () => {
  it("is bounded in number; one that is there may be replaced", () => {
    const { publisher, broker, told } = setUp({ limits: { maximumRetainedMessages: 1 } });
    const keep = (topic: string): number | undefined => {
      publisher.publish(topic, "x", { retain: true, qos: 1 });
      return publisher.take(PacketType.Puback)[0]?.reasonCode;
    };
    expect([keep("a"), keep("b"), keep("a")]).toEqual([0x10, ReasonCode.QuotaExceeded, 0x10]);
    expect([...broker.inside.retained("#")].map(({ topic }) => topic)).toEqual(["a"]);
    expect(told("publishRefused")[0]?.reason).toContain("maximum-retained-messages");
  });

  it("is bounded in bytes", () => {
    const { publisher, told } = setUp({ limits: { maximumRetainedBytes: 20 } });
    publisher.publish("a", "x".repeat(30), { retain: true, qos: 1 });
    expect(publisher.take(PacketType.Puback)[0]?.reasonCode).toBe(ReasonCode.QuotaExceeded);
    expect(told("publishRefused")[0]?.reason).toContain("maximum-retained-bytes");
  });
});
