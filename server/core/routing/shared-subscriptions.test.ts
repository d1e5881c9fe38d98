import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { createHarness } from "../test-support/harness.ts";

const DURABLE = { sessionExpiryInterval: 60 };

describe("a shared subscription", () => {
  it("gives each message to one of the group, in turn", () => {
    const { connect } = createHarness();
    const members = ["a", "b", "c"].map((clientId) => connect({ clientId }));
    for (const member of members) member.subscribe("$share/g/t/#");
    const publisher = connect({ clientId: "p" });
    for (let number = 0; number < 6; number++) publisher.publish("t/x", String(number));
    expect(members.map((member) => member.messages().length)).toEqual([2, 2, 2]);
  });

  it("is one group a name and filter", () => {
    const { connect } = createHarness();
    const [a, b, c] = ["a", "b", "c"].map((clientId) => connect({ clientId }));
    a?.subscribe("$share/g/t");
    b?.subscribe("$share/h/t");
    c?.subscribe("$share/g/+");
    c?.publish("t");
    expect([a, b, c].map((member) => member?.messages().length)).toEqual([1, 1, 1]);
  });

  it("stands beside the member's ordinary subscription", () => {
    const client = createHarness().connect();
    client.subscribe("$share/g/t", "t");
    client.publish("t");
    expect(client.messages()).toEqual(["t=x", "t=x"]);
  });

  it("keeps the QoS that its member was granted, and its identifier [5 MQTT-4.8.2-3]", () => {
    const client = createHarness().connect();
    client.subscribeWith({ subscriptionIdentifiers: [5] }, { filter: "$share/g/t", qos: 1 });
    client.publish("t", "x", { qos: 2 });
    expect(client.take(PacketType.Publish)).toMatchObject([
      { qos: 1, properties: { subscriptionIdentifiers: [5] } },
    ]);
  });

  it("passes over members that are away while another is there", () => {
    const { connect } = createHarness();
    const away = connect({ clientId: "away", properties: DURABLE });
    const here = connect({ clientId: "here" });
    for (const member of [away, here]) member.subscribe("$share/g/t");
    away.drop();
    for (let number = 0; number < 4; number++) here.publish("t", String(number), { qos: 1 });
    expect(here.messages()).toEqual(["t=0", "t=1", "t=2", "t=3"]);
  });

  it("queues for a member when all are away, and it gets them on return", () => {
    const { connect } = createHarness();
    const member = connect({ clientId: "m", properties: DURABLE });
    member.subscribe("$share/g/t");
    member.drop();
    connect({ clientId: "p" }).publish("t", "waits", { qos: 1 });
    expect(connect({ clientId: "m", cleanStart: false, properties: DURABLE }).messages()).toEqual([
      "t=waits",
    ]);
  });

  it("gets no retained messages at SUBSCRIBE", () => {
    const client = createHarness().connect();
    client.publish("t", "kept", { retain: true });
    client.subscribe("$share/g/t");
    expect(client.messages()).toEqual([]);
  });

  it("ends with its last member", () => {
    const { connect, broker } = createHarness();
    const member = connect({ clientId: "m" });
    member.subscribe("$share/g/t");
    member.drop();
    const publisher = connect({ clientId: "p" });
    publisher.publish("t", "x", { qos: 1 });
    expect(publisher.take(PacketType.Puback)[0]?.reasonCode).toBe(0x10);
    expect(broker.inside.info().gauges).toMatchObject({ subscriptions: 0, sharedSubscriptions: 0 });
  });
});
