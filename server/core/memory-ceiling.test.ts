import { describe, expect, it } from "vitest";
import { PacketType } from "../../protocol/packets.ts";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import type { Memory, MemoryUse } from "./ports/memory.ts";
import { createHarness } from "./test-support/harness.ts";
import type { TestClient } from "./test-support/test-client.ts";

const LIMIT = 1000;
const { QuotaExceeded, NoMatchingSubscribers } = ReasonCode;
const DURABLE = { sessionExpiryInterval: 60 };

/** Memory that is as full as a test says; `live` is what a collection leaves. */
class SetMemory implements Memory {
  used = 0;
  live: number | undefined = undefined;
  heap = 0;
  collections = 0;

  use(): MemoryUse {
    return { usedBytes: this.used, heapBytes: this.heap, heapLimitBytes: 10_000 };
  }

  collect(): void {
    this.collections++;
    this.used = this.live ?? this.used;
  }
}

async function setUp() {
  const memory = new SetMemory();
  const harness = createHarness({ memory, limits: { maximumMemoryBytes: LIMIT } });
  await harness.broker.start();
  const use = (bytes: number): void => {
    memory.used = bytes;
    harness.clock.advance(0.25);
  };
  return { ...harness, memory, use };
}

function keep(client: TestClient, topic: string, payload: string): number | undefined {
  client.publish(topic, payload, { retain: true, qos: 1 });
  return client.take(PacketType.Puback)[0]?.reasonCode;
}

describe("the memory ceiling", () => {
  it("is told when it is reached and when it is left, which takes a tenth less", async () => {
    const { use, told, broker } = await setUp();
    for (const bytes of [999, 1000, 1100, 950, 900]) use(bytes);
    expect(told("memoryCeiling")).toMatchObject([{ isReached: true, usedBytes: 1000 }]);
    expect([broker.inside.info().isMemoryFull, broker.inside.info().gauges.memoryBytes]).toEqual([true, 900]);
    use(899);
    expect(told("memoryCeiling").map(({ isReached }) => isReached)).toEqual([true, false]);
    expect(broker.inside.info().isMemoryFull).toBe(false);
  });

  it("is not reached by garbage", async () => {
    const { use, memory, told } = await setUp();
    memory.live = 500;
    use(1500);
    expect([memory.collections, memory.used, told("memoryCeiling")]).toEqual([1, 500, []]);
  });

  it("lets garbage be collected every second while it is reached, and no more often", async () => {
    const { use, memory, clock, told } = await setUp();
    use(1500);
    clock.advance(0.75);
    expect(memory.collections).toBe(1);
    memory.live = 100;
    clock.advance(0.25);
    expect([memory.collections, told("memoryCeiling").length]).toEqual([2, 2]);
  });

  it("spends no more than a twentieth of the time on that", async () => {
    const { use, memory, clock } = await setUp();
    memory.collect = (): void => {
      memory.collections++;
      clock.advance(0.2);
    };
    use(1500);
    clock.advance(3.75);
    expect(memory.collections).toBe(1);
    clock.advance(0.5);
    expect(memory.collections).toBe(2);
  });

  it("is reached when the heap of the JavaScript engine is nearly full too", async () => {
    const { memory, clock, told } = await setUp();
    memory.heap = 8_500;
    clock.advance(1);
    expect(told("memoryCeiling")).toMatchObject([{ isReached: true, heapBytes: 8_500 }]);
  });

  it("is not looked at any more after the end", async () => {
    const { broker, use, told } = await setUp();
    broker.shutdown();
    use(2000);
    expect(told("memoryCeiling")).toEqual([]);
  });
});

