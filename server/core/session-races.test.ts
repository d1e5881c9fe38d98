import { describe, expect, it } from "vitest";
import { encode } from "../../protocol/codec/encode.ts";
import { type Connect, type Packet, PacketType } from "../../protocol/packets.ts";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import type { Identity } from "./ports/access.ts";
import { createHarness, type HarnessOptions } from "./test-support/harness.ts";
import { HeldStore } from "./test-support/held-store.ts";
import { connectPacket, publishPacket, willOf } from "./test-support/packets.ts";
import type { TestClient } from "./test-support/test-client.ts";

const DURABLE = { sessionExpiryInterval: 60 };
const { SessionTakenOver, NotAuthorized } = ReasonCode;

/** A broker that is told later who a client is, if its user name says so, and somebody who watches. */
function setUp(options: HarnessOptions = {}) {
  const answers = new Map<string, (identity: Identity) => void>();
  const identify = ({ userName = "" }: Connect): Identity | Promise<Identity> =>
    userName.startsWith("slow")
      ? new Promise((resolve) => answers.set(userName, resolve))
      : { kind: "accepted", userName };
  const harness = createHarness({ authenticator: { methods: new Map(), identify }, ...options });
  const begin = (userName: string, rest: Partial<Connect> = {}): TestClient => {
    const client = harness.open();
    client.send(connectPacket({ userName, cleanStart: false, properties: DURABLE, ...rest }));
    return client;
  };
  const settle = async (userName: string, identity: Partial<Identity> = {}): Promise<void> => {
    answers.get(userName)?.({ kind: "accepted", userName, ...identity } as Identity);
    await Promise.resolve();
    await Promise.resolve();
    harness.clock.endTick();
  };
  const owner = (): string | undefined => harness.broker.inside.session("client")?.userName;
  return { ...harness, begin, settle, owner };
}

function connacks(client: TestClient): boolean[] {
  return client.take(PacketType.Connack).map(({ sessionPresent }) => sessionPresent);
}

describe("of two connections with one client id, one of which is still being looked at", () => {
  it("the one that is let in last has the session, though it began first", async () => {
    const { begin, settle, owner, told } = setUp();
    const slow = begin("slow");
    const quick = begin("quick");
    quick.subscribe("t");
    expect([owner(), connacks(quick)]).toEqual(["quick", [false]]);
    await settle("slow");
    expect([owner(), connacks(slow), quick.ended]).toEqual(["slow", [true], SessionTakenOver]);
    expect(told("clientTakenOver")).toHaveLength(1);
  });

  it("the first stays as it is while the second waits", async () => {
    const { begin, settle, owner } = setUp();
    const first = begin("quick");
    const slow = begin("slow");
    first.subscribe("t");
    first.publish("t", "still here");
    expect([first.messages(), first.ended, owner()]).toEqual([["t=still here"], "open", "quick"]);
    await settle("slow");
    expect([connacks(slow), first.ended]).toEqual([[true], SessionTakenOver]);
  });

  it("the first is not touched when the second is refused", async () => {
    const { begin, settle, owner, told } = setUp();
    const first = begin("quick");
    const slow = begin("slow", { will: willOf() });
    await settle("slow", { kind: "refused", reasonCode: NotAuthorized, reason: "no" });
    expect([first.ended, owner(), slow.wire.isEnded]).toEqual(["open", "quick", true]);
    expect(told("clientTakenOver")).toEqual([]);
  });

  it("the second resumes the session when the first has gone meanwhile", async () => {
    const { begin, settle, told } = setUp();
    const first = begin("quick");
    const slow = begin("slow");
    first.drop();
    await settle("slow");
    expect([connacks(slow), told("clientTakenOver")]).toEqual([[true], []]);
  });

  it("the second begins anew when the session has expired meanwhile", async () => {
    const { begin, settle, clock } = setUp({ limits: { connectTimeoutSeconds: 100 } });
    const first = begin("quick");
    const slow = begin("slow");
    first.drop();
    clock.advance(60);
    await settle("slow");
    expect(connacks(slow)).toEqual([false]);
  });

  it("the answer for one that has gone changes nothing", async () => {
    const { begin, settle, owner } = setUp();
    const slow = begin("slow");
    const quick = begin("quick");
    slow.drop();
    await settle("slow");
    expect([owner(), quick.ended]).toEqual(["quick", "open"]);
  });

  it.each([
    [["slow1", "slow2"], "slow2"],
    [["slow2", "slow1"], "slow1"],
  ])("answers in the order %j leave the session to %s", async (order, last) => {
    const { begin, settle, owner, broker } = setUp();
    begin("slow1");
    begin("slow2");
    for (const userName of order) await settle(userName);
    expect(owner()).toBe(last);
    expect(broker.inside.info().gauges).toMatchObject({ sessions: 1, clientsConnected: 1 });
  });
});

