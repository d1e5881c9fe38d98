import { describe, expect, it } from "vitest";
import { PacketType, type Publish } from "../../protocol/packets.ts";
import type { BrokerOptions } from "./broker.ts";
import { FakeClock } from "./test-support/fake-clock.ts";
import { createHarness, type Harness } from "./test-support/harness.ts";
import { HeldStore } from "./test-support/held-store.ts";
import { textOf, willOf } from "./test-support/packets.ts";
import type { TestClient } from "./test-support/test-client.ts";

const DURABLE = { sessionExpiryInterval: 3600 };

/** A broker that has a store, and the same after its process was killed. */
function setUp() {
  const clock = new FakeClock();
  let store = new HeldStore({ isQuick: true });
  const harness = createHarness({ store, clock });
  const restart = async (options: Pick<BrokerOptions, "queuePageMessages"> = {}): Promise<Harness> => {
    clock.killTimers();
    store = new HeldStore({ isQuick: true, before: store.committed });
    const next = createHarness({ store, clock, ...options });
    await next.broker.start();
    return next;
  };
  return { ...harness, clock, restart };
}

function subscriber({ connect }: Pick<Harness, "connect">, rest = {}): TestClient {
  const client = connect({ clientId: "s", properties: DURABLE, ...rest });
  client.subscribe("t/#");
  return client;
}

function comeBack({ connect }: Harness): TestClient {
  return connect({ clientId: "s", cleanStart: false, properties: DURABLE });
}

function brief({ packetId, qos, dup, payload }: Publish): string {
  return `${packetId}:${qos}${dup ? "dup" : ""}:${textOf(payload)}`;
}

