import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";
import type { TestClient } from "../test-support/test-client.ts";

const DURABLE = { sessionExpiryInterval: 60 };

/** Two members of a group, each with its own CONNECT properties, and a publisher. */
function setUp(a = {}, b = {}, options: HarnessOptions = {}) {
  const harness = createHarness(options);
  const join = (clientId: string, properties: object): TestClient => {
    const member = harness.connect({ clientId, properties: { ...DURABLE, ...properties } });
    member.subscribe("$share/g/t");
    return member;
  };
  return { ...harness, a: join("a", a), b: join("b", b), publisher: harness.connect({ clientId: "p" }) };
}

function publish(publisher: TestClient, qos: 0 | 1, count: number, size = 1): void {
  for (let number = 0; number < count; number++) publisher.publish("t", "x".repeat(size), { qos });
}

function dropped({ broker }: ReturnType<typeof setUp>): number {
  return Object.values(broker.inside.info().counters.dropped).reduce((sum, count) => sum + count, 0);
}

describe("a message for a shared subscription goes first", () => {
  it("to a member that can be sent it now, past one that has as much as it takes", () => {
    const house = setUp({ receiveMaximum: 1 });
    publish(house.publisher, 1, 10);
    expect([house.a.messages().length, house.b.messages().length]).toEqual([1, 9]);
  });

  it("in turn to those who are all busy", () => {
    const house = setUp({ receiveMaximum: 1 }, { receiveMaximum: 1 });
    publish(house.publisher, 1, 10);
    const waits = ["a", "b"].map((clientId) => house.broker.inside.session(clientId)?.queuedMessages);
    expect(waits).toEqual([4, 4]);
  });

  it("to a member whose queue has room, past one whose queue is full", () => {
    const house = setUp({ receiveMaximum: 1 }, {}, { limits: { maximumQueuedMessages: 5 } });
    house.a.subscribe("own");
    for (let number = 0; number < 6; number++) house.publisher.publish("own", "x", { qos: 1 });
    publish(house.publisher, 1, 25);
    expect(house.broker.inside.session("b")).toMatchObject({ inflightOut: 20, queuedMessages: 5 });
    expect(dropped(house)).toBe(0);
  });

  it("to a member that is away when those who are there have no room", () => {
    const house = setUp({ receiveMaximum: 1 }, {}, { limits: { maximumQueuedMessages: 2 } });
    house.b.drop();
    publish(house.publisher, 1, 5);
    expect(house.broker.inside.session("a")).toMatchObject({ inflightOut: 1, queuedMessages: 2 });
    expect(house.broker.inside.session("b")).toMatchObject({ queuedMessages: 2 });
    expect(dropped(house)).toBe(0);
  });

  it("to a member that takes packets so large, past one that does not", () => {
    for (const qos of [0, 1] as const) {
      const house = setUp({ maximumPacketSize: 100 });
      publish(house.publisher, qos, 4, 200);
      expect([house.a.messages().length, house.b.messages().length]).toEqual([0, 4]);
      expect(dropped(house)).toBe(0);
    }
  });

  it("at QoS 0 to a member whose wire takes it, past one whose outbox is full", () => {
    const house = setUp({}, {}, { limits: { maximumOutboundBytes: 1000 } });
    house.a.block();
    publish(house.publisher, 0, 20, 400);
    expect(house.b.messages().length).toBeGreaterThanOrEqual(18);
    expect(dropped(house)).toBe(0);
  });

  it("at QoS 0 to who is there", () => {
    const house = setUp();
    house.a.drop();
    publish(house.publisher, 0, 4);
    expect([house.b.messages().length, dropped(house)]).toEqual([4, 0]);
  });

  it("to a member that may receive it", () => {
    const acl = {
      mayPublish: () => true,
      maySubscribe: () => true,
      mayReceive: ({ clientId }: { clientId: string }) => clientId !== "a",
    };
    const house = setUp({}, {}, { acl });
    publish(house.publisher, 1, 4);
    expect([house.b.messages().length, dropped(house)]).toEqual([4, 0]);
  });
});

it("is dropped for one member, and counted, when nobody can have it", () => {
  const house = setUp({ maximumPacketSize: 100 }, { maximumPacketSize: 100 });
  publish(house.publisher, 1, 1, 200);
  expect(house.broker.inside.info().counters.dropped["packet-too-large"]).toBe(1);
});

it.each([
  [PacketType.Puback, 1],
  [PacketType.Pubrec, 2],
] as const)(
  "is given to nobody else when its member refuses it with %i ≥ 0x80 [5 MQTT-4.8.2-6]",
  (answer, qos) => {
    const house = setUp();
    house.publisher.publish("t", "x", { qos });
    const packetId = house.a.take(PacketType.Publish)[0]?.packetId ?? 0;
    house.a.answer(answer, packetId, 0x80);
    house.a.disconnect(0, { sessionExpiryInterval: 0 });
    expect(house.b.messages()).toEqual([]);
  },
);

describe("the filter of a shared subscription", () => {
  it.each(["$share/g/#", "$share/g/+/x", "$share/g/a/x"])("may be any: %s", (filter) => {
    const { connect } = createHarness();
    const client = connect();
    client.subscribe(filter);
    client.publish("a/x");
    expect(client.messages()).toEqual(["a/x=x"]);
  });

  it("may be of the broker's own topics", async () => {
    const { connect, broker, clock } = createHarness();
    const members = ["a", "b"].map((clientId) => connect({ clientId }));
    for (const member of members) member.subscribe("$share/g/$SYS/broker/uptime");
    await broker.start();
    clock.advance(40);
    clock.endTick();
    const heard = members.map((member) => member.messages().length);
    expect(heard.every((count) => count > 0)).toBe(true);
    expect(Math.abs((heard[0] ?? 0) - (heard[1] ?? 0))).toBeLessThanOrEqual(1);
  });

  it("may be in two shares of one client, each with its own copy", () => {
    const client = createHarness().connect();
    client.subscribe("$share/g/t", "$share/h/t");
    client.publish("t", "x", { qos: 1 });
    expect(client.messages()).toEqual(["t=x", "t=x"]);
  });

  it("gives the publisher its own messages: No Local is not for shared subscriptions [5 MQTT-3.8.3-4]", () => {
    const client = createHarness().connect();
    client.subscribe("$share/g/t");
    client.publish("t");
    expect(client.messages()).toEqual(["t=x"]);
  });
});
