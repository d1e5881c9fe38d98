import { describe, expect, it } from "vitest";
import { PacketType } from "../../protocol/packets.ts";
import { createHarness } from "./test-support/harness.ts";

describe("a broker", () => {
  it("answers CONNECT with CONNACK 0 [5 MQTT-3.1.4-5]", () => {
    const { connect } = createHarness();
    expect(connect().connack).toMatchObject({ reasonCode: 0, sessionPresent: false });
  });

  it("routes a QoS 0 message to whoever subscribed", () => {
    const { connect } = createHarness();
    const subscriber = connect({ clientId: "s" });
    const publisher = connect({ clientId: "p" });
    subscriber.subscribe("a/+/c");
    publisher.publish("a/b/c", "hello");
    publisher.publish("a/b/d", "other");
    expect(subscriber.messages()).toEqual(["a/b/c=hello"]);
  });

  it("merges a publisher's neighbouring packets into one write per subscriber and tick", () => {
    const { connect } = createHarness();
    const subscriber = connect({ clientId: "s", version: 4 });
    const publisher = connect({ clientId: "p", version: 4 });
    subscriber.subscribe("t");
    const before = subscriber.wire.writes.length;
    const packet = [0x30, 4, 0, 1, 0x74, 0x31];
    publisher.sendBytes(...packet, ...packet, ...packet);
    expect(subscriber.wire.writes.length - before).toBe(1);
    expect(subscriber.messages()).toEqual(["t=1", "t=1", "t=1"]);
  });

  it("keeps a retained message for those who subscribe later [5 MQTT-3.3.1-9]", () => {
    const { connect } = createHarness();
    connect({ clientId: "p" }).publish("a/b", "kept", { retain: true });
    const subscriber = connect({ clientId: "s" });
    subscriber.subscribe("a/#");
    expect(subscriber.take(PacketType.Publish)).toMatchObject([{ topic: "a/b", retain: true }]);
  });

  it("publishes the will when the network connection is lost [5 MQTT-3.1.2-8]", () => {
    const { connect } = createHarness();
    const watcher = connect({ clientId: "w" });
    watcher.subscribe("will");
    const payload = new TextEncoder().encode("gone");
    connect({
      clientId: "c",
      will: { topic: "will", payload, qos: 1, retain: false, properties: {} },
    }).drop();
    expect(watcher.messages()).toEqual(["will=gone"]);
  });

  it("delivers QoS 2 exactly once under repeated ids [5 MQTT-4.3.3-10]", () => {
    const { connect } = createHarness();
    const subscriber = connect({ clientId: "s" });
    subscriber.subscribe("t");
    const publisher = connect({ clientId: "p" });
    publisher.publish("t", "1", { qos: 2, packetId: 7 });
    publisher.publish("t", "1", { qos: 2, packetId: 7, dup: true });
    expect(publisher.take(PacketType.Pubrec)).toHaveLength(2);
    expect(subscriber.messages()).toEqual(["t=1"]);
  });
});
