import { describe, expect, it } from "vitest";
import { PacketType } from "../../protocol/packets.ts";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import type { StoreEvent } from "./ports/store.ts";
import { createHarness, type HarnessOptions } from "./test-support/harness.ts";
import { HeldStore } from "./test-support/held-store.ts";
import { willOf } from "./test-support/packets.ts";
import type { TestClient } from "./test-support/test-client.ts";

const LIMIT = 1000;
const { QuotaExceeded, Success } = ReasonCode;
const DURABLE = { sessionExpiryInterval: 60 };

/** One that holds more with each change. */
class WeighingStore extends HeldStore {
  override append(event: StoreEvent): void {
    super.append(event);
    this.heldBytes++;
  }
}

/** A broker with a durable subscriber of `t`, whose store commits at once until it is made to fail. */
function setUp(options: HarnessOptions & { readonly store?: HeldStore } = {}) {
  const store = options.store ?? new HeldStore({ isQuick: true });
  store.isQuick = true;
  const harness = createHarness({ ...options, store, limits: { maximumUncommittedBytes: LIMIT } });
  const durable = harness.connect({ clientId: "d", properties: DURABLE });
  durable.subscribe({ filter: "t", qos: 1 });
  const live = harness.connect({ clientId: "l" });
  live.subscribe({ filter: "#", qos: 1 });
  const publisher = harness.connect({ clientId: "p" });
  const fill = (bytes = LIMIT): void => {
    store.isQuick = false;
    store.heldBytes = bytes;
    store.fail(new Error("no space left"));
  };
  const recover = (): void => {
    store.isQuick = true;
    store.heldBytes = 0;
    store.release();
  };
  const heldBack = (): number => harness.broker.inside.info().counters.heldBack["maximum-uncommitted-bytes"];
  return { ...harness, store, durable, live, publisher, fill, recover, heldBack };
}

function published(client: TestClient, topic: string, qos: 1 | 2, retain = false): number | undefined {
  client.publish(topic, "x", { qos, retain });
  return client.take(qos === 1 ? PacketType.Puback : PacketType.Pubrec)[0]?.reasonCode;
}

