import { describe, expect, it } from "vitest";
import { PacketType } from "../../protocol/packets.ts";
import { createHarness, type Harness } from "./test-support/harness.ts";
import { textOf } from "./test-support/packets.ts";

/** As mosquitto 2.1 names them, below $SYS/broker/. */
const TOPICS =
  `version uptime clients/total clients/maximum clients/connected clients/disconnected clients/active
  clients/inactive clients/expired messages/received messages/sent messages/stored store/messages/count
  store/messages/bytes subscriptions/count shared_subscriptions/count bytes/received bytes/sent
  publish/bytes/received publish/bytes/sent publish/messages/received publish/messages/sent
  publish/messages/dropped packet/out/count packet/out/bytes connections/socket/count`.split(/\s+/);
const LOADS = `messages/received messages/sent publish/dropped publish/received publish/sent bytes/received
  bytes/sent sockets connections`.split(/\s+/);

async function startHarness(options = {}): Promise<Harness> {
  const harness = createHarness({ sysIntervalSeconds: 10, ...options });
  await harness.broker.start();
  return harness;
}

function valueAt({ broker }: Harness, topic: string): string | undefined {
  return textOf(broker.inside.retainedOn(`$SYS/broker/${topic}`)?.payload);
}

describe("the $SYS topics", () => {
  it("are there however short the topics of clients must be", async () => {
    const harness = await startHarness({ limits: { maximumTopicLevels: 1, maximumTopicBytes: 5 } });
    expect(valueAt(harness, "clients/connected")).toBe("0");
  });

  it("are those of mosquitto", async () => {
    const harness = await startHarness();
    const loads = LOADS.flatMap((topic) => ["1min", "5min", "15min"].map((span) => `load/${topic}/${span}`));
    const expected = [...TOPICS, "retained messages/count", ...loads].map((topic) => `$SYS/broker/${topic}`);
    const there = [...harness.broker.inside.retained("$SYS/#")].map(({ topic }) => topic);
    expect(there.toSorted()).toEqual(expected.toSorted());
  });

  it("tell what there is", async () => {
    const harness = await startHarness();
    const { connect, clock } = harness;
    const away = connect({ clientId: "away", properties: { sessionExpiryInterval: 60 } });
    away.subscribe("t/#", "$share/g/u");
    away.drop();
    connect({ clientId: "p" }).publish("t/1", "12345", { qos: 1, retain: true });
    clock.advance(10);
    const values = Object.fromEntries(TOPICS.map((topic) => [topic, valueAt(harness, topic)]));
    expect(values).toMatchObject({
      version: "vitrina version 0.0.0",
      uptime: "10 seconds",
      "clients/total": "2",
      "clients/connected": "1",
      "clients/disconnected": "1",
      "clients/maximum": "1",
      "subscriptions/count": "2",
      "shared_subscriptions/count": "1",
      "publish/messages/received": "1",
      "publish/bytes/received": "5",
      "packet/out/count": "1",
      "connections/socket/count": "1",
    });
    clock.advance(60);
    expect(valueAt(harness, "clients/expired")).toBe("1");
  });

  it("count bytes and packets both ways", async () => {
    const harness = await startHarness();
    const client = harness.connect();
    client.sendBytes(0xc0, 0);
    harness.clock.advance(10);
    const sent = client.wire.writes.reduce((sum, { length }) => sum + length, 0);
    expect([valueAt(harness, "messages/received"), valueAt(harness, "messages/sent")]).toEqual(["2", "2"]);
    expect(valueAt(harness, "bytes/sent")).toBe(String(sent));
    expect(Number(valueAt(harness, "bytes/received"))).toBeGreaterThan(10);
  });

  it("are published when they change, and only then", async () => {
    const { connect, clock } = await startHarness();
    const client = connect({ clientId: "c" });
    client.subscribe("$SYS/broker/clients/+", "$SYS/broker/uptime");
    client.takeAll();
    clock.advance(10);
    const changed = client.take(PacketType.Publish);
    expect(changed.map(({ topic }) => topic)).toContain("$SYS/broker/uptime");
    expect(changed.map(({ topic }) => topic)).not.toContain("$SYS/broker/clients/expired");
    expect(changed.every(({ retain }) => !retain)).toBe(true);
  });

  it("come at the interval that is set, until the shutdown", async () => {
    const harness = await startHarness({ sysIntervalSeconds: 3 });
    harness.clock.advance(2.999);
    expect(valueAt(harness, "uptime")).toBe("0 seconds");
    harness.clock.advance(0.001);
    expect(valueAt(harness, "uptime")).toBe("3 seconds");
    harness.broker.shutdown();
    harness.clock.advance(100);
    expect(valueAt(harness, "uptime")).toBe("3 seconds");
  });

  it("average their loads per minute", async () => {
    const harness = await startHarness();
    const client = harness.connect();
    for (let minute = 0; minute < 60; minute++) {
      for (let number = 0; number < 6; number++) {
        for (let ping = 0; ping < 10; ping++) client.sendBytes(0xc0, 0);
        harness.clock.advance(10);
      }
    }
    expect(Number(valueAt(harness, "load/messages/received/1min"))).toBeCloseTo(60, 1);
    expect(Number(valueAt(harness, "load/messages/received/15min"))).toBeGreaterThan(55);
    expect(valueAt(harness, "load/messages/received/1min")).toMatch(/^\d+\.\d\d$/);
  });
});
