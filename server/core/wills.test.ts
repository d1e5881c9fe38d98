import { describe, expect, it } from "vitest";
import { NO_PROPERTIES, PacketType, type Properties } from "../../protocol/packets.ts";
import { createHarness, type Harness, type HarnessOptions } from "./test-support/harness.ts";
import { textOf, utf8, willOf } from "./test-support/packets.ts";
import type { TestClient } from "./test-support/test-client.ts";

/** Somebody who watches all wills. */
function setUp(options: HarnessOptions = {}) {
  const harness = createHarness(options);
  const watcher = harness.connect({ clientId: "w" });
  watcher.subscribe("#");
  return { ...harness, watcher };
}

function connectWithWill(
  { connect }: Harness,
  delay: number,
  expiry: number,
  rest: Properties = {},
): TestClient {
  const properties = { ...rest, ...(delay > 0 && { willDelayInterval: delay }) };
  return connect({
    clientId: "c",
    properties: { sessionExpiryInterval: expiry },
    will: willOf({ properties }),
  });
}

describe("a will", () => {
  it("is armed at CONNECT and shown [5 MQTT-3.1.2-7] [3 MQTT-3.1.2-8]", () => {
    const harness = setUp();
    connectWithWill(harness, 5, 60);
    expect([...harness.broker.inside.wills()]).toMatchObject([
      { clientId: "c", topic: "will", payload: utf8("gone"), qos: 1, state: "armed", delaySeconds: 5 },
    ]);
    expect(harness.told("willArmed")).toMatchObject([{ clientId: "c", topic: "will", delaySeconds: 5 }]);
  });

  it("is forgotten at DISCONNECT 0x00 [5 MQTT-3.1.2-10] [5 MQTT-3.14.4-3] [3 MQTT-3.1.2-10] [3 MQTT-3.14.4-3]", () => {
    const harness = setUp();
    connectWithWill(harness, 0, 0).disconnect();
    expect(harness.watcher.messages()).toEqual([]);
    expect(harness.told("willCleared")).toMatchObject([{ clientId: "c", cause: "normal" }]);
    expect([...harness.broker.inside.wills()]).toEqual([]);
  });

  it("is published once only [5 MQTT-3.1.2-10]", () => {
    const harness = setUp();
    connectWithWill(harness, 0, 60).drop();
    harness.connect({ clientId: "c", cleanStart: false }).drop();
    expect(harness.watcher.messages()).toEqual(["will=gone"]);
  });

  it("goes with the next CONNECT: one without a will has none", () => {
    const harness = setUp();
    connectWithWill(harness, 0, 60).disconnect();
    harness.connect({ clientId: "c", cleanStart: false }).drop();
    expect(harness.watcher.messages()).toEqual([]);
  });

  it.each([0, 1, 2] as const)(
    "is published at its QoS %i, not retained [5 MQTT-3.1.2-14] [3 MQTT-3.1.2-16]",
    (qos) => {
      const { connect, watcher, broker } = setUp();
      connect({ clientId: "c", will: willOf({ qos }) }).drop();
      expect(watcher.take(PacketType.Publish)).toMatchObject([{ qos, retain: false }]);
      expect(broker.inside.retainedOn("will")).toBeUndefined();
    },
  );

  it("may be retained, with its client as author [5 MQTT-3.1.2-15] [3 MQTT-3.1.2-17]", () => {
    const { connect, broker } = setUp();
    connect({ clientId: "c", userName: "u", will: willOf({ retain: true }) }).drop();
    expect(broker.inside.retainedOn("will")).toMatchObject({
      publisherClientId: "c",
      publisherUserName: "u",
    });
  });

  it("carries the properties of a PUBLISH, user properties in order, but not its delay [5 MQTT-3.1.3-10]", () => {
    const harness = setUp();
    const properties: Properties = {
      messageExpiryInterval: 10,
      contentType: "c",
      userProperties: [
        ["b", "1"],
        ["a", "2"],
      ],
    };
    connectWithWill(harness, 0, 0, properties).drop();
    expect(harness.watcher.take(PacketType.Publish)[0]?.properties).toEqual(properties);
  });

  it("expires from the moment that it is published", () => {
    const harness = setUp();
    connectWithWill(harness, 5, 60, { messageExpiryInterval: 10 }).drop();
    harness.clock.advance(5);
    expect(harness.watcher.take(PacketType.Publish)[0]?.properties.messageExpiryInterval).toBe(10);
  });

  it("is delivered at QoS 2 with the whole exchange, once", () => {
    const { connect, watcher } = setUp();
    connect({ clientId: "c", will: willOf({ qos: 2 }) }).drop();
    const [publish] = watcher.take(PacketType.Publish);
    watcher.answer(PacketType.Pubrec, publish?.packetId ?? 0);
    expect(watcher.take(PacketType.Pubrel)).toMatchObject([{ packetId: publish?.packetId }]);
    watcher.answer(PacketType.Pubcomp, publish?.packetId ?? 0);
    expect([watcher.takeAll(), connect({ clientId: "w", cleanStart: false }).messages()]).toEqual([[], []]);
  });

  it("that is retained and delayed is retained from its time on, and until it expires after that", () => {
    const harness = setUp();
    harness.connect({ clientId: "p" }).publish("will", "online", { retain: true });
    const properties = { willDelayInterval: 5, messageExpiryInterval: 10 };
    const will = willOf({ retain: true, properties });
    harness.connect({ clientId: "c", properties: { sessionExpiryInterval: 60 }, will }).drop();
    const kept = [4.999, 0.001, 9.999, 0.001].map((seconds) => {
      harness.clock.advance(seconds);
      return textOf(harness.broker.inside.retainedOn("will")?.payload);
    });
    expect(kept).toEqual(["online", "gone", "gone", undefined]);
  });

  it("that is empty and retained clears what was retained [5 MQTT-3.3.1-6]", () => {
    const { connect, broker } = setUp();
    connect({ clientId: "p" }).publish("will", "online", { retain: true });
    connect({ clientId: "c", will: willOf({ payload: "", retain: true }) }).drop();
    expect(broker.inside.retainedOn("will")).toBeUndefined();
  });

  it("reaches its own session, which is still there", () => {
    const harness = setUp();
    const properties = { sessionExpiryInterval: 60 };
    const client = harness.connect({ clientId: "c", properties, will: willOf() });
    client.subscribe("will");
    client.drop();
    expect(harness.connect({ clientId: "c", cleanStart: false, properties }).messages()).toEqual([
      "will=gone",
    ]);
  });

  it("does not reach its own session with No Local [5 MQTT-3.8.3-3]", () => {
    const harness = setUp();
    const properties = { sessionExpiryInterval: 60 };
    const client = harness.connect({ clientId: "c", properties, will: willOf() });
    client.subscribe({ filter: "will", noLocal: true });
    client.drop();
    expect(harness.connect({ clientId: "c", cleanStart: false, properties }).messages()).toEqual([]);
  });

  it("goes nowhere when its client may not publish there, and the operator is told", () => {
    const acl = { mayPublish: () => false, maySubscribe: () => true, mayReceive: () => true };
    const harness = setUp({ acl });
    connectWithWill(harness, 0, 0).drop();
    expect(harness.watcher.messages()).toEqual([]);
    expect(harness.told("publishRefused")).toMatchObject([{ clientId: "c", topic: "will" }]);
  });

  it("is published though there is no room to retain it, and the operator is told", () => {
    const { connect, watcher, told, broker } = setUp({ limits: { maximumRetainedMessages: 0 } });
    connect({ clientId: "c", will: willOf({ retain: true }) }).drop();
    expect(watcher.messages()).toEqual(["will=gone"]);
    expect(broker.inside.retainedOn("will")).toBeUndefined();
    expect(told("publishRefused")[0]?.reason).toContain("maximum-retained-messages");
  });

  it("leaves its end in the log, newest first", () => {
    const harness = setUp();
    connectWithWill(harness, 0, 0).drop();
    connectWithWill(harness, 0, 0).disconnect();
    expect(harness.broker.inside.endedWills()).toMatchObject([
      { clientId: "c", outcome: "cleared", cause: "normal" },
      { clientId: "c", outcome: "fired", cause: "connection-lost", payload: utf8("gone") },
    ]);
  });

  it("is logged for the last thousand", () => {
    const harness = setUp();
    for (let number = 0; number < 1001; number++) connectWithWill(harness, 0, 0).disconnect();
    expect(harness.broker.inside.endedWills()).toHaveLength(1000);
  });
});