describe("three connections with one client id in a row", () => {
  it("leave the session to the last, and publish the wills of the others", () => {
    const { begin, connect, broker } = setUp();
    const watcher = connect({ clientId: "w", userName: "w" });
    watcher.subscribe("will");
    const clients = ["1", "2", "3"].map((payload) => begin(payload, { will: willOf({ payload }) }));
    for (const client of clients.slice(0, 2)) client.drop();
    expect(watcher.messages()).toEqual(["will=1", "will=2"]);
    expect(clients.map(({ ended }) => ended)).toEqual([SessionTakenOver, SessionTakenOver, "open"]);
    expect(broker.inside.info().gauges).toMatchObject({ sessions: 2, clientsConnected: 2, willsArmed: 1 });
  });

  it("do so within one tick, each told what it is in order [5 MQTT-3.14.0-1]", () => {
    const { open, clock } = setUp();
    const clients = ["1", "2", "3"].map((userName) => {
      const client = open();
      client.handler.onBytes(encode(connectPacket({ userName, cleanStart: false, properties: DURABLE }), 5));
      return client;
    });
    clock.endTick();
    const kinds = clients.map((client) => client.takeAll().map(({ type }) => type));
    const { Connack, Disconnect } = PacketType;
    expect(kinds).toEqual([[Connack, Disconnect], [Connack, Disconnect], [Connack]]);
  });

  it("whose close comes late, in any order, do not touch the last", () => {
    const { begin, owner, clock } = setUp();
    const clients = ["1", "2", "3"].map((userName) => begin(userName));
    const last = clients[2] as TestClient;
    last.subscribe("t");
    clients[1]?.drop();
    clients[0]?.send(publishPacket({ topic: "t", payload: "late" }));
    clients[0]?.handler.onWritable();
    clients[0]?.drop();
    clock.advance(1000);
    last.publish("t", "mine");
    expect([owner(), last.messages()]).toEqual(["3", ["t=mine"]]);
  });
});

describe("a takeover while the store has not committed", () => {
  function held() {
    const store = new HeldStore({ isQuick: true });
    const house = setUp({ store });
    const watcher = house.connect({ clientId: "w", userName: "w" });
    watcher.subscribe("t");
    const first = house.begin("1");
    first.takeAll();
    store.isQuick = false;
    return { ...house, store, watcher, first };
  }

  it("leaves unanswered what is not safe, and the newcomer has it answered [5 MQTT-4.3.3-10]", () => {
    const { first, begin, store, watcher } = held();
    const packet = publishPacket({ qos: 2, packetId: 9 });
    first.send(packet);
    const second = begin("2");
    expect([first.take(PacketType.Pubrec), first.ended, second.takeAll()]).toEqual([
      [],
      SessionTakenOver,
      [],
    ]);
    store.release();
    expect(connacks(second)).toEqual([true]);
    second.send({ ...packet, dup: true } as Packet);
    store.release();
    expect(second.take(PacketType.Pubrec)).toMatchObject([{ packetId: 9, reasonCode: 0 }]);
    expect([first.takeAll(), watcher.messages()]).toEqual([[], ["t=x"]]);
  });

  it("says nothing to one that was taken over before its own CONNACK left [5 MQTT-3.14.0-1]", () => {
    const { begin, store } = held();
    const second = begin("2");
    const third = begin("3");
    store.release();
    expect([second.takeAll(), second.wire.isEnded, connacks(third)]).toEqual([[], true, [true]]);
  });
});
