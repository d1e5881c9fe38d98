import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";
import { publishPacket } from "../test-support/packets.ts";
import type { TestClient } from "../test-support/test-client.ts";

/** A subscriber, and a client that may send two messages a second. */
function setUp(options: HarnessOptions = { limits: { maximumMessagesPerSecond: 2 } }) {
  const harness = createHarness(options);
  const subscriber = harness.connect({ clientId: "s" });
  subscriber.subscribe("t");
  const client = harness.connect({ clientId: "c", keepAliveSeconds: 2 });
  return { ...harness, subscriber, client };
}

/** Sends messages numbered from 0 in one chunk. */
function flood(client: TestClient, count: number, payload = ""): void {
  const packets = Array.from({ length: count }, (_, number) =>
    encode(publishPacket({ topic: "t", payload: `${number}${payload}` }), 5),
  );
  client.sendBytes(...packets.flatMap((packet) => [...packet]));
}

describe("a client that sends more messages in a second than it may", () => {
  it("is not read for a while, and gets its messages through in order and one by one", () => {
    const { client, subscriber, clock } = setUp();
    flood(client, 5);
    expect([subscriber.messages(), client.wire.isPaused]).toEqual([["t=0", "t=1"], true]);
    clock.advance(0.5);
    expect(subscriber.messages()).toEqual(["t=2"]);
    clock.advance(1);
    expect(subscriber.messages()).toEqual(["t=3", "t=4"]);
    clock.advance(1);
    expect([client.wire.isPaused, client.ended]).toEqual([false, "open"]);
  });

  it("is not read either when bytes still arrive that were under way", () => {
    const { client, subscriber } = setUp();
    flood(client, 3);
    flood(client, 3);
    expect(subscriber.messages()).toEqual(["t=0", "t=1"]);
  });

  it("is not taken for a silent one", () => {
    const { client, clock, subscriber } = setUp();
    flood(client, 20);
    for (let second = 0; second < 8; second++) clock.advance(1);
    expect([client.ended, subscriber.messages().length]).toEqual(["open", 18]);
  });

  it("is silent once it has nothing more to say", () => {
    const { client, clock } = setUp();
    flood(client, 4);
    clock.advance(10);
    expect(client.ended).toBe(ReasonCode.KeepAliveTimeout);
  });

  it("is counted by the limit's name, and warned of once for its connection", () => {
    const { client, clock, told, broker } = setUp();
    flood(client, 5);
    clock.advance(2);
    expect(told("clientWarned")).toMatchObject([
      {
        clientId: "c",
        code: "rate-exceeded",
        detail: expect.stringContaining("maximum-messages-per-second"),
      },
    ]);
    expect(broker.inside.info().counters.heldBack["maximum-messages-per-second"]).toBeGreaterThan(0);
    expect(broker.inside.session("c")?.warnings).toMatchObject([{ code: "rate-exceeded" }]);
  });

  it("holds up nobody else", () => {
    const { client, connect, subscriber } = setUp();
    flood(client, 5);
    subscriber.messages();
    connect({ clientId: "other" }).publish("t", "x");
    expect(subscriber.messages()).toEqual(["t=x"]);
  });

  it("is forgotten with its connection", () => {
    const { client, clock, subscriber } = setUp();
    flood(client, 5);
    client.drop();
    clock.advance(60);
    expect(subscriber.messages()).toEqual(["t=0", "t=1"]);
  });

  it("is not read as long as it does not take its answers either", () => {
    const { client, clock } = setUp({ limits: { maximumMessagesPerSecond: 2, maximumOutboundBytes: 10 } });
    client.subscribe("t");
    client.block();
    flood(client, 3);
    clock.advance(1);
    expect(client.wire.isPaused).toBe(true);
    client.unblock();
    clock.advance(1);
    expect(client.wire.isPaused).toBe(false);
  });
});

describe("on-flood = disconnect", () => {
  const CUT: HarnessOptions = { limits: { maximumMessagesPerSecond: 2 }, policy: { onFlood: "disconnect" } };

  it("ends the connection with 0x96, and says why", () => {
    const { client, subscriber } = setUp(CUT);
    flood(client, 3);
    expect(subscriber.messages()).toEqual(["t=0", "t=1"]);
    expect(client.take(PacketType.Disconnect)).toMatchObject([
      {
        reasonCode: ReasonCode.MessageRateTooHigh,
        properties: { reasonString: expect.stringContaining("maximum-messages-per-second") },
      },
    ]);
  });

  it("lets a client go on that keeps to the limit", () => {
    const { client, clock, subscriber } = setUp(CUT);
    for (let second = 0; second < 5; second++) {
      flood(client, 2);
      clock.advance(1);
    }
    expect([client.ended, subscriber.messages().length]).toEqual(["open", 10]);
  });
});

describe("a client that sends more bytes in a second than it may", () => {
  it("gets one large packet through, and pays for it with time", () => {
    const { client, subscriber, clock } = setUp({ limits: { maximumBytesPerSecond: 1000 } });
    flood(client, 2, "x".repeat(3000));
    expect(subscriber.messages()).toHaveLength(1);
    clock.advance(1.9);
    expect([subscriber.messages().length, client.ended]).toEqual([0, "open"]);
    clock.advance(1);
    expect(subscriber.messages()).toHaveLength(1);
  });
});
