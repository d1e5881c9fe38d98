import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness } from "../test-support/harness.ts";
import { publishPacket } from "../test-support/packets.ts";

const readOnly = { mayPublish: () => false, maySubscribe: () => true, mayReceive: () => true };
const BYTES_FF = 0xff;

describe("PUBLISH at QoS 1", () => {
  it("is acknowledged with its packet id, each time anew [5 MQTT-4.3.2-4] [5 MQTT-4.3.2-5] [3 MQTT-4.3.2-2]", () => {
    const { connect } = createHarness();
    const [subscriber, publisher] = [connect({ clientId: "s" }), connect({ clientId: "p" })];
    subscriber.subscribe("t");
    publisher.publish("t", "1", { qos: 1, packetId: 9 });
    publisher.publish("t", "2", { qos: 1, packetId: 9, dup: true });
    expect(publisher.take(PacketType.Puback).map(({ packetId }) => packetId)).toEqual([9, 9]);
    expect(subscriber.messages()).toEqual(["t=1", "t=2"]);
  });

  it("is acknowledged in the order in which it came [5 MQTT-4.6.0-2]", () => {
    const client = createHarness().connect();
    const packets = [5, 3, 9].map((packetId) => publishPacket({ qos: 1, packetId }));
    client.sendBytes(...packets.flatMap((packet) => [...encode(packet, 5)]));
    expect(client.take(PacketType.Puback).map(({ packetId }) => packetId)).toEqual([5, 3, 9]);
  });

  it("that reaches nobody is answered with 0x10 in 5.0 and plainly in 3.1.1", () => {
    const { connect } = createHarness();
    const [five, four] = [connect({ clientId: "5" }), connect({ clientId: "4", version: 4 })];
    five.publish("t", "x", { qos: 1 });
    four.publish("t", "x", { qos: 1 });
    expect(five.take(PacketType.Puback)[0]?.reasonCode).toBe(ReasonCode.NoMatchingSubscribers);
    expect(four.take(PacketType.Puback)).toHaveLength(1);
  });
});

describe("PUBLISH at QoS 2", () => {
  it("is routed when it comes, and its id is free after PUBREL [5 MQTT-4.3.3-8] [5 MQTT-4.3.3-11] [5 MQTT-4.3.3-12] [3 MQTT-4.3.3-2]", () => {
    const { connect } = createHarness();
    const [subscriber, publisher] = [connect({ clientId: "s" }), connect({ clientId: "p" })];
    subscriber.subscribe({ filter: "t", qos: 0 });
    publisher.publish("t", "1", { qos: 2, packetId: 7 });
    publisher.answer(PacketType.Pubrel, 7);
    publisher.publish("t", "2", { qos: 2, packetId: 7 });
    publisher.publish("t", "2", { qos: 2, packetId: 7, dup: true });
    publisher.answer(PacketType.Pubrel, 7);
    expect(publisher.takeAll().map(({ type }) => type)).toEqual([5, 7, 5, 5, 7]);
    expect(subscriber.messages()).toEqual(["t=1", "t=2"]);
  });

  it("is not routed again after the publisher's return with its session [5 MQTT-4.3.3-10]", () => {
    const { connect } = createHarness();
    const subscriber = connect({ clientId: "s" });
    subscriber.subscribe({ filter: "t", qos: 0 });
    const properties = { sessionExpiryInterval: 60 };
    const publisher = connect({ clientId: "p", properties });
    publisher.publish("t", "1", { qos: 2, packetId: 7 });
    publisher.drop();
    const again = connect({ clientId: "p", cleanStart: false, properties });
    again.publish("t", "1", { qos: 2, packetId: 7, dup: true });
    again.answer(PacketType.Pubrel, 7);
    expect(again.takeAll().map(({ type }) => type)).toEqual([PacketType.Pubrec, PacketType.Pubcomp]);
    expect(subscriber.messages()).toEqual(["t=1"]);
  });

  it.each([
    [5, ReasonCode.PacketIdentifierNotFound],
    [4, ReasonCode.Success],
  ] as const)("in version %i answers PUBREL for an id that is not known", (version, reasonCode) => {
    const client = createHarness().connect({ version });
    client.answer(PacketType.Pubrel, 3);
    expect(client.take(PacketType.Pubcomp)).toMatchObject([{ packetId: 3, reasonCode }]);
  });
});