describe("while a store that cannot write holds as much as may", () => {
  it.each([1, 2] as const)(
    "a message at QoS %i that a durable session would get is refused with 0x97",
    (qos) => {
      const { publisher, live, durable, fill, told, heldBack } = setUp();
      fill();
      expect(published(publisher, "t", qos)).toBe(QuotaExceeded);
      expect([live.messages(), durable.messages()]).toEqual([[], []]);
      expect(told("publishRefused")).toMatchObject([
        { clientId: "p", topic: "t", reason: expect.stringContaining("maximum-uncommitted-bytes") },
      ]);
      expect(heldBack()).toBe(1);
    },
  );

  it("a refused message is free: no packet id is kept, and nothing is told to the store", () => {
    const { publisher, fill, store, broker } = setUp();
    fill();
    published(publisher, "t", 2);
    expect(broker.inside.session("p")?.inflightIn).toBe(0);
    expect(store.status().uncommitted.changes).toBe(0);
  });

  it("a message that the room was enough for goes to all, though it fills it", () => {
    const { connect, publisher, fill, recover, durable } = setUp({ store: new WeighingStore() });
    const other = connect({ clientId: "e", properties: DURABLE });
    other.subscribe({ filter: "t", qos: 1 });
    fill(LIMIT - 1);
    for (const payload of ["last", "refused"]) publisher.publish("t", payload, { qos: 1 });
    expect(publisher.take(PacketType.Puback)).toEqual([]);
    recover();
    const answers = publisher.take(PacketType.Puback).map(({ reasonCode }) => reasonCode);
    expect(answers).toEqual([Success, QuotaExceeded]);
    expect([durable.messages(), other.messages()]).toEqual([["t=last"], ["t=last"]]);
  });

  it("messages for others go on, and those at QoS 0", () => {
    const { publisher, live, durable, fill } = setUp();
    fill();
    expect([published(publisher, "u", 1), published(publisher, "u", 2)]).toEqual([Success, Success]);
    publisher.publish("t", "0");
    expect([live.messages(), durable.messages()]).toEqual([["u=x", "u=x", "t=0"], ["t=0"]]);
  });

  it("a durable publisher is refused at QoS 2 whoever gets it, since its packet id must be kept", () => {
    const { connect, fill } = setUp();
    const publisher = connect({ clientId: "dp", properties: DURABLE });
    fill();
    expect([published(publisher, "u", 2), published(publisher, "u", 1)]).toEqual([QuotaExceeded, Success]);
  });

  it("a retained message is refused, at QoS 0 dropped and counted; clearing goes on", () => {
    const { publisher, live, fill, store, told, heldBack } = setUp();
    published(publisher, "u", 1, true);
    fill();
    live.takeAll();
    expect(published(publisher, "u", 1, true)).toBe(QuotaExceeded);
    publisher.publish("v", "x", { retain: true });
    expect([told("publishRefused").length, heldBack(), live.messages()]).toEqual([2, 2, []]);
    publisher.publish("u", "", { retain: true });
    store.release();
    expect(store.types().at(-1)).toBe("retainedCleared");
  });

  it.each([1, 2] as const)(
    "the connection of a 3.1.1 publisher at QoS %i ends, and its will goes out [3 MQTT-3.3.5-2]",
    (qos) => {
      const { connect, live, fill, told } = setUp();
      const will = willOf({ topic: "gone", payload: "w" });
      const old = connect({ clientId: "old", version: 4, will });
      fill();
      expect(published(old, "u", qos)).toBe(Success);
      expect(published(old, "t", qos)).toBeUndefined();
      expect([old.ended, live.messages()]).toEqual(["closed", ["u=x", "gone=w"]]);
      expect(told("clientDisconnected")).toMatchObject([
        { clientId: "old", detail: expect.stringContaining("maximum-uncommitted-bytes") },
      ]);
    },
  );

  it("a 3.1.1 publisher of a retained message at QoS 0 stays, since it awaits no answer", () => {
    const { connect, fill, heldBack } = setUp();
    const old = connect({ clientId: "old", version: 4 });
    fill();
    old.publish("v", "x", { retain: true });
    expect([old.ended, heldBack()]).toEqual(["open", 1]);
    expect(published(old, "v", 1, true)).toBeUndefined();
    expect(old.ended).toBe("closed");
  });

  it("a will reaches whom it can, and is dropped for a durable session with the reason and the limit", () => {
    const { connect, live, durable, fill, told, broker } = setUp();
    const client = connect({
      clientId: "w",
      will: willOf({ topic: "t", payload: "w", qos: 1, retain: true }),
    });
    fill();
    client.drop();
    expect([live.messages(), durable.messages()]).toEqual([["t=w"], []]);
    expect(told("messageDropped")).toMatchObject([
      { clientId: "d", reason: "store-full", limit: "maximum-uncommitted-bytes" },
    ]);
    expect(broker.inside.info().counters.dropped["store-full"]).toBe(1);
    expect([...broker.inside.retained("t")]).toEqual([]);
  });

  it("a message from the API is refused", () => {
    const { broker, fill } = setUp();
    const message = { topic: "t", payload: new Uint8Array(1), qos: 1, retain: false } as const;
    fill();
    expect(() => broker.inside.actions.publish(message)).toThrow("maximum-uncommitted-bytes");
    expect(broker.inside.actions.publish({ ...message, topic: "u" })).toBe(1);
  });

  it("a shared subscription gives to the member that needs no store, and refuses where there is none", () => {
    const { connect, publisher, fill } = setUp();
    const members = [connect({ clientId: "m1", properties: DURABLE }), connect({ clientId: "m2" })];
    for (const member of members) member.subscribe({ filter: "$share/g/s", qos: 1 });
    fill();
    for (let n = 0; n < 4; n++) expect(published(publisher, "s", 1)).toBe(Success);
    expect(members.map((member) => member.messages().length)).toEqual([0, 4]);
    members[1]?.disconnect();
    expect(published(publisher, "s", 1)).toBe(QuotaExceeded);
  });

  it("a durable session gets no new subscription, in 3.1.1 with 0x80; others do", () => {
    const { connect, durable, live, fill, told, heldBack } = setUp();
    const old = connect({ clientId: "old", version: 4, cleanStart: false });
    fill();
    expect(durable.subscribe("new").reasonCodes).toEqual([QuotaExceeded]);
    expect(old.subscribe("new").reasonCodes).toEqual([0x80]);
    expect(live.subscribe("new").reasonCodes).toEqual([2]);
    expect([told("subscriptionRefused").length, heldBack()]).toEqual([2, 2]);
  });

  it("no durable session begins: 0x97, in 3.1.1 code 3", () => {
    const { connect, fill, heldBack } = setUp();
    fill();
    expect(connect({ clientId: "n", properties: DURABLE }).connack).toMatchObject({
      reasonCode: QuotaExceeded,
      properties: { reasonString: expect.stringContaining("maximum-uncommitted-bytes") },
    });
    expect(connect({ clientId: "n", version: 4, cleanStart: false }).connack?.reasonCode).toBe(3);
    expect(connect({ clientId: "d", cleanStart: true, properties: DURABLE }).connack?.reasonCode).toBe(
      QuotaExceeded,
    );
    expect(heldBack()).toBe(3);
    expect(connect({ clientId: "n" }).connack?.reasonCode).toBe(0);
  });

  it("a client may come back to its durable session", () => {
    const { connect, durable, fill, store, told } = setUp();
    durable.drop();
    fill();
    const again = connect({ clientId: "d", cleanStart: false, properties: DURABLE });
    expect(again.connack).toBeUndefined();
    expect(told("clientRefused")).toEqual([]);
    store.release();
    expect(again.take(PacketType.Connack)).toMatchObject([{ reasonCode: 0, sessionPresent: true }]);
  });

  it("answers stay in order: a refusal waits behind what is not safe yet", () => {
    const { publisher, store, fill } = setUp();
    fill(0);
    expect(published(publisher, "t", 1)).toBeUndefined();
    fill();
    publisher.publish("other", "x", { qos: 1 });
    expect(published(publisher, "t", 1)).toBeUndefined();
    store.release();
    expect(publisher.take(PacketType.Puback).map(({ reasonCode }) => reasonCode)).toEqual([
      Success,
      Success,
      QuotaExceeded,
    ]);
  });
});

