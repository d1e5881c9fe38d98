import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { PacketType } from "../../../protocol/packets.ts";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";
import { publishPacket } from "../test-support/packets.ts";

const KB = "x".repeat(1000);

/** One client that stops reading and one that reads on, both subscribed; and somebody who publishes. */
function setUp(limits: HarnessOptions["limits"] = {}) {
  const harness = createHarness({ limits });
  const slow = harness.connect({ clientId: "slow" });
  const quick = harness.connect({ clientId: "quick" });
  for (const client of [slow, quick]) client.subscribe("t");
  slow.block();
  const publisher = harness.connect({ clientId: "p" });
  const outbound = () => harness.broker.inside.info().gauges.outboundBytes;
  return { ...harness, slow, quick, publisher, outbound };
}

describe("a client that does not read", () => {
  it("costs the others nothing: they get everything at once", () => {
    const { quick, publisher } = setUp({ maximumOutboundBytes: 5000 });
    for (let number = 0; number < 100; number++) publisher.publish("t", KB);
    expect(quick.messages()).toHaveLength(100);
  });

  it("is kept only so many bytes; QoS 0 beyond them is dropped, counted and told", () => {
    const { publisher, outbound, broker, told } = setUp({ maximumOutboundBytes: 5000 });
    for (let number = 0; number < 100; number++) publisher.publish("t", KB);
    expect(outbound()).toBeGreaterThan(4000);
    expect(outbound()).toBeLessThan(7000);
    const dropped = broker.inside.session("slow")?.dropsByReason["outbox-full"] ?? 0;
    expect(dropped).toBeGreaterThan(90);
    expect(told("messageDropped")).toHaveLength(dropped);
    expect(told("messageDropped")[0]).toMatchObject({
      clientId: "slow",
      topic: "t",
      reason: "outbox-full",
      limit: "maximum-outbound-bytes",
    });
  });

  it("gets what was kept, whole and in order, when it reads again", () => {
    const { slow, publisher } = setUp({ maximumOutboundBytes: 5000 });
    for (let number = 0; number < 100; number++) publisher.publish("t", `${number} ${KB}`);
    slow.unblock();
    publisher.publish("t", "and on");
    const heard = slow.messages().map((message) => message.slice(2, 4));
    expect(heard).toEqual(["0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "an"]);
  });

  it("gets small messages whole too, from many publishers", () => {
    const { slow, connect } = setUp();
    slow.sendBytes(0xc0, 0);
    for (let number = 0; number < 500; number++)
      connect({ clientId: `p${number}`, version: number % 2 === 0 ? 4 : 5 }).publish("t", `n${number}`);
    slow.unblock();
    expect(slow.messages()).toEqual(Array.from({ length: 500 }, (_, number) => `t=n${number}`));
  });

  it("loses nothing at QoS 1: it waits in the queue", () => {
    const { slow, publisher, broker } = setUp({ maximumOutboundBytes: 5000 });
    for (let number = 0; number < 100; number++) publisher.publish("t", String(number), { qos: 1 });
    expect(broker.inside.session("slow")?.dropped).toBe(0);
    const heard: string[] = [];
    for (let turn = 0; turn < 200; turn++) {
      slow.unblock();
      for (const { payload, packetId } of slow.take(PacketType.Publish)) {
        heard.push(new TextDecoder().decode(payload));
        slow.answer(PacketType.Puback, packetId);
      }
    }
    expect(heard).toEqual(Array.from({ length: 100 }, (_, number) => String(number)));
  });

  it("gets a message that came while the wire was full and nothing else waited", () => {
    const { slow, publisher } = setUp();
    publisher.publish("t", "fills");
    publisher.publish("t", "waits", { qos: 1 });
    slow.unblock();
    expect(slow.messages()).toEqual(["t=fills", "t=waits"]);
  });

  it("leaves no bytes counted when it goes", () => {
    const { slow, publisher, outbound } = setUp();
    for (let number = 0; number < 100; number++) publisher.publish("t", KB);
    expect(outbound()).toBeGreaterThan(90_000);
    slow.drop();
    expect(outbound()).toBe(0);
  });

  it("is not told why it was ended, since its wire is full, but it is ended", () => {
    const { slow, publisher, outbound } = setUp();
    publisher.publish("t", "fills");
    slow.sendBytes(0x36, 2, 0, 0);
    expect([slow.ended, outbound()]).toEqual(["closed", 0]);
  });

  it("is not read either once its answers fill the room, and is when it reads again", () => {
    const { connect, broker } = createHarness({ limits: { maximumOutboundBytes: 1000 } });
    const client = connect();
    client.block();
    client.sendBytes(0xc0, 0);
    const pings = Array.from({ length: 300 }, () => [0xc0, 0]).flat();
    client.sendBytes(...pings);
    expect(client.wire.isPaused).toBe(false);
    client.sendBytes(...pings);
    expect([client.wire.isPaused, client.ended]).toEqual([true, "open"]);
    client.unblock();
    expect(client.wire.isPaused).toBe(false);
    expect(client.take(PacketType.Pingresp)).toHaveLength(601);
    expect(broker.inside.info().gauges.outboundBytes).toBe(0);
  });
});

describe("the bytes that wait for all clients together", () => {
  it("are bounded, at the cost of those who do not read", () => {
    const { slow, quick, publisher, connect, told } = setUp({ maximumTotalOutboundBytes: 5000 });
    const other = connect({ clientId: "other" });
    other.subscribe("t");
    other.block();
    for (let number = 0; number < 10; number++) publisher.publish("t", KB);
    expect(quick.messages()).toHaveLength(10);
    for (const client of [slow, other]) client.unblock();
    expect(slow.messages().length + other.messages().length).toBeLessThan(10);
    expect(new Set(told("messageDropped").map(({ clientId }) => clientId))).toEqual(
      new Set(["slow", "other"]),
    );
    expect(told("messageDropped")[0]?.limit).toBe("maximum-total-outbound-bytes");
  });
});

it("a burst within one tick reaches a client that reads as one write", () => {
  const { connect } = createHarness();
  const [subscriber, publisher] = [
    connect({ clientId: "s", version: 4 }),
    connect({ clientId: "p", version: 4 }),
  ];
  subscriber.subscribe("t");
  const packet = encode(publishPacket({ payload: KB }), 4);
  const before = subscriber.wire.writes.length;
  publisher.sendBytes(...Array.from({ length: 60 }, () => [...packet]).flat());
  expect(subscriber.wire.writes.length - before).toBe(1);
  expect(subscriber.messages()).toHaveLength(60);
});
