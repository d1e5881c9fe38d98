import { describe, expect, it } from "vitest";
import { NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";
import { connectPacket } from "../test-support/packets.ts";

describe("SUBSCRIBE", () => {
  it("is answered with one code a filter, in their order [5 MQTT-3.8.4-1] [5 MQTT-3.8.4-6] [5 MQTT-3.8.4-7] [5 MQTT-3.9.3-1] [3 MQTT-3.8.4-5]", () => {
    const client = createHarness().connect();
    const { reasonCodes } = client.subscribe(
      { filter: "a", qos: 0 },
      { filter: "b", qos: 2 },
      { filter: "c", qos: 1 },
    );
    expect(reasonCodes).toEqual([0, 2, 1]);
  });

  it("is answered with its packet id [5 MQTT-3.8.4-2] [5 MQTT-2.2.1-6] [3 MQTT-3.8.4-2]", () => {
    const client = createHarness().connect();
    client.nextPacketId();
    expect(client.subscribe("t").packetId).toBe(2);
  });

  it("refuses filter by filter, and the others are subscribed [5 MQTT-3.8.4-5] [3 MQTT-3.8.4-4]", () => {
    const { connect, told } = createHarness({ limits: { maximumTopicLevels: 2 } });
    const { reasonCodes } = connect().subscribe("a/b/c", "good/+", "1/2/3/4");
    const { TopicFilterInvalid } = ReasonCode;
    expect(reasonCodes).toEqual([TopicFilterInvalid, 2, TopicFilterInvalid]);
    expect(told("subscribed")).toMatchObject([{ filter: "good/+", qos: 2 }]);
    expect(told("subscriptionRefused").map(({ filter }) => filter)).toEqual(["a/b/c", "1/2/3/4"]);
  });

  it("refuses with 0x80 in 3.1.1 [3 MQTT-3.8.4-5]", () => {
    const { connect } = createHarness({ limits: { maximumTopicLevels: 2 } });
    expect(connect({ version: 4 }).subscribe("a/b/c", "ok").reasonCodes).toEqual([0x80, 2]);
  });

  it("refuses a share without a name in 3.1.1, which knows no shares", () => {
    expect(createHarness().connect({ version: 4 }).subscribe("$share/x", "ok").reasonCodes).toEqual([
      0x80, 2,
    ]);
  });

  it("is refused where the client has no right", () => {
    const acl = {
      mayPublish: () => true,
      maySubscribe: (_: unknown, filter: string) => filter !== "secret/#",
      mayReceive: () => true,
    };
    const { connect } = createHarness({ acl });
    const { reasonCodes } = connect().subscribe("secret/#", "$share/g/secret/#", "open");
    expect(reasonCodes).toEqual([ReasonCode.NotAuthorized, ReasonCode.NotAuthorized, 2]);
  });

  it("is bounded in subscriptions, of which a repeated one is none", () => {
    const { connect, told } = createHarness({ limits: { maximumSubscriptionsPerClient: 2 } });
    expect(connect().subscribe("a", "b", "c", "a").reasonCodes).toEqual([2, 2, ReasonCode.QuotaExceeded, 2]);
    expect(told("subscriptionRefused")[0]?.reason).toContain("maximum-subscriptions-per-client");
  });

  it("is bounded in levels and bytes of a filter", () => {
    const { connect, told } = createHarness({ limits: { maximumTopicLevels: 2, maximumTopicBytes: 5 } });
    const { TopicFilterInvalid } = ReasonCode;
    expect(connect().subscribe("a/b/c", "abcdef", "€€", "a/b").reasonCodes).toEqual([
      TopicFilterInvalid,
      TopicFilterInvalid,
      TopicFilterInvalid,
      2,
    ]);
    expect(told("subscriptionRefused").map(({ reason }) => /\((.*)\)/.exec(reason)?.[1])).toEqual([
      "maximum-topic-levels",
      "maximum-topic-bytes",
      "maximum-topic-bytes",
    ]);
  });

  it("with No Local on a shared subscription is a protocol error [5 MQTT-3.8.3-4]", () => {
    const client = createHarness().connect();
    client.sendBytes(0x82, 15, 0, 1, 0, 0, 9, ...new TextEncoder().encode("$share/g/"), 0x04);
    expect(client.ended).toBe(ReasonCode.ProtocolError);
  });

  it.each([
    ["a/+/c", "a/b/c", "a/b/c/d"],
    ["a/#", "a", "b"],
    ["+/b", "/b", "a/b/"],
    ["#", "a/b/c", "$sys/a"],
    ["+/a", "x/a", "$x/a"],
    ["$x/#", "$x/a/b", "x/a"],
  ])("%s gets %s but not %s [5 MQTT-4.7.1-1] [5 MQTT-4.7.2-1] [3 MQTT-4.7.2-1]", (filter, hit, miss) => {
    const client = createHarness().connect();
    client.subscribe(filter);
    client.publish(hit);
    client.publish(miss);
    expect(client.messages()).toEqual([`${hit}=x`]);
  });

  it("replaces a subscription to the same filter [5 MQTT-3.8.4-3] [3 MQTT-3.8.4-3]", () => {
    const { connect, broker } = createHarness();
    const client = connect();
    client.subscribe({ filter: "t", qos: 2 });
    client.subscribe({ filter: "t", qos: 0 });
    client.publish("t", "once", { qos: 1 });
    expect(client.take(PacketType.Publish)).toMatchObject([{ qos: 0 }]);
    expect(broker.inside.info().gauges.subscriptions).toBe(1);
  });

  it("gets a message once for overlapping filters, at the highest QoS [5 MQTT-3.3.4-2] [3 MQTT-3.3.5-1]", () => {
    const client = createHarness().connect();
    client.subscribe({ filter: "a/#", qos: 0 }, { filter: "a/+", qos: 2 }, { filter: "a/b", qos: 1 });
    client.publish("a/b", "x", { qos: 2 });
    expect(client.take(PacketType.Publish)).toMatchObject([{ qos: 2 }]);
  });

  it("gets the identifiers of all overlapping subscriptions [5 MQTT-3.3.4-3] [5 MQTT-3.3.4-4]", () => {
    const client = createHarness().connect();
    client.subscribeWith({ subscriptionIdentifiers: [1] }, { filter: "a/#" });
    client.subscribeWith({ subscriptionIdentifiers: [200_000] }, { filter: "a/+" });
    client.subscribeWith(NO_PROPERTIES, { filter: "+/b" });
    client.publish("a/b", "x", { qos: 1 });
    client.publish("a/b", "y");
    const identifiers = client
      .take(PacketType.Publish)
      .map(({ properties }) => properties.subscriptionIdentifiers);
    expect(identifiers.map((list) => list?.toSorted((a, b) => a - b))).toEqual([
      [1, 200_000],
      [1, 200_000],
    ]);
  });

  it("loses its identifier when it is made again without one", () => {
    const client = createHarness().connect();
    client.subscribeWith({ subscriptionIdentifiers: [7] }, { filter: "t" });
    client.subscribeWith(NO_PROPERTIES, { filter: "t" });
    client.publish("t");
    expect(client.take(PacketType.Publish)[0]?.properties).toEqual({});
  });
});

describe("the QoS of what a subscriber gets", () => {
  it.each([
    [0, 2, 0],
    [1, 2, 1],
    [2, 1, 1],
    [2, 0, 0],
    [2, 2, 2],
  ] as const)(
    "published at %i, granted %i: %i [5 MQTT-3.8.4-8] [3 MQTT-3.8.4-6]",
    (published, granted, sent) => {
      const { connect } = createHarness();
      const subscriber = connect({ clientId: "s" });
      subscriber.subscribe({ filter: "t", qos: granted });
      connect({ clientId: "p" }).publish("t", "x", { qos: published });
      expect(subscriber.take(PacketType.Publish)).toMatchObject([{ qos: sent }]);
    },
  );
});

describe("No Local", () => {
  it("keeps a client's own messages from it [5 MQTT-3.8.3-3]", () => {
    const { connect } = createHarness();
    const [client, other] = [connect({ clientId: "c" }), connect({ clientId: "o" })];
    client.subscribe({ filter: "t", noLocal: true });
    client.publish("t", "own");
    other.publish("t", "other");
    expect(client.messages()).toEqual(["t=other"]);
  });

  it("counts for its subscription alone: another that overlaps gets them, at its own QoS", () => {
    const client = createHarness().connect();
    client.subscribe({ filter: "t", noLocal: true, qos: 2 }, { filter: "#", qos: 1 });
    client.publish("t", "own", { qos: 2 });
    expect(client.take(PacketType.Publish)).toMatchObject([{ qos: 1 }]);
  });

  it("holds for the client's next connection and for retained messages [5 MQTT-3.8.3-3]", () => {
    const { connect } = createHarness();
    connect({ clientId: "c" }).publish("t", "own", { retain: true });
    const again = connect({ clientId: "c" });
    again.subscribe({ filter: "t", noLocal: true });
    expect(again.messages()).toEqual([]);
  });
});

describe("Retain As Published", () => {
  it.each([
    [true, true],
    [false, false],
  ])("%s: RETAIN is sent as %s [5 MQTT-3.3.1-12] [5 MQTT-3.3.1-13]", (retainAsPublished, retain) => {
    const client = createHarness().connect();
    client.subscribe({ filter: "t", retainAsPublished });
    client.publish("t", "x", { retain: true });
    client.publish("t", "x", { retain: true, qos: 1 });
    client.publish("t", "x", { retain: false });
    expect(client.take(PacketType.Publish).map((packet) => packet.retain)).toEqual([retain, retain, false]);
  });

  it("is unknown to 3.1.1: a live message has no RETAIN [3 MQTT-3.3.1-9]", () => {
    const client = createHarness().connect({ version: 4 });
    client.subscribe("t");
    client.publish("t", "x", { retain: true });
    expect(client.take(PacketType.Publish)).toMatchObject([{ retain: false }]);
  });
});

describe("a bridge of another broker", () => {
  it("gets nothing back of what it brought, and RETAIN as it was", () => {
    const { open, connect } = createHarness();
    const bridge = open(4);
    bridge.send(connectPacket({ version: 4, bridge: true, clientId: "bridge" }));
    bridge.subscribe("#", "$share/g/other");
    bridge.publish("t", "own");
    connect({ clientId: "p" }).publish("t", "theirs", { retain: true });
    expect(bridge.take(PacketType.Publish)).toMatchObject([{ topic: "t", retain: true }]);
  });
});