describe("while no memory is left", () => {
  it("a question of rights is answered as a SUBSCRIBE would be, and counts as none", async () => {
    const { broker, use } = await setUp();
    use(LIMIT);
    const question = { clientId: "c", userName: undefined, topic: "a", qos: 0, retain: false } as const;
    const verdict = broker.inside.rights.ask({ ...question, action: "subscribe" });
    expect(verdict).toMatchObject({ by: "setting", reasonCode: QuotaExceeded });
    expect(broker.inside.info().counters.heldBack["maximum-memory-bytes"]).toBe(0);
  });

  it("a new client is refused with 0x97 and the setting's name, in 3.1.1 with 3; later it gets in", async () => {
    const { connect, use, broker } = await setUp();
    use(1000);
    expect(connect({ clientId: "new" }).connack).toMatchObject({
      reasonCode: QuotaExceeded,
      properties: { reasonString: expect.stringContaining("maximum-memory-bytes") },
    });
    expect(connect({ clientId: "new", version: 4 }).connack?.reasonCode).toBe(3);
    expect(broker.inside.info().counters.heldBack["maximum-memory-bytes"]).toBe(2);
    use(100);
    expect(connect({ clientId: "new" }).connack?.reasonCode).toBe(0);
  });

  it("a client comes back to its session and gets what waits in it", async () => {
    const { connect, use } = await setUp();
    const client = connect({ clientId: "d", properties: DURABLE });
    client.subscribe({ filter: "t", qos: 1 });
    client.drop();
    connect({ clientId: "p" }).publish("t", "waiting", { qos: 1 });
    use(1000);
    const again = connect({ clientId: "d", cleanStart: false, properties: DURABLE });
    expect(again.connack).toMatchObject({ reasonCode: 0, sessionPresent: true });
    expect(again.messages()).toEqual(["t=waiting"]);
  });

  it("connections beyond a hundred that have said nothing are closed at once", async () => {
    const { open, use } = await setUp();
    use(1000);
    const silent = Array.from({ length: 101 }, () => open());
    expect(silent.map(({ ended }) => ended).lastIndexOf("open")).toBe(99);
    expect(silent[100]?.ended).toBe("closed");
  });

  it("retained messages that take more are refused; they may shrink and be cleared", async () => {
    const { connect, use, told } = await setUp();
    const client = connect();
    keep(client, "t", "x".repeat(50));
    use(1000);
    expect(keep(client, "t", "x".repeat(60))).toBe(QuotaExceeded);
    expect(told("publishRefused")[0]?.reason).toContain("maximum-memory-bytes");
    expect([keep(client, "u", "x"), keep(client, "t", "x"), keep(client, "t", "")]).toEqual([
      QuotaExceeded,
      NoMatchingSubscribers,
      NoMatchingSubscribers,
    ]);
  });

  it("new subscriptions are refused; those that are there may change and end", async () => {
    const { connect, use } = await setUp();
    const client = connect();
    client.subscribe("a");
    use(1000);
    expect(client.subscribe("b", { filter: "a", qos: 1 }).reasonCodes).toEqual([QuotaExceeded, 1]);
    expect(client.unsubscribe("a")).toEqual([0]);
  });

  it("messages for a client that is away are dropped, with the reason and the limit", async () => {
    const { connect, use, told, broker } = await setUp();
    const publisher = connect({ clientId: "p" });
    const away = connect({ clientId: "d", properties: DURABLE });
    away.subscribe({ filter: "t", qos: 1 });
    away.drop();
    use(1000);
    publisher.publish("t", "x", { qos: 1 });
    expect(told("messageDropped")).toMatchObject([{ reason: "memory-full", limit: "maximum-memory-bytes" }]);
    expect(broker.inside.info().counters.dropped["memory-full"]).toBe(1);
  });

  it("who takes messages as they come loses none, and who does not only so many bytes wait for", async () => {
    const { connect, use, broker } = await setUp();
    const [publisher, reader, stuck] = ["p", "r", "s"].map((clientId) => connect({ clientId }));
    for (const client of [reader, stuck]) client?.subscribe({ filter: "t", qos: 1 });
    use(1000);
    const payload = "x".repeat(1000);
    for (let n = 0; n < 40; n++) publisher?.publish("t", payload, { qos: 1 });
    const read = reader?.take(PacketType.Publish) ?? [];
    expect([read.length, broker.inside.session("r")?.queuedMessages]).toEqual([20, 20]);
    for (const { packetId } of read) reader?.answer(PacketType.Puback, packetId);
    expect(reader?.take(PacketType.Publish)).toHaveLength(20);
    for (let n = 0; n < 100; n++) publisher?.publish("t", payload, { qos: 1 });
    expect(broker.inside.session("s")?.dropsByReason["memory-full"]).toBe(55);
  });
});
