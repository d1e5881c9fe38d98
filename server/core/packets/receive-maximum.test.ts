import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { PacketType, type Publish } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";
import { HeldStore } from "../test-support/held-store.ts";
import { publishPacket } from "../test-support/packets.ts";
import type { TestClient } from "../test-support/test-client.ts";

const LIMITS = { receiveMaximum: 2 };
const DURABLE = { sessionExpiryInterval: 60 };

function strictHarness(options: HarnessOptions = {}) {
  return createHarness({ limits: LIMITS, policy: { strictness: "strict" }, ...options });
}

/** Publishes that come in one chunk, so that no answer can be between them. */
function sendAtOnce(client: TestClient, ...packets: readonly Partial<Publish>[]): void {
  client.sendBytes(...packets.flatMap((packet) => [...encode(publishPacket(packet as Publish), 5)]));
}

describe("more than Receive Maximum", () => {
  it("unfinished at QoS 2 ends the connection of a strict broker with 0x93 [5 MQTT-3.3.4-7]", () => {
    const client = strictHarness().connect();
    for (const packetId of [1, 2, 2]) client.publish("t", "x", { qos: 2, packetId });
    expect(client.ended).toBe("open");
    client.publish("t", "x", { qos: 2, packetId: 3 });
    expect(client.ended).toBe(ReasonCode.ReceiveMaximumExceeded);
  });

  it("at QoS 1 before an answer can have been sent ends it too [5 MQTT-3.3.4-7]", () => {
    const client = strictHarness().connect();
    sendAtOnce(client, { qos: 1, packetId: 1 }, { qos: 1, packetId: 2 });
    sendAtOnce(client, { qos: 1, packetId: 3 }, { qos: 1, packetId: 4 });
    expect(client.ended).toBe("open");
    sendAtOnce(client, { qos: 1, packetId: 1 }, { qos: 2, packetId: 2 }, { qos: 1, packetId: 3 });
    expect(client.ended).toBe(ReasonCode.ReceiveMaximumExceeded);
  });

  it("is counted while answers wait for the store, and not once they have left", () => {
    const store = new HeldStore({ isQuick: true });
    const { connect } = strictHarness({ store });
    connect({ clientId: "s", properties: DURABLE }).subscribe("t");
    const client = connect({ clientId: "p" });
    store.isQuick = false;
    for (let turn = 0; turn < 3; turn++) {
      client.publish("t", "x", { qos: 1 });
      client.publish("t", "x", { qos: 1 });
      store.release();
    }
    expect(client.ended).toBe("open");
    for (let turn = 0; turn < 3; turn++) client.publish("t", "x", { qos: 1 });
    store.release();
    expect(client.ended).toBe(ReasonCode.ReceiveMaximumExceeded);
  });

  it("is counted while PUBCOMP waits for the store", () => {
    const store = new HeldStore({ isQuick: true });
    const { connect } = strictHarness({ store });
    const client = connect({ properties: DURABLE });
    for (const packetId of [1, 2]) client.publish("t", "x", { qos: 2, packetId });
    store.isQuick = false;
    client.answer(PacketType.Pubrel, 1);
    client.publish("t", "x", { qos: 2, packetId: 3 });
    store.release();
    expect(client.ended).toBe(ReasonCode.ReceiveMaximumExceeded);
  });

  it("is not what a client sends that answers come in between", () => {
    const client = strictHarness().connect();
    for (let packetId = 1; packetId <= 9; packetId++) {
      client.publish("t", "x", { qos: 2, packetId });
      client.answer(PacketType.Pubrel, packetId);
      client.publish("t", "x", { qos: 1, packetId });
    }
    expect(client.ended).toBe("open");
  });

  it("does not count what was refused [5 MQTT-4.3.3-9]", () => {
    const acl = { mayPublish: () => false, maySubscribe: () => true, mayReceive: () => true };
    const client = strictHarness({ acl }).connect();
    for (let packetId = 1; packetId <= 5; packetId++) client.publish("t", "x", { qos: 2, packetId });
    expect(client.ended).toBe("open");
  });

  it("does not count ids that an earlier connection left behind until they are used", () => {
    const { connect } = strictHarness();
    const before = connect({ properties: DURABLE });
    for (const packetId of [1, 2]) before.publish("t", "x", { qos: 2, packetId });
    before.drop();
    const client = connect({ cleanStart: false, properties: DURABLE });
    for (const packetId of [3, 4]) client.publish("t", "x", { qos: 2, packetId });
    expect(client.ended).toBe("open");
    for (const packetId of [1, 2, 3]) client.answer(PacketType.Pubrel, packetId);
    client.publish("t", "x", { qos: 2, packetId: 5 });
    expect(client.ended).toBe("open");
    client.publish("t", "x", { qos: 2, packetId: 6 });
    expect(client.ended).toBe(ReasonCode.ReceiveMaximumExceeded);
  });

  it("is unknown to 3.1.1, which has packet ids alone", () => {
    const client = strictHarness().connect({ version: 4 });
    for (const packetId of [1, 2, 3, 4]) client.publish("t", "x", { qos: 2, packetId });
    expect([client.ended, client.take(PacketType.Pubrec).length]).toEqual(["open", 4]);
  });
});

describe("more than Receive Maximum with a lenient broker", () => {
  function exceed(client: TestClient): void {
    for (const packetId of [1, 2, 3, 4, 5]) client.publish("t", "x", { qos: 2, packetId });
  }

  it("is taken, and operators are told once per connection", () => {
    const { connect, told } = createHarness({ limits: LIMITS });
    const client = connect({ properties: DURABLE });
    exceed(client);
    expect(client.take(PacketType.Pubrec)).toHaveLength(5);
    expect(told("clientWarned")).toMatchObject([
      {
        clientId: "client",
        code: "receive-maximum-exceeded",
        detail: expect.stringContaining("receive-maximum"),
      },
    ]);
    client.drop();
    exceed(connect());
    expect(told("clientWarned")).toHaveLength(2);
  });

  it("stays with the session as the last of its kind", () => {
    const { connect, clock, broker } = createHarness({ limits: LIMITS });
    const first = connect({ properties: DURABLE });
    exceed(first);
    first.drop();
    clock.advance(10);
    const at = clock.now();
    const second = connect({ cleanStart: false, properties: DURABLE });
    for (const packetId of [6, 7, 8]) second.publish("t", "x", { qos: 2, packetId });
    expect(broker.inside.session("client")?.warnings).toMatchObject([
      { at, code: "receive-maximum-exceeded" },
    ]);
  });

  it("is no warning for who keeps to it", () => {
    const { connect, broker } = createHarness({ limits: LIMITS });
    connect().publish("t", "x", { qos: 2 });
    expect(broker.inside.session("client")?.warnings).toEqual([]);
  });
});
