import { describe, expect, it } from "vitest";
import { NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { LabEnding } from "../messages/lab.ts";
import { publish } from "../test-support/byte-broker.ts";
import { OPTIONS, TestPage } from "../test-support/test-page.ts";

const will = {
  topic: "dead",
  payload: new TextEncoder().encode("x"),
  qos: 1,
  retain: true,
  delaySeconds: 3,
  properties: { contentType: "text/plain" },
} as const;
const options = {
  ...OPTIONS,
  clientId: "lab-1",
  keepAliveSeconds: 10,
  cleanStart: false,
  sessionExpirySeconds: 60,
  will,
};

async function started(): Promise<TestPage> {
  const page = new TestPage();
  page.send({ type: "labOpen", key: "one" });
  page.send({ type: "labStart", key: "one", options });
  page.broker.accept();
  await page.pass(0);
  return page;
}

describe("a lab client", () => {
  it("connects on a wire of its own with every flag that was asked for", async () => {
    const page = await started();
    expect(page.broker.last.connect).toMatchObject({
      clientId: "lab-1",
      cleanStart: false,
      will: { topic: "dead", qos: 1, retain: true, properties: { willDelayInterval: 3 } },
      properties: { sessionExpiryInterval: 60 },
    });
    expect(page.seen.lab?.[0]).toMatchObject({ key: "one", clientId: "lab-1", lab: { phase: "connected" } });
  });

  it("subscribes, publishes, receives, and logs each packet with its bytes", async () => {
    const page = await started();
    const request = {
      filter: "a/#",
      qos: 1,
      noLocal: true,
      retainAsPublished: true,
      retainHandling: 2,
    } as const;
    page.send({ type: "labSubscribe", key: "one", request, identifier: 7 });
    expect(page.broker.last.received.at(-1)).toMatchObject({
      subscriptions: [request],
      properties: { subscriptionIdentifiers: [7] },
    });
    const message = {
      topic: "b",
      payload: new Uint8Array([1]),
      qos: 1,
      retain: false,
      properties: NO_PROPERTIES,
    } as const;
    expect(await page.ask("labPublish", { key: "one", message })).toEqual({
      outcome: "acknowledged",
      reasonCode: 0,
    });
    page.broker.last.say(publish("a/x", "hello", { for: [] }));
    await page.pass(100);
    expect(page.seen.lab?.[0]).toMatchObject({
      subscriptions: [{ filter: "a/#", state: "granted", reasonCode: 1 }],
      messagesReceived: 1,
      packetsIn: 4,
      packetsOut: 3,
      lastMessages: [{ topics: ["a/x"], message: { preview: "hello" } }],
    });
    expect(
      page.seen.labLog?.packets.map(({ direction, packetType, topics }) => [direction, packetType, topics]),
    ).toEqual([
      ["out", PacketType.Connect, undefined],
      ["in", PacketType.Connack, undefined],
      ["out", PacketType.Subscribe, ["a/#"]],
      ["in", PacketType.Suback, undefined],
      ["out", PacketType.Publish, ["b"]],
      ["in", PacketType.Puback, undefined],
      ["in", PacketType.Publish, ["a/x"]],
    ]);
    expect(page.seen.labLog?.packets.at(-1)?.message).toMatchObject({ preview: "hello", payloadBytes: 5 });
    expect(await page.ask("readLabPacket", { key: "one", sequence: 2 })).toEqual(
      new Uint8Array([0x20, 3, 0, 0, 0]),
    );
  });

  it.each([
    ["disconnect", ReasonCode.NormalDisconnection],
    ["disconnect-with-will", ReasonCode.DisconnectWithWillMessage],
    ["cut", undefined],
  ] as const)("ends by %s", async (ending: LabEnding, reasonCode) => {
    const page = await started();
    const { last } = page.broker;
    page.send({ type: "labEnd", key: "one", ending });
    const goodbye = last.received.find((packet) => packet.type === PacketType.Disconnect);
    expect(goodbye?.type === PacketType.Disconnect ? goodbye.reasonCode : undefined).toBe(reasonCode);
    expect(last.isOpen).toBe(false);
    await page.pass(100);
    expect(page.seen.lab?.[0]?.lab).toMatchObject({ phase: "ended", cause: { kind: "closed-here" }, ending });
  });

  it("may give its session another life as it leaves", async () => {
    const page = await started();
    page.send({ type: "labEnd", key: "one", ending: "disconnect", sessionExpirySeconds: 7 });
    expect(page.broker.last.received.at(-1)).toMatchObject({
      type: PacketType.Disconnect,
      properties: { sessionExpiryInterval: 7 },
    });
  });

  it("falls silent: not even a ping leaves, until the broker ends it", async () => {
    const page = await started();
    const { last } = page.broker;
    await page.pass(30_000);
    const spoken = last.received.length;
    expect(last.received.at(-1)?.type).toBe(PacketType.Pingreq);
    page.send({ type: "labEnd", key: "one", ending: "silence" });
    const since = page.clock.now();
    await page.pass(14_000);
    expect(last.received).toHaveLength(spoken);
    expect(page.seen.lab?.[0]?.lab).toMatchObject({ phase: "silent", expectedEndAt: since + 15_000 });
    last.say({
      type: PacketType.Disconnect,
      reasonCode: ReasonCode.KeepAliveTimeout,
      properties: NO_PROPERTIES,
    });
    await page.pass(100);
    expect(page.seen.lab?.[0]?.lab).toMatchObject({
      phase: "ended",
      cause: { kind: "closed-by-server", reasonCode: ReasonCode.KeepAliveTimeout },
      ending: "silence",
    });
  });

  it("comes back to its session, its log going on", async () => {
    const page = await started();
    page.send({ type: "labEnd", key: "one", ending: "cut" });
    page.broker.connack = { ...page.broker.connack, sessionPresent: true };
    page.send({ type: "labStart", key: "one", options });
    page.broker.accept();
    await page.pass(100);
    expect(page.seen.lab?.[0]?.lab).toMatchObject({ phase: "connected", granted: { sessionPresent: true } });
    expect(page.seen.labLog?.packets.map((packet) => packet.packetType)).toEqual([
      PacketType.Connect,
      PacketType.Connack,
      PacketType.Connect,
      PacketType.Connack,
    ]);
    page.send({ type: "labRemove", key: "one" });
    expect([page.seen.lab, page.seen.labLog]).toEqual([[], null]);
  });
});
