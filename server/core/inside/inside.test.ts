import { describe, expect, it } from "vitest";
import { MqttError } from "../../../protocol/errors.ts";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";
import { textOf, utf8, willOf } from "../test-support/packets.ts";

const DURABLE = { sessionExpiryInterval: 60 };

describe("what the broker shows of itself", () => {
  it("is its version, start, limits, counters and sizes", () => {
    const { broker, connect, clock } = createHarness({ limits: { receiveMaximum: 5 } });
    const startedAt = clock.now();
    const client = connect({ clientId: "c", will: willOf() });
    client.subscribe("t", "$share/g/t");
    client.publish("t", "12345", { retain: true });
    const { counters, gauges, ...info } = broker.inside.info();
    expect(info).toMatchObject({ version: "0.0.0", startedAt, limits: { receiveMaximum: 5 } });
    expect(counters).toMatchObject({
      publishReceived: 1,
      publishBytesReceived: 5,
      publishSent: 2,
      publishBytesSent: 10,
      packetsReceived: 3,
      packetsSent: 4,
      connectionsAccepted: 1,
      connectionsRefused: 0,
    });
    expect(gauges).toEqual({
      connections: 1,
      sessions: 1,
      clientsConnected: 1,
      clientsMaximum: 1,
      subscriptions: 2,
      sharedSubscriptions: 1,
      retainedMessages: 1,
      retainedBytes: 6,
      queuedMessages: 0,
      queuedBytes: 0,
      outboundBytes: 0,
      willsArmed: 1,
      willsDelayed: 0,
      memoryBytes: 0,
    });
  });

  it("is each session with what it asked for and what it has", () => {
    const { broker, connect, clock } = createHarness();
    const client = connect(
      { clientId: "c", userName: "u", keepAliveSeconds: 30, properties: DURABLE },
      "10.0.0.7",
    );
    client.subscribe({ filter: "t", qos: 2 });
    client.publish("t", "x", { qos: 2, packetId: 8 });
    expect(broker.inside.session("c")).toMatchObject({
      clientId: "c",
      userName: "u",
      isConnected: true,
      isDurable: true,
      peer: { address: "10.0.0.7", transport: "tcp" },
      since: clock.now(),
      connect: { keepAliveSeconds: 30, sessionExpirySeconds: 60, cleanStart: true },
      subscriptionList: [{ filter: "t", qos: 2, isDurable: true, clientId: "c" }],
      inflightOutList: [{ packetId: 1, topic: "t", qos: 2, awaits: "PUBREC", payloadBytes: 1 }],
      inflightInList: [{ packetId: 8, awaits: "PUBREL" }],
      packetsReceived: 3,
      packetsSent: 4,
      will: "none",
    });
  });

  it("is each session that is away with its end and how its connections ended, the last first", () => {
    const { broker, connect, clock } = createHarness();
    connect({ clientId: "c", properties: DURABLE }).drop();
    connect({ clientId: "c", properties: DURABLE, cleanStart: false }).disconnect();
    expect(broker.inside.session("c")).toMatchObject({
      isConnected: false,
      peer: undefined,
      expiresAt: clock.now() + 60_000,
      connect: { sessionPresent: true },
      lastDisconnect: { cause: "normal", reasonCode: 0 },
      disconnects: [{ cause: "normal" }, { cause: "connection-lost" }],
    });
  });

  it("is nothing of a session that is not there", () => {
    expect(createHarness().broker.inside.session("nobody")).toBeUndefined();
  });

  it("is every subscription, and those that a topic reaches, shared ones among them", () => {
    const { broker, connect } = createHarness();
    connect({ clientId: "a", properties: DURABLE }).subscribe("t/+", "$share/g/t/1");
    connect({ clientId: "b" }).subscribe("u");
    expect(
      [...broker.inside.subscriptions()]
        .map(({ clientId, filter, isDurable }) => [clientId, filter, isDurable])
        .toSorted(),
    ).toEqual([
      ["a", "$share/g/t/1", true],
      ["a", "t/+", true],
      ["b", "u", false],
    ]);
    expect(broker.inside.subscribersOf("t/1").map(({ filter, shareName }) => [filter, shareName])).toEqual([
      ["t/+", undefined],
      ["$share/g/t/1", "g"],
    ]);
  });

  it("is retained messages by filter", () => {
    const { broker, connect } = createHarness();
    const client = connect();
    for (const topic of ["a/1", "a/2", "b/1"]) client.publish(topic, topic, { retain: true });
    expect([...broker.inside.retained("a/+")].map(({ payload }) => textOf(payload))).toEqual(["a/1", "a/2"]);
  });
});