describe("after a start, from what the store has kept", () => {
  it("a durable session is there with its subscriptions, and no other", async () => {
    const house = setUp();
    subscriber(house).subscribeWith({ subscriptionIdentifiers: [7] }, { filter: "u", noLocal: true });
    house.connect({ clientId: "gone" }).subscribe("t/#");
    const next = await house.restart();
    expect([...next.broker.inside.sessions()].map(({ clientId }) => clientId)).toEqual(["s"]);
    expect(next.broker.inside.session("s")?.subscriptionList).toMatchObject([
      { filter: "t/#", qos: 2 },
      { filter: "u", noLocal: true, subscriptionIdentifier: 7 },
    ]);
    expect(comeBack(next).connack?.sessionPresent).toBe(true);
  });

  it("shared subscriptions are there too", async () => {
    const house = setUp();
    subscriber(house).subscribe("$share/g/u");
    const next = await house.restart();
    next.connect({ clientId: "p" }).publish("u", "x", { qos: 1 });
    expect(comeBack(next).messages()).toEqual(["u=x"]);
  });

  it("what waited is there in order, behind what was sent and not acknowledged", async () => {
    const house = setUp();
    const client = subscriber(house);
    const publisher = house.connect({ clientId: "p" });
    for (const qos of [1, 2, 1, 2] as const) publisher.publish("t", String(qos), { qos });
    client.answer(PacketType.Puback, 1);
    client.answer(PacketType.Pubrec, 2);
    client.drop();
    publisher.publish("t", "waits", { qos: 1, properties: { contentType: "c" } });
    const again = comeBack(await house.restart());
    const heard = again
      .takeAll()
      .map((packet) => (packet.type === PacketType.Publish ? brief(packet) : packet.type));
    expect(heard).toEqual([
      PacketType.Pubrel,
      "3:1dup:1",
      "4:2dup:2",
      expect.stringMatching(/^\d+:1:waits$/),
    ]);
  });

  it("packet ids go on elsewhere, since a client may know some of which nothing was kept", async () => {
    const house = setUp();
    const client = subscriber(house);
    house.connect({ clientId: "p" }).publish("t", "1", { qos: 2 });
    const [before] = client.take(PacketType.Publish);
    client.answer(PacketType.Pubrec, before?.packetId ?? 0);
    client.answer(PacketType.Pubcomp, before?.packetId ?? 0);
    client.drop();
    const next = await house.restart();
    const again = comeBack(next);
    next.connect({ clientId: "p" }).publish("t", "2", { qos: 2 });
    const [after] = again.take(PacketType.Publish);
    expect(after?.packetId).toBeGreaterThan((before?.packetId ?? 0) + 1);
  });

  it("a queue of many pages waits in the store, comes in order, and what comes later behind it", async () => {
    const house = setUp();
    subscriber(house).drop();
    const publisher = house.connect({ clientId: "p" });
    const texts = Array.from({ length: 10 }, (_, at) => String(at));
    for (const text of texts) publisher.publish("t", text, { qos: 1 });
    house.clock.endTick();
    const next = await house.restart({ queuePageMessages: 3 });
    expect(next.broker.inside.session("s")).toMatchObject({ queuedMessages: 10, queuedBytes: 20 });
    next.connect({ clientId: "p" }).publish("t", "late", { qos: 2 });
    expect(comeBack(next).messages()).toEqual([...texts, "late"].map((text) => `t=${text}`));
    expect(next.broker.inside.session("s")).toMatchObject({ queuedMessages: 0, queuedBytes: 0 });
  });

  it("a session that gives up its expiry loses nothing of a queue that lay in the store", async () => {
    const house = setUp();
    subscriber(house, { properties: { ...DURABLE, receiveMaximum: 1 } }).drop();
    const publisher = house.connect({ clientId: "p" });
    for (const text of ["a", "b", "c", "d"]) publisher.publish("t", text, { qos: 1 });
    house.clock.endTick();
    const next = await house.restart({ queuePageMessages: 1 });
    const client = next.connect({ clientId: "s", cleanStart: false, properties: { receiveMaximum: 9 } });
    next.clock.endTick();
    expect(client.messages()).toEqual(["t=a", "t=b", "t=c", "t=d"]);
  });

  it("what was finished is not there", async () => {
    const house = setUp();
    const client = subscriber(house);
    client.publish("t", "x", { qos: 2, packetId: 9 });
    client.answer(PacketType.Pubrec, 1);
    client.answer(PacketType.Pubcomp, 1);
    client.publish("t", "y", { qos: 1 });
    client.answer(PacketType.Puback, 2);
    client.publish("t", "z", { qos: 2, packetId: 10 });
    client.answer(PacketType.Pubrec, 3, 0x80);
    expect(comeBack(await house.restart()).takeAll()).toEqual([]);
  });

  it("a QoS 2 packet id that was received is still known [5 MQTT-4.3.3-10]", async () => {
    const house = setUp();
    subscriber(house).publish("t", "once", { qos: 2, packetId: 9 });
    const again = comeBack(await house.restart());
    again.publish("t", "once", { qos: 2, packetId: 9, dup: true });
    expect(again.take(PacketType.Publish).map(brief)).toEqual(["1:2dup:once"]);
  });

  it("retained messages are there with author and properties, replaced ones as they were last", async () => {
    const house = setUp();
    const publisher = house.connect({ clientId: "p", userName: "u" });
    publisher.publish("t", "old", { retain: true });
    publisher.publish("t", "new", { retain: true, qos: 1, properties: { contentType: "c" } });
    publisher.publish("cleared", "x", { retain: true });
    publisher.publish("cleared", "", { retain: true });
    publisher.publish("$own", "x", { retain: true });
    const { broker, connect } = await house.restart();
    expect(broker.inside.retainedOn("t")).toMatchObject({
      publisherClientId: "p",
      publisherUserName: "u",
      qos: 1,
    });
    expect([broker.inside.retainedOn("cleared"), broker.inside.retainedOn("$own")?.topic]).toEqual([
      undefined,
      "$own",
    ]);
    const client = connect({ clientId: "c" });
    client.subscribe("t");
    expect(client.take(PacketType.Publish)).toMatchObject([
      { retain: true, properties: { contentType: "c" } },
    ]);
  });

  it("a retained message that was being replayed at QoS 1 is there to be sent again", async () => {
    const house = setUp();
    house.connect({ clientId: "p" }).publish("t", "kept", { retain: true, qos: 1 });
    const client = subscriber(house);
    expect(client.take(PacketType.Publish).map(brief)).toEqual(["1:1:kept"]);
    expect(
      comeBack(await house.restart())
        .take(PacketType.Publish)
        .map(brief),
    ).toEqual(["1:1dup:kept"]);
  });

  it("a message that expired meanwhile is dropped", async () => {
    const house = setUp();
    subscriber(house).drop();
    house.connect({ clientId: "p" }).publish("t", "x", { qos: 1, properties: { messageExpiryInterval: 5 } });
    const next = await house.restart();
    house.clock.advance(5);
    expect(comeBack(next).messages()).toEqual([]);
    expect(comeBack(await house.restart()).messages()).toEqual([]);
  });

  it("a session expires as if there had been no stop", async () => {
    const house = setUp();
    subscriber(house).drop();
    house.clock.advance(3000);
    const next = await house.restart();
    house.clock.advance(599.999);
    expect(next.broker.inside.session("s")).toBeDefined();
    house.clock.advance(0.001);
    expect(next.told("sessionEnded")).toMatchObject([{ why: "expired" }]);
    expect((await house.restart()).broker.inside.session("s")).toBeUndefined();
  });

  it("a session whose expiry changed has the last one, and one that gave it up is not there", async () => {
    const house = setUp();
    subscriber(house).disconnect(0, { sessionExpiryInterval: 10 });
    house.connect({ clientId: "a", properties: DURABLE }).disconnect(0, { sessionExpiryInterval: 0 });
    house.connect({ clientId: "b", properties: DURABLE }).drop();
    house.connect({ clientId: "b", cleanStart: false });
    const next = await house.restart();
    expect([...next.broker.inside.sessions()].map(({ clientId }) => clientId)).toEqual(["s"]);
    expect(next.broker.inside.session("s")?.expiresAt).toBe(house.clock.now() + 10_000);
  });

  it("a session that was begun anew has nothing of the old one", async () => {
    const house = setUp();
    subscriber(house).publish("t", "old", { qos: 1 });
    house.connect({ clientId: "s", cleanStart: true, properties: DURABLE });
    expect((await house.restart()).broker.inside.session("s")).toMatchObject({
      subscriptions: 0,
      inflightOut: 0,
    });
  });

  it("a delayed will goes on waiting for when it is due", async () => {
    const house = setUp();
    subscriber(house, { will: willOf({ retain: true, properties: { willDelayInterval: 10 } }) }).drop();
    house.clock.advance(4);
    const next = await house.restart();
    house.clock.advance(5.999);
    expect(next.broker.inside.retainedOn("will")).toBeUndefined();
    house.clock.advance(0.001);
    expect(next.broker.inside.retainedOn("will")).toMatchObject({ publisherClientId: "s" });
    expect([...(await house.restart()).broker.inside.wills()]).toEqual([]);
  });

  it("the will of a client that was connected is published, as lost", async () => {
    const house = setUp();
    subscriber(house, { will: willOf({ retain: true }) });
    const next = await house.restart();
    house.clock.advance(0);
    expect(next.told("willFired")).toMatchObject([{ clientId: "s", cause: "connection-lost" }]);
    expect(next.broker.inside.retainedOn("will")).toBeDefined();
  });

  it.each([0, 5])(
    "the will of a client whose session was to end with its connection is published, delay %i [5 MQTT-3.1.2-7] [5 MQTT-3.1.2-8]",
    async (willDelayInterval) => {
      const house = setUp();
      subscriber(house).subscribe("will");
      house.connect({ clientId: "p" }).publish("will", "online", { retain: true });
      const will = willOf({ retain: true, properties: { willDelayInterval } });
      house.connect({ clientId: "gone", will });
      const next = await house.restart();
      const due = willDelayInterval === 0 ? "at-once" : "session-ended";
      expect(next.told("willFired")).toMatchObject([{ clientId: "gone", cause: "connection-lost", due }]);
      expect(textOf(next.broker.inside.retainedOn("will")?.payload)).toBe("gone");
      expect(next.broker.inside.session("gone")).toBeUndefined();
      expect(comeBack(next).messages()).toEqual(["will=gone"]);
      next.clock.endTick();
      expect((await house.restart()).told("willFired")).toEqual([]);
    },
  );

  it.each([
    ["leaves", (client: TestClient) => client.disconnect()],
    ["is lost", (client: TestClient) => client.drop()],
    [
      "is taken over",
      (_: TestClient, house: Pick<Harness, "connect">) => void house.connect({ clientId: "x" }),
    ],
    [
      "ends its durable session",
      (_: TestClient, { connect }: Pick<Harness, "connect">) =>
        connect({ clientId: "x", cleanStart: false, properties: DURABLE, will: willOf() }).disconnect(4, {
          sessionExpiryInterval: 0,
        }),
    ],
  ])("nothing is left of the will of a client that %s", async (_, end) => {
    const house = setUp();
    end(house.connect({ clientId: "x", will: willOf() }), house);
    const next = await house.restart();
    expect([next.told("willFired"), [...next.broker.inside.sessions()]]).toEqual([[], []]);
  });

  it("a session that a clean start ends takes its will with it, which the store is told once", async () => {
    const house = setUp();
    subscriber(house, { will: willOf({ properties: { willDelayInterval: 10 } }) });
    house.connect({ clientId: "s", cleanStart: true, properties: DURABLE });
    const next = await house.restart();
    expect([...next.broker.inside.wills()]).toEqual([]);
  });

  it("the log has the wills that ended before, newest first, with their times and causes", async () => {
    const house = setUp();
    house.connect({ clientId: "a", will: willOf() }).disconnect();
    house.clock.advance(1000);
    house.connect({ clientId: "b", will: willOf() }).drop();
    const before = house.broker.inside.endedWills();
    expect(before).toMatchObject([
      { clientId: "b", outcome: "fired", cause: "connection-lost", due: "at-once" },
      { clientId: "a", outcome: "cleared", cause: "normal", due: undefined },
    ]);
    const next = await house.restart();
    expect(next.broker.inside.endedWills()).toEqual(before);
    next.connect({ clientId: "c", will: willOf() }).drop();
    expect((await house.restart()).broker.inside.endedWills().map(({ clientId }) => clientId)).toEqual([
      "c",
      "b",
      "a",
    ]);
  });

  it("a shutdown leaves durable sessions and delayed wills where they are", async () => {
    const house = setUp();
    subscriber(house, { will: willOf({ properties: { willDelayInterval: 10 } }) });
    house.broker.shutdown();
    house.clock.endTick();
    const next = await house.restart();
    expect([...next.broker.inside.wills()]).toMatchObject([{ clientId: "s", state: "delayed" }]);
    expect(comeBack(next).connack?.sessionPresent).toBe(true);
  });
});