describe("a delayed will", () => {
  it("waits for its delay [5 MQTT-3.1.2-8]", () => {
    const harness = setUp();
    connectWithWill(harness, 5, 60).drop();
    const dueAt = harness.clock.now() + 5000;
    expect(harness.told("willDelayed")).toMatchObject([{ clientId: "c", dueAt, cause: "connection-lost" }]);
    expect([...harness.broker.inside.wills()]).toMatchObject([
      { state: "delayed", dueAt, cause: "connection-lost" },
    ]);
    harness.clock.advance(4.999);
    expect(harness.watcher.messages()).toEqual([]);
    harness.clock.advance(0.001);
    expect(harness.watcher.messages()).toEqual(["will=gone"]);
    harness.clock.advance(100);
    expect(harness.watcher.messages()).toEqual([]);
  });

  it("waits no longer than its session lives", () => {
    const harness = setUp();
    connectWithWill(harness, 60, 5).drop();
    harness.clock.advance(4.999);
    expect(harness.watcher.messages()).toEqual([]);
    harness.clock.advance(0.001);
    expect(harness.watcher.messages()).toEqual(["will=gone"]);
    expect(harness.told("sessionEnded")).toMatchObject([{ why: "expired" }]);
  });

  it("is published once when delay and session end together", () => {
    const harness = setUp();
    connectWithWill(harness, 5, 5).drop();
    harness.clock.advance(5);
    expect(harness.watcher.messages()).toEqual(["will=gone"]);
  });

  it("is dropped when its client comes back before that [5 MQTT-3.1.3-9]", () => {
    const harness = setUp();
    connectWithWill(harness, 5, 60).drop();
    harness.clock.advance(4);
    harness.connect({ clientId: "c", cleanStart: false });
    harness.clock.advance(100);
    expect(harness.watcher.messages()).toEqual([]);
    expect(harness.told("willCleared")).toMatchObject([{ cause: "client-returned" }]);
  });

  it("is published when its client comes back to begin anew: its session ends", () => {
    const harness = setUp();
    connectWithWill(harness, 5, 60).drop();
    harness.connect({ clientId: "c", cleanStart: true });
    expect(harness.watcher.messages()).toEqual(["will=gone"]);
  });

  it("does not wait when DISCONNECT ends the session", () => {
    const harness = setUp();
    connectWithWill(harness, 5, 60).disconnect(4, { sessionExpiryInterval: 0 });
    expect(harness.watcher.messages()).toEqual(["will=gone"]);
  });

  it("waits for the session that DISCONNECT made longer", () => {
    const harness = setUp();
    connectWithWill(harness, 10, 5).disconnect(4, { sessionExpiryInterval: 60 });
    harness.clock.advance(9.999);
    expect(harness.watcher.messages()).toEqual([]);
    harness.clock.advance(0.001);
    expect(harness.watcher.messages()).toEqual(["will=gone"]);
  });

  it("is published when the operator ends the session", () => {
    const harness = setUp();
    connectWithWill(harness, 5, 60).drop();
    harness.broker.inside.actions.endSession("c");
    harness.clock.endTick();
    expect(harness.watcher.messages()).toEqual(["will=gone"]);
  });
});

describe("the will of a client of 3.1.1", () => {
  it("is published when the wire is cut and not at DISCONNECT [3 MQTT-3.1.2-8] [3 MQTT-3.14.4-3]", () => {
    const { connect, watcher } = setUp();
    connect({ clientId: "c", version: 4, will: willOf() }).send({
      type: PacketType.Disconnect,
      reasonCode: 0,
      properties: NO_PROPERTIES,
    });
    expect(watcher.messages()).toEqual([]);
    connect({ clientId: "c", version: 4, will: willOf() }).drop();
    expect(watcher.messages()).toEqual(["will=gone"]);
  });
});
