import { describe, expect, it } from "vitest";
import { PacketType, type Publish } from "../../protocol/packets.ts";
import type { LiveSubscription } from "./messages/stream.ts";
import { publish } from "./test-support/byte-broker.ts";
import { TestPage } from "./test-support/test-page.ts";

async function attached(): Promise<TestPage> {
  const page = new TestPage();
  await page.attach();
  page.send({ type: "viewTopics", first: 0, count: 50 });
  return page;
}

const LIVE: LiveSubscription = {
  key: "one",
  filter: "a",
  qos: 0,
  noLocal: false,
  retainAsPublished: false,
  retainHandling: 0,
  colour: 0,
  isEnabled: true,
};

describe("messages on the wire", () => {
  it("become rows, whatever their QoS", async () => {
    const page = await attached();
    page.broker.last.say(
      publish("a/0", "zero"),
      publish("a/1", "one", { qos: 1, packetId: 1 }),
      publish("a/2", "two", { qos: 2, packetId: 2, retain: true }),
    );
    await page.pass(100);
    expect(
      page.rows.map(({ path, preview, qos, isRetained, messageCount }) => [
        path,
        preview,
        qos,
        isRetained,
        messageCount,
      ]),
    ).toEqual([
      ["a", "", undefined, false, 3],
      ["a/0", "zero", 0, false, 1],
      ["a/1", "one", 1, false, 1],
      ["a/2", "two", 2, true, 1],
    ]);
    expect(page.broker.last.received.slice(2).map((packet) => packet.type)).toEqual([
      PacketType.Puback,
      PacketType.Pubrec,
    ]);
    expect(page.faults).toEqual([]);
  });

  it("keep the retained mark until an empty retained message, whatever comes between", async () => {
    const page = await attached();
    const mark = async (...packets: Publish[]) => {
      page.broker.last.say(...packets);
      await page.pass(100);
      return page.rows.map((row) => row.isRetained);
    };
    expect(await mark(publish("t", "on", { retain: true }))).toEqual([true]);
    expect(await mark(publish("t", "live"))).toEqual([true]);
    expect(await mark(publish("t", "", { retain: true }))).toEqual([false]);
    expect(await mark(publish("t", "on", { retain: true }))).toEqual([true]);
    page.send({ type: "retainedCleared", topics: ["t"] });
    expect(page.rows.map((row) => row.isRetained)).toEqual([false]);
    page.send({ type: "retainedRestored", topics: ["t"] });
    expect(page.rows.map((row) => row.isRetained)).toEqual([true]);
  });

  it("are read again from under later live ones", async () => {
    const page = await attached();
    page.broker.last.say(publish("t", "kept", { retain: true }), publish("t", "live"), publish("u", "live"));
    await page.pass(100);
    const kept = await page.ask("readRetained", { topic: "t" });
    expect(new TextDecoder().decode(kept?.payload)).toBe("kept");
    expect(await page.ask("readRetained", { topic: "u" })).toBeUndefined();
  });

  it("that the broker only tells again after a reconnect are not counted again", async () => {
    const page = await attached();
    page.broker.last.say(publish("kept", "1", { retain: true }), publish("gone", "1", { retain: true }));
    await page.pass(100);
    page.broker.last.close();
    await page.pass(500);
    page.broker.accept().say(publish("kept", "1", { retain: true }));
    await page.pass(5_000);
    expect(page.rows.map((row) => [row.path, row.messageCount, row.isRetained])).toEqual([
      ["gone", 1, false],
      ["kept", 1, true],
    ]);
  });

  it("are selected with their bytes and properties, without the page's own identifiers", async () => {
    const page = await attached();
    const message = publish("t", "body");
    page.broker.last.say({
      ...message,
      properties: { ...message.properties, contentType: "text/plain", userProperties: [["by", "press-7"]] },
    });
    page.send({ type: "select", path: "t" });
    await page.pass(100);
    expect(page.seen.detail?.last).toMatchObject({
      topic: "t",
      index: 1,
      payload: new TextEncoder().encode("body"),
      properties: { contentType: "text/plain", userProperties: [["by", "press-7"]] },
    });
    expect(page.seen.detail?.last?.properties).not.toHaveProperty("subscriptionIdentifiers");
    const id = page.seen.detail?.id ?? -1;
    expect(await page.ask("readMessage", { topicId: id })).toMatchObject({ topic: "t", payloadBytes: 4 });
    expect(await page.ask("readMessage", { topicId: id, index: 2 })).toBeUndefined();
  });
});

describe("a pause", () => {
  it("stops the view, not the record, and counts what waits", async () => {
    const page = await attached();
    page.broker.last.say(publish("a", "1"));
    await page.pass(100);
    page.send({ type: "pause", isPaused: true });
    page.broker.last.say(publish("a", "2"), publish("b", "1"));
    await page.pass(1_000);
    expect(page.rows.map((row) => [row.path, row.preview])).toEqual([["a", "1"]]);
    expect(page.seen.connection).toMatchObject({ isPaused: true, waitingMessages: 2 });
    page.send({ type: "viewTopics", first: 0, count: 20 });
    expect(page.rows.map((row) => [row.path, row.preview])).toEqual([["a", "1"]]);
    page.send({ type: "pause", isPaused: false });
    expect(page.rows.map((row) => [row.path, row.preview])).toEqual([
      ["a", "2"],
      ["b", "1"],
    ]);
  });
});

describe("another broker", () => {
  it("begins with an empty tree, looked at from the same place", async () => {
    const page = await attached();
    page.send({ type: "filterTopics", text: "x" });
    page.send({ type: "subscribe", subscription: LIVE });
    page.broker.last.say(publish("x/1", "1"));
    await page.pass(100);
    await page.attach({ url: "ws://other/mqtt" });
    expect(page.seen.topics).toMatchObject({ total: 0, topicCount: 0, filter: { text: "x" } });
    expect(page.broker.last.received.map((packet) => packet.type)).toEqual([
      PacketType.Connect,
      PacketType.Subscribe,
      PacketType.Subscribe,
    ]);
    page.broker.last.say(publish("x/2", "1", { for: [2] }), publish("y", "1", { for: [2] }));
    await page.pass(100);
    expect(page.rows.map((row) => row.path)).toEqual(["x", "x/2"]);
  });

  it("is asked for everything again when the topics are forgotten", async () => {
    const page = await attached();
    page.broker.last.say(publish("a", "1"));
    await page.pass(100);
    page.send({ type: "forgetTopics" });
    expect(page.seen.topics?.total).toBe(0);
    expect(page.broker.last.received.at(-1)).toMatchObject({ subscriptions: [{ filter: "#" }] });
    page.broker.last.say(publish("a", "1"));
    await page.pass(1_100);
    expect([page.rows.map((row) => row.path), page.seen.cost?.messages]).toEqual([["a"], 1]);
  });
});

describe("the cost", () => {
  it("is told each second", async () => {
    const page = await attached();
    page.broker.last.say(...Array.from({ length: 50 }, (_, n) => publish(`a/${n}`, "x")));
    await page.pass(2_000);
    expect(page.seen.cost).toMatchObject({ messages: 50, topics: 50, skippedTopics: 0, evictedMessages: 0 });
    expect(page.seen.cost?.lastValueBytes).toBeGreaterThan(50 * 40);
  });
});