describe("an operator", () => {
  it("disconnects a client, who is told 0x98", () => {
    const { broker, connect, told } = createHarness();
    const client = connect({ clientId: "c", properties: DURABLE });
    expect(broker.inside.actions.disconnect("c")).toBe(true);
    expect(client.ended).toBe(ReasonCode.AdministrativeAction);
    expect(told("clientDisconnected")).toMatchObject([{ cause: "administrative" }]);
    expect([broker.inside.actions.disconnect("c"), broker.inside.session("c")?.isConnected]).toEqual([
      false,
      false,
    ]);
  });

  it.each([0, 60])("ends a session of expiry %i, its connection with it", (sessionExpiryInterval) => {
    const { broker, connect, told } = createHarness();
    const client = connect({ clientId: "c", properties: { sessionExpiryInterval } });
    client.subscribe("t");
    expect(broker.inside.actions.endSession("c")).toBe(true);
    expect(client.ended).toBe(ReasonCode.AdministrativeAction);
    expect(told("clientDisconnected")).toMatchObject([{ cause: "session-ended" }]);
    expect(told("sessionEnded")).toMatchObject([{ why: "administrative" }]);
    expect([broker.inside.session("c"), [...broker.inside.subscriptions()]]).toEqual([undefined, []]);
    expect(broker.inside.actions.endSession("c")).toBe(false);
  });

  it("ends a session that is away, with what waited for it", () => {
    const { broker, connect } = createHarness();
    const client = connect({ clientId: "c", properties: DURABLE });
    client.subscribe("t");
    client.drop();
    connect({ clientId: "p" }).publish("t", "x", { qos: 1 });
    broker.inside.actions.endSession("c");
    expect(broker.inside.info().gauges).toMatchObject({ sessions: 1, queuedMessages: 0, queuedBytes: 0 });
    expect(connect({ clientId: "c", cleanStart: false }).connack?.sessionPresent).toBe(false);
  });

  it("clears retained messages without a message to anybody, and puts them back as they were", () => {
    const { broker, connect, clock, told } = createHarness();
    const client = connect({ clientId: "c" });
    client.publish("t", "kept", {
      retain: true,
      qos: 1,
      properties: { contentType: "c", messageExpiryInterval: 60 },
    });
    client.subscribe({ filter: "t", retainHandling: 2 });
    const before = broker.inside.retainedOn("t");
    clock.advance(10);
    const cleared = broker.inside.actions.clearRetained(["t", "nothing"]);
    clock.endTick();
    expect([cleared, broker.inside.retainedOn("t"), client.messages()]).toEqual([[before], undefined, []]);
    broker.inside.actions.restoreRetained(cleared);
    expect(broker.inside.retainedOn("t")).toEqual(before);
    expect(told("retainedRestored")).toMatchObject([{ topic: "t" }]);
    client.subscribe("t");
    expect(client.take(PacketType.Publish)[0]?.properties).toEqual({
      contentType: "c",
      messageExpiryInterval: 50,
    });
  });

  it("publishes, and hears how many it is for", () => {
    const { broker, connect, clock } = createHarness();
    const client = connect();
    client.subscribe("t");
    const message = { topic: "t", payload: utf8("hello"), qos: 1, retain: true } as const;
    expect(broker.inside.actions.publish(message)).toBe(1);
    clock.endTick();
    expect(client.messages()).toEqual(["t=hello"]);
    expect(broker.inside.retainedOn("t")).toMatchObject({ publisherClientId: "$broker" });
  });

  it.each([["a/+"], [""], ["$SYS/broker/version"]])("cannot publish to %j", (topic) => {
    const { publish } = createHarness().broker.inside.actions;
    expect(() => publish({ topic, payload: utf8("x"), qos: 0, retain: false })).toThrow(MqttError);
  });
});

describe("the events of messages", () => {
  it("are made only when somebody wants them", () => {
    const { connect, events } = createHarness({ wantsMessages: false });
    const client = connect();
    client.subscribe("t");
    client.publish("t", "x", { retain: true });
    expect(events.map(({ type }) => type)).toEqual(["sessionCreated", "clientConnected", "subscribed"]);
  });

  it("tell who sent and who gets, and not of who does not", () => {
    const acl = {
      mayPublish: () => true,
      maySubscribe: () => true,
      mayReceive: (who: { clientId: string }) => who.clientId !== "b",
    };
    const { connect, told } = createHarness({ wantsMessages: true, acl });
    const [a, b, away] = ["a", "b", "away"].map((clientId) => connect({ clientId, properties: DURABLE }));
    for (const client of [a, b, away]) client?.subscribe("t");
    away?.drop();
    a?.publish("t", "123");
    expect(told("messageReceived")).toMatchObject([{ clientId: "a", topic: "t", qos: 0, payloadBytes: 3 }]);
    expect(told("messageDelivered")).toMatchObject([{ clientId: "a", topic: "t" }]);
    expect(told("messageDropped")).toMatchObject([
      { clientId: "b", reason: "not-authorized", limit: undefined },
    ]);
  });
});
