import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";
import { HeldStore } from "../test-support/held-store.ts";
import { connectPacket, publishPacket, willOf } from "../test-support/packets.ts";
import type { TestClient } from "../test-support/test-client.ts";

const DURABLE = { sessionExpiryInterval: 3600 };

/** A broker whose store commits at once until the test holds it. */
function setUp() {
  const store = new HeldStore({ isQuick: true });
  const harness = createHarness({ store });
  const durable = harness.connect({ clientId: "d", properties: DURABLE });
  durable.subscribe("t");
  const publisher = harness.connect({ clientId: "p" });
  const hold = (): void => {
    store.isQuick = false;
  };
  return { ...harness, store, durable, publisher, hold };
}

function kinds(client: TestClient): number[] {
  return client.takeAll().map(({ type }) => type);
}

describe("before the store has committed", () => {
  it.each([
    [1, PacketType.Puback],
    [2, PacketType.Pubrec],
  ] as const)("no answer to a PUBLISH at QoS %i leaves", (qos, answer) => {
    const { publisher, store, hold } = setUp();
    hold();
    publisher.publish("t", "x", { qos });
    expect(kinds(publisher)).toEqual([]);
    store.release();
    expect(kinds(publisher)).toEqual([answer]);
  });

  it("no PUBCOMP leaves", () => {
    const { connect, store, hold } = setUp();
    const publisher = connect({ clientId: "dp", properties: DURABLE });
    publisher.publish("t", "x", { qos: 2, packetId: 1 });
    kinds(publisher);
    hold();
    publisher.answer(PacketType.Pubrel, 1);
    expect(kinds(publisher)).toEqual([]);
    store.release();
    expect(kinds(publisher)).toEqual([PacketType.Pubcomp]);
  });

  it("no CONNACK leaves for a durable session, nor anything behind it", () => {
    const { open, store, hold } = setUp();
    hold();
    const client = open();
    client.send(connectPacket({ clientId: "new", properties: DURABLE }), { type: PacketType.Pingreq });
    expect(kinds(client)).toEqual([]);
    store.release();
    expect(kinds(client)).toEqual([PacketType.Connack, PacketType.Pingresp]);
  });

  it("no CONNACK leaves that says that a durable session is no more", () => {
    const { open, store, hold } = setUp();
    hold();
    const client = open();
    client.send(connectPacket({ clientId: "d", cleanStart: true }));
    expect(kinds(client)).toEqual([]);
    store.release();
    expect(kinds(client)).toEqual([PacketType.Connack]);
  });

  it("neither SUBACK nor UNSUBACK leave", () => {
    const { durable, store, hold } = setUp();
    hold();
    durable.subscribe("other");
    expect(kinds(durable)).toEqual([]);
    store.release();
    expect(kinds(durable)).toEqual([PacketType.Suback]);
    durable.unsubscribe("other");
    expect(kinds(durable)).toEqual([]);
    store.release();
    expect(kinds(durable)).toEqual([PacketType.Unsuback]);
  });

  it("no PUBLISH at QoS 2 leaves for a durable session: its packet id must be safe", () => {
    const { durable, publisher, store, hold } = setUp();
    hold();
    publisher.publish("t", "1", { qos: 1 });
    expect(kinds(durable)).toEqual([PacketType.Publish]);
    publisher.publish("t", "2", { qos: 2 });
    expect(kinds(durable)).toEqual([]);
    store.release();
    expect(kinds(durable)).toEqual([PacketType.Publish]);
  });

  it("no PUBREL leaves: its PUBREC must be safe", () => {
    const { durable, publisher, store, hold } = setUp();
    publisher.publish("t", "x", { qos: 2 });
    kinds(durable);
    hold();
    durable.answer(PacketType.Pubrec, 1);
    expect(kinds(durable)).toEqual([]);
    store.release();
    expect(kinds(durable)).toEqual([PacketType.Pubrel]);
  });

  it("the order of what one client gets stays, and others do not wait", () => {
    const { durable, publisher, connect, store, hold } = setUp();
    const other = connect({ clientId: "o" });
    other.subscribe("t");
    hold();
    publisher.publish("t", "1", { qos: 1 });
    publisher.sendBytes(0xc0, 0);
    publisher.publish("t", "2", { qos: 1, packetId: 2 });
    expect([other.messages(), kinds(publisher)]).toEqual([["t=1", "t=2"], []]);
    store.release();
    expect(kinds(publisher)).toEqual([PacketType.Puback, PacketType.Pingresp, PacketType.Puback]);
    expect(durable.messages()).toEqual(["t=1", "t=2"]);
  });

  it("nothing at QoS 0 waits, nor an answer in a tick that changes nothing", () => {
    const { durable, publisher, hold } = setUp();
    hold();
    publisher.publish("t", "now");
    publisher.publish("elsewhere", "x", { qos: 1 });
    expect([durable.messages(), kinds(publisher)]).toEqual([["t=now"], [PacketType.Puback]]);
  });

  it("a second tick waits for its own commit", () => {
    const { publisher, store, hold } = setUp();
    hold();
    publisher.publish("t", "1", { qos: 1, packetId: 1 });
    store.release();
    publisher.publish("t", "2", { qos: 1, packetId: 2 });
    expect(publisher.take(PacketType.Puback).map(({ packetId }) => packetId)).toEqual([1]);
    store.release();
    expect(publisher.take(PacketType.Puback).map(({ packetId }) => packetId)).toEqual([2]);
  });
});

