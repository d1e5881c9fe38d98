import { describe, expect, it } from "vitest";
import { PacketType } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import { createHarness } from "../../test-support/harness.ts";
import { willOf } from "../../test-support/packets.ts";

describe("a client id that is connected already", () => {
  it("goes over to the newcomer, and the other is told 0x8E [5 MQTT-3.1.4-3]", () => {
    const { connect, told } = createHarness();
    const first = connect({}, "10.0.0.1");
    const second = connect({}, "10.0.0.2");
    expect([first.ended, second.ended]).toEqual([ReasonCode.SessionTakenOver, "open"]);
    expect(told("clientTakenOver")).toMatchObject([
      { clientId: "client", from: { address: "10.0.0.1" }, by: { address: "10.0.0.2" } },
    ]);
    expect(told("clientDisconnected")).toMatchObject([{ cause: "taken-over" }]);
  });

  it("is only closed in 3.1.1 [3 MQTT-3.1.4-2]", () => {
    const { connect } = createHarness();
    const first = connect({ version: 4 });
    connect({ version: 4 });
    expect([first.ended, first.takeAll()]).toEqual(["closed", []]);
  });

  it("is not touched by the late close of the old connection", () => {
    const { connect, broker } = createHarness();
    const first = connect();
    const second = connect();
    second.subscribe("t");
    first.drop();
    second.publish("t", "still here");
    expect(second.messages()).toEqual(["t=still here"]);
    expect(broker.inside.info().gauges).toMatchObject({ connections: 1, clientsConnected: 1, sessions: 1 });
  });

  it("is not touched by late bytes and room of the old connection", () => {
    const { connect, told } = createHarness({ wantsMessages: true });
    const first = connect();
    connect();
    first.publish("t");
    first.handler.onWritable();
    expect(told("messageReceived")).toEqual([]);
  });

  it("keeps its session when that is durable and the newcomer wants it [5 MQTT-3.1.2-5] [3 MQTT-3.1.2-4]", () => {
    const { connect } = createHarness();
    const properties = { sessionExpiryInterval: 60 };
    connect({ properties }).subscribe("t");
    const second = connect({ cleanStart: false, properties });
    expect(second.connack?.sessionPresent).toBe(true);
    second.publish("t", "kept");
    expect(second.messages()).toEqual(["t=kept"]);
  });

  it("has no session left when that was to end with the connection [5 MQTT-3.2.2-3]", () => {
    const { connect } = createHarness();
    connect().subscribe("t");
    const second = connect({ cleanStart: false });
    expect(second.connack?.sessionPresent).toBe(false);
    second.publish("t");
    expect(second.messages()).toEqual([]);
  });

  it("begins anew when the newcomer wants that [5 MQTT-3.1.2-4] [5 MQTT-3.2.2-2] [3 MQTT-3.1.2-6]", () => {
    const { connect, told } = createHarness();
    const properties = { sessionExpiryInterval: 60 };
    connect({ properties }).subscribe("t");
    const second = connect({ cleanStart: true, properties });
    expect(second.connack?.sessionPresent).toBe(false);
    second.publish("t");
    expect(second.messages()).toEqual([]);
    expect(told("sessionEnded")).toMatchObject([{ why: "clean-start" }]);
  });

  it("gets what was in flight on the old connection again, marked DUP [5 MQTT-4.4.0-1]", () => {
    const { connect } = createHarness();
    const properties = { sessionExpiryInterval: 60 };
    const first = connect({ properties });
    first.subscribe("t");
    connect({ clientId: "p" }).publish("t", "1", { qos: 1 });
    expect(first.take(PacketType.Publish)).toMatchObject([{ dup: false, packetId: 1 }]);
    const second = connect({ cleanStart: false, properties });
    expect(second.take(PacketType.Publish)).toMatchObject([{ dup: true, packetId: 1 }]);
  });

  it("fires the old will before the newcomer hears anything [5 MQTT-3.1.2-8]", () => {
    const { connect, told } = createHarness();
    const watcher = connect({ clientId: "w" });
    watcher.subscribe("will");
    connect({ will: willOf({ payload: "first" }) });
    connect({ will: willOf({ payload: "second" }) });
    expect(watcher.messages()).toEqual(["will=first"]);
    expect(told("willFired")).toMatchObject([{ cause: "taken-over" }]);
  });

  it("may change hands a hundred times without a trace", () => {
    const { connect, broker } = createHarness();
    const clients = Array.from({ length: 100 }, () => connect());
    for (const client of clients.slice(0, -1)) client.drop();
    expect(broker.inside.info().gauges).toMatchObject({ connections: 1, clientsConnected: 1, sessions: 1 });
    expect(broker.inside.info().gauges.clientsMaximum).toBe(1);
  });
});