describe("PUBLISH that is not allowed", () => {
  it.each([
    [1, PacketType.Puback],
    [2, PacketType.Pubrec],
  ] as const)("at QoS %i is answered with 0x87 in 5.0", (qos, type) => {
    const { connect, told } = createHarness({ acl: readOnly });
    const client = connect();
    client.publish("t", "x", { qos });
    expect(client.take(type)).toMatchObject([{ reasonCode: ReasonCode.NotAuthorized }]);
    expect(told("publishRefused")).toMatchObject([{ clientId: "client", topic: "t", reasonCode: 0x87 }]);
  });

  it("leaves its packet id free in 5.0 [5 MQTT-4.3.3-9]", () => {
    const { connect, told } = createHarness({ acl: readOnly });
    const client = connect();
    client.publish("t", "x", { qos: 2, packetId: 7 });
    client.publish("t", "x", { qos: 2, packetId: 7 });
    expect(told("publishRefused")).toHaveLength(2);
  });

  it("is acknowledged all the same in 3.1.1 and goes nowhere [3 MQTT-3.3.5-2]", () => {
    const { connect } = createHarness({ acl: readOnly });
    const client = connect({ version: 4 });
    client.subscribe("t");
    client.publish("t", "x", { qos: 1, packetId: 1 });
    client.publish("t", "x", { qos: 2, packetId: 2 });
    client.answer(PacketType.Pubrel, 2);
    expect(client.takeAll().map(({ type }) => type)).toEqual([4, 5, 7]);
  });

  it("is any to a topic of the broker's own", () => {
    const { connect, broker } = createHarness();
    const client = connect();
    client.subscribe("$SYS/#");
    client.publish("$SYS/broker/version", "mine", { retain: true, qos: 1 });
    expect(client.takeAll()).toMatchObject([
      { type: PacketType.Puback, reasonCode: ReasonCode.NotAuthorized },
    ]);
    expect(broker.inside.retainedOn("$SYS/broker/version")).toBeUndefined();
  });
});

describe("the topic of a PUBLISH", () => {
  it.each([
    ["a wildcard [5 MQTT-3.3.2-2] [3 MQTT-3.3.2-2]", [0x61, 0x2f, 0x2b], ReasonCode.TopicNameInvalid],
    ["a null character [5 MQTT-1.5.4-2] [3 MQTT-1.5.3-2]", [0x61, 0x00, 0x62], ReasonCode.MalformedPacket],
    [
      "bytes that are no UTF-8 [5 MQTT-1.5.4-1] [3 MQTT-1.5.3-1] [5 MQTT-3.3.2-1] [3 MQTT-3.3.2-1]",
      [0x61, BYTES_FF, 0x62],
      ReasonCode.MalformedPacket,
    ],
    ["too many levels", [0x2f, 0x2f, 0x2f], ReasonCode.TopicNameInvalid],
    ["too many bytes", [0x61, 0x61, 0x61, 0x61, 0x61], ReasonCode.TopicNameInvalid],
  ])("with %s ends the connection", (_name, topic, code) => {
    const client = createHarness({ limits: { maximumTopicLevels: 3, maximumTopicBytes: 4 } }).connect();
    client.sendBytes(0x30, topic.length + 3, 0, topic.length, ...topic, 0);
    expect(client.ended).toBe(code);
  });

  it("may begin with $ and is then the client's own affair", () => {
    const client = createHarness().connect();
    client.subscribe("$mine/#");
    client.publish("$mine/x", "x", { retain: true });
    expect(client.messages()).toEqual(["$mine/x=x"]);
  });
});

describe("a topic alias", () => {
  const LIMITS = { limits: { topicAliasMaximum: 3 } };

  it("stands for the topic that it was sent with, until it is set anew [5 MQTT-3.3.2-12]", () => {
    const client = createHarness(LIMITS).connect();
    client.subscribe("#");
    client.publish("a", "1", { properties: { topicAlias: 3 } });
    client.publish("", "2", { properties: { topicAlias: 3 } });
    client.publish("b", "3", { properties: { topicAlias: 3 } });
    client.publish("", "4", { qos: 1, properties: { topicAlias: 3 } });
    expect(client.messages()).toEqual(["a=1", "a=2", "b=3", "b=4"]);
  });

  it("is not passed on [5 MQTT-3.1.2-27]", () => {
    const client = createHarness(LIMITS).connect();
    client.subscribe("a");
    client.publish("a", "1", { properties: { topicAlias: 1, contentType: "text" } });
    expect(client.take(PacketType.Publish)[0]?.properties).toEqual({ contentType: "text" });
  });

  it("over the maximum ends the connection with 0x94 [5 MQTT-3.3.2-9]", () => {
    const client = createHarness(LIMITS).connect();
    client.publish("a", "1", { properties: { topicAlias: 4 } });
    expect(client.ended).toBe(ReasonCode.TopicAliasInvalid);
  });

  it("that was never set ends the connection with 0x82", () => {
    const client = createHarness(LIMITS).connect();
    client.publish("", "1", { properties: { topicAlias: 1 } });
    expect(client.ended).toBe(ReasonCode.ProtocolError);
  });

  it("ends with its connection [5 MQTT-3.3.2-7]", () => {
    const { connect } = createHarness(LIMITS);
    const properties = { sessionExpiryInterval: 60 };
    connect({ properties }).publish("a", "1", { properties: { topicAlias: 1 } });
    const again = connect({ cleanStart: false, properties });
    again.publish("", "1", { properties: { topicAlias: 1 } });
    expect(again.ended).toBe(ReasonCode.ProtocolError);
  });
});

it("PUBLISH with a subscription identifier ends the connection [5 MQTT-3.3.4-6]", () => {
  const client = createHarness().connect();
  client.publish("a", "1", { properties: { subscriptionIdentifiers: [1] } });
  expect(client.ended).toBe(ReasonCode.ProtocolError);
});
