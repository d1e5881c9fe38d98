import { describe, expect, it } from "vitest";
import { NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import { createHarness } from "../test-support/harness.ts";
import { textOf } from "../test-support/packets.ts";

const DURABLE = { sessionExpiryInterval: 60 };
const VERSIONS = [4, 5] as const;

describe("a subscription that is made again", () => {
  it("gets the retained messages again, and loses nothing that waits [5 MQTT-3.8.4-4] [3 MQTT-3.8.4-3]", () => {
    const { connect } = createHarness();
    const publisher = connect({ clientId: "p" });
    publisher.publish("t", "kept", { retain: true });
    const client = connect({ clientId: "s", properties: { receiveMaximum: 1 } });
    client.subscribe({ filter: "t", qos: 1 });
    for (const payload of ["1", "2", "3"]) publisher.publish("t", payload, { qos: 1 });
    expect(client.messages()).toEqual(["t=kept", "t=1"]);
    client.subscribe({ filter: "t", qos: 1 });
    expect(client.messages()).toEqual(["t=kept"]);
    for (const packetId of [1, 2]) client.answer(PacketType.Puback, packetId);
    expect(client.messages()).toEqual(["t=2", "t=3"]);
  });

  it("loses nothing of what waits for a client that is away [5 MQTT-3.8.4-4]", () => {
    const { connect } = createHarness();
    const first = connect({ clientId: "s", properties: { ...DURABLE, receiveMaximum: 1 } });
    first.subscribe({ filter: "t", qos: 1 });
    first.drop();
    connect({ clientId: "p" }).publish("t", "1", { qos: 1 });
    connect({ clientId: "p" }).publish("t", "2", { qos: 1 });
    const again = connect({ clientId: "s", cleanStart: false, properties: { receiveMaximum: 1 } });
    again.subscribe({ filter: "t", qos: 0 });
    again.answer(PacketType.Puback, 1);
    expect(again.messages()).toEqual(["t=1", "t=2"]);
  });
});

describe("copies of one message", () => {
  it("carry each the identifier of its own subscription [5 MQTT-3.3.4-5]", () => {
    const { connect } = createHarness();
    const client = connect({ clientId: "s" });
    client.subscribeWith({ subscriptionIdentifiers: [1] }, { filter: "a/#", qos: 1 });
    client.subscribeWith({ subscriptionIdentifiers: [2] }, { filter: "$share/g/a/#", qos: 1 });
    client.subscribeWith(NO_PROPERTIES, { filter: "$share/h/a/#", qos: 1 });
    connect({ clientId: "p" }).publish("a/b", "x", { qos: 1 });
    const identifiers = client
      .take(PacketType.Publish)
      .map(({ properties }) => properties.subscriptionIdentifiers);
    expect(identifiers).toHaveLength(3);
    expect(identifiers).toEqual(expect.arrayContaining([[1], [2], undefined]));
  });

  it("carry it as retained messages too [5 MQTT-3.3.4-5]", () => {
    const client = createHarness().connect();
    client.publish("a/b", "x", { retain: true });
    client.send({
      type: PacketType.Subscribe,
      packetId: 9,
      subscriptions: ["a/#", "+/b"].map((filter) => ({
        filter,
        qos: 0,
        noLocal: false,
        retainAsPublished: false,
        retainHandling: 0,
      })),
      properties: { subscriptionIdentifiers: [7] },
    });
    expect(client.take(PacketType.Publish).map(({ properties }) => properties)).toEqual([
      { subscriptionIdentifiers: [7] },
      { subscriptionIdentifiers: [7] },
    ]);
  });
});

describe.each(VERSIONS)("in version %i", (version) => {
  it("SUBSCRIBE is answered once, codes in the order of the filters [5 MQTT-3.8.4-1] [5 MQTT-3.9.3-1] [3 MQTT-3.8.4-1] [3 MQTT-3.9.3-1]", () => {
    const client = createHarness({ limits: { maximumTopicLevels: 2 } }).connect({ version });
    const filters = ["a", "b", "c"].map((filter, at) => ({ filter, qos: (2 - at) as 0 | 1 | 2 }));
    const { reasonCodes } = client.subscribe(...filters, "too/many/levels");
    expect(reasonCodes).toEqual([2, 1, 0, version === 5 ? 0x8f : 0x80]);
    expect(client.takeAll()).toEqual([]);
  });

  it("UNSUBSCRIBE is answered with its packet id [5 MQTT-2.2.1-6] [3 MQTT-2.3.1-7] [5 MQTT-3.10.4-5] [3 MQTT-3.10.4-4]", () => {
    const client = createHarness().connect({ version });
    client.send({
      type: PacketType.Unsubscribe,
      packetId: 0x0a0b,
      filters: ["t"],
      properties: NO_PROPERTIES,
    });
    client.send({
      type: PacketType.Subscribe,
      packetId: 0x0c0d,
      subscriptions: [{ filter: "t", qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 }],
      properties: NO_PROPERTIES,
    });
    expect(client.takeAll()).toMatchObject([
      { type: PacketType.Unsuback, packetId: 0x0a0b },
      { type: PacketType.Suback, packetId: 0x0c0d },
    ]);
  });

  it("UNSUBSCRIBE of several filters is answered once and ends each [5 MQTT-3.10.4-6] [3 MQTT-3.10.4-6] [5 MQTT-3.10.4-1] [5 MQTT-3.10.4-2] [5 MQTT-3.11.3-1] [3 MQTT-3.10.4-1] [3 MQTT-3.10.4-2]", () => {
    const client = createHarness().connect({ version });
    client.subscribe("a", "b/+", "c");
    client.send({
      type: PacketType.Unsubscribe,
      packetId: 5,
      filters: ["a", "not there", "b/+", "a"],
      properties: NO_PROPERTIES,
    });
    const reasonCodes = version === 5 ? [0, 0x11, 0, 0x11] : [];
    expect(client.takeAll()).toMatchObject([{ type: PacketType.Unsuback, packetId: 5, reasonCodes }]);
    for (const topic of ["a", "b/b", "c"]) client.publish(topic);
    expect(client.messages()).toEqual(["c=x"]);
  });

  it("a retained message of QoS 0 replaces the one before, and outlives its session [3 MQTT-3.3.1-7] [3 MQTT-3.1.2-7] [5 MQTT-3.3.1-5] [5 MQTT-4.3.1-1] [3 MQTT-4.3.1-1]", () => {
    const { connect } = createHarness();
    const publisher = connect({ version, clientId: "p", cleanStart: true });
    publisher.publish("t", "first", { retain: true, qos: 1 });
    publisher.publish("t", "second", { retain: true });
    publisher.drop();
    const client = connect({ version, clientId: "s" });
    client.subscribe("t");
    expect(
      client.take(PacketType.Publish).map(({ payload, qos, dup }) => [textOf(payload), qos, dup]),
    ).toEqual([["second", 0, false]]);
  });

  it.each([
    ["a/+", "a/b", { qos: 0 }],
    ["a/#", "a", { qos: 1 }],
    ["a/b", "a/b", { qos: 2, retain: true }],
  ] as const)("what %s gets has the topic %s [5 MQTT-3.3.2-3] [3 MQTT-3.3.2-3]", (filter, topic, rest) => {
    const { connect } = createHarness({ limits: { topicAliasMaximum: 5 } });
    const client = connect({ version, clientId: "s" });
    client.subscribe(filter);
    const publisher = connect({ clientId: "p" });
    publisher.publish(topic, "1", { ...rest, properties: { topicAlias: 1 } });
    publisher.publish("", "2", { ...rest, properties: { topicAlias: 1 } });
    publisher.publish("other/c", "3", rest);
    expect(client.messages()).toEqual([`${topic}=1`, `${topic}=2`]);
  });

  it("topics are compared byte by byte, composed letters unlike single ones [5 MQTT-4.7.3-4] [3 MQTT-4.7.3-4]", () => {
    const client = createHarness().connect({ version });
    const [single, composed] = ["caf\u00e9", "cafe\u0301"];
    client.subscribe(single);
    client.subscribe(`+/${composed}/#`);
    client.subscribe("Big");
    for (const topic of [single, composed, single.toUpperCase(), `${single}/`]) client.publish(topic);
    for (const topic of [`x/${single}`, `x/${composed}`, "big", "Big"]) client.publish(topic);
    expect(client.messages()).toEqual([`${single}=x`, `x/${composed}=x`, "Big=x"]);
  });
});

describe("a session of 3.1.1", () => {
  const terms = { version: 4, clientId: "s", cleanStart: false } as const;

  it("is kept to its end, and never less than its connection [3 MQTT-4.1.0-1] [3 MQTT-4.1.0-2] [3 MQTT-4.5.0-1]", () => {
    const { connect, clock } = createHarness();
    const client = connect(terms);
    client.subscribe("t");
    clock.advance(1e6);
    client.publish("t", "while connected");
    expect(client.messages()).toEqual(["t=while connected"]);
    client.drop();
    connect({ clientId: "p" }).publish("t", "while away", { qos: 1 });
    clock.advance(1e6);
    const again = connect(terms);
    expect([again.connack?.sessionPresent, again.messages()]).toEqual([true, ["t=while away"]]);
  });

  it("has packet ids of its own for what the broker sends [3 MQTT-2.3.1-4]", () => {
    const { connect } = createHarness();
    const client = connect({ ...terms, cleanStart: true });
    client.subscribe("t");
    for (const packetId of [9, 10]) client.publish("t", "x", { qos: 1, packetId });
    const ids = client.take(PacketType.Publish).map(({ packetId }) => packetId);
    expect([new Set(ids).size, ids.includes(0)]).toEqual([2, false]);
  });

  it("gets again with DUP what it has not acknowledged [3 MQTT-3.3.1-1]", () => {
    const { connect } = createHarness();
    const client = connect(terms);
    client.subscribe("t");
    client.publish("t", "x", { qos: 1 });
    client.drop();
    expect(connect(terms).take(PacketType.Publish)).toMatchObject([{ packetId: 1, dup: true }]);
  });

  it("that brought no will has none published [3 MQTT-3.1.2-12]", () => {
    const { connect, told } = createHarness();
    const watcher = connect({ clientId: "w" });
    watcher.subscribe("#");
    connect(terms).drop();
    expect([watcher.messages(), told("willFired")]).toEqual([[], []]);
  });
});