describe("nothing is refused", () => {
  it("while a failing store holds less than may, nor for as much as a sound one has on its way", () => {
    const { publisher, store, fill } = setUp();
    store.heldBytes = 10 * LIMIT;
    expect(published(publisher, "t", 1)).toBe(Success);
    fill(LIMIT - 1);
    expect(published(publisher, "t", 1)).toBeUndefined();
    store.release();
    expect(publisher.take(PacketType.Puback)).toMatchObject([{ reasonCode: Success }]);
  });

  it("from the moment on that the store writes again", () => {
    const { connect, publisher, durable, fill, recover } = setUp();
    fill();
    expect(published(publisher, "t", 1)).toBe(QuotaExceeded);
    recover();
    expect(published(publisher, "t", 1)).toBe(Success);
    expect(durable.messages()).toEqual(["t=x"]);
    expect(durable.subscribe("new").reasonCodes).toEqual([2]);
    expect(connect({ clientId: "n", properties: DURABLE }).connack?.reasonCode).toBe(0);
  });

  it("what a failing store holds is looked at again with each packet", () => {
    const { publisher, store, fill } = setUp();
    fill(LIMIT - 1);
    expect(published(publisher, "t", 1)).toBeUndefined();
    store.heldBytes = LIMIT;
    publisher.publish("t", "x", { qos: 1 });
    store.release();
    const answers = publisher.take(PacketType.Puback).map(({ reasonCode }) => reasonCode);
    expect(answers).toEqual([Success, QuotaExceeded]);
  });
});