describe("a connection that ends while answers wait for the store", () => {
  it("is told why, and hears no answer that is not safe", () => {
    const { publisher, store, hold } = setUp();
    hold();
    publisher.sendBytes(...encode(publishPacket({ qos: 1 }), 5), 0x36, 2, 0, 0);
    store.release();
    expect(publisher.takeAll()).toMatchObject([
      { type: PacketType.Disconnect, reasonCode: ReasonCode.MalformedPacket },
    ]);
  });

  it("hears nothing at all if not even CONNACK was safe [5 MQTT-3.14.0-1]", () => {
    const { open, store, hold } = setUp();
    hold();
    const client = open();
    client.sendBytes(...encode(connectPacket({ clientId: "new", properties: DURABLE }), 5), 0x36, 2, 0, 0);
    store.release();
    expect([client.ended, client.takeAll()]).toEqual(["closed", []]);
  });
});

describe("a store that cannot write", () => {
  it("keeps the gate shut and is told; afterwards everything leaves", () => {
    const { publisher, store, hold, told } = setUp();
    hold();
    publisher.publish("t", "x", { qos: 1 });
    store.fail(new Error("no space left"));
    expect(kinds(publisher)).toEqual([]);
    expect(told("storeFailed")).toMatchObject([{ message: "no space left" }]);
    store.release();
    expect(kinds(publisher)).toEqual([PacketType.Puback]);
    expect(told("storeRecovered")).toHaveLength(1);
  });
});

it("what the store cannot read is told", () => {
  const { store, told } = setUp();
  store.misread(new Error("a record is damaged"));
  expect(told("storeUnreadable")).toMatchObject([{ message: "a record is damaged" }]);
});

describe("while a store cannot write", () => {
  function setUpFailing() {
    const harness = setUp();
    harness.hold();
    harness.publisher.publish("t", "x", { qos: 1 });
    harness.store.fail(new Error("no space left"));
    return harness;
  }

  it("whoever has nothing to do with it comes in, subscribes and is acknowledged at once", () => {
    const { connect, publisher } = setUpFailing();
    const client = connect({ clientId: "n" });
    client.subscribe("u");
    client.publish("u", "1", { qos: 1 });
    client.publish("u", "2", { qos: 2 });
    expect([client.connack?.reasonCode, client.messages()]).toEqual([0, ["u=1", "u=2"]]);
    expect(kinds(client)).toEqual([PacketType.Puback, PacketType.Pubrec]);
    expect(client.unsubscribe("u")).toEqual([0]);
    expect(kinds(publisher)).toEqual([]);
  });

  it("whoever ended a durable session is told so only when that is safe, however often it comes", () => {
    const { connect, durable, store } = setUpFailing();
    durable.drop();
    expect(connect({ clientId: "d" }).connack).toBeUndefined();
    const again = connect({ clientId: "d" });
    expect(again.connack).toBeUndefined();
    store.release();
    expect(again.take(PacketType.Connack)).toMatchObject([{ sessionPresent: false }]);
  });

  it("whoever clears a value that somebody has cleared is told so only when that is safe", () => {
    const { connect, publisher, store } = setUpFailing();
    const clear = (client: TestClient): void => client.publish("r", "", { qos: 1, retain: true });
    const [first, second] = [connect({ clientId: "1" }), connect({ clientId: "2" })];
    publisher.publish("r", "x", { retain: true });
    clear(first);
    clear(second);
    expect([kinds(first), kinds(second)]).toEqual([[], []]);
    store.release();
    expect([kinds(first), kinds(second)]).toEqual([[PacketType.Puback], [PacketType.Puback]]);
  });
});

describe("a commit at the end of the tick", () => {
  it("follows a lost connection, an expiry, and a will, though nothing is to be sent", () => {
    const { durable, connect, store, clock } = setUp();
    const will = willOf({ topic: "nobody", retain: true, properties: { willDelayInterval: 5 } });
    connect({ clientId: "w", properties: { sessionExpiryInterval: 10 }, will }).drop();
    durable.drop();
    expect(store.types().slice(-3)).toEqual(["willArmed", "sessionLeft", "sessionLeft"]);
    clock.advance(5);
    expect(store.types().slice(-2)).toEqual(["willEnded", "retainedSet"]);
    clock.advance(5);
    expect(store.types().at(-1)).toBe("sessionEnded");
  });

  it("keeps only the will of a session that ends with its connection, and how it ended", () => {
    const { connect, store } = setUp();
    const before = store.committed.length;
    connect({ clientId: "c", will: willOf() }).drop();
    expect(store.types().slice(before)).toEqual([
      "sessionStarted",
      "willArmed",
      "willLogged",
      "sessionEnded",
    ]);
  });

  it("costs nothing for sessions without a will that end with their connection", () => {
    const { connect, store } = setUp();
    const before = store.committed.length;
    const client = connect({ clientId: "c" });
    client.subscribe("u");
    client.publish("u", "x", { qos: 2 });
    client.answer(PacketType.Pubrec, 1);
    client.answer(PacketType.Pubrel, 1);
    client.answer(PacketType.Pubcomp, 1);
    client.drop();
    expect(store.committed.length).toBe(before);
  });
});
