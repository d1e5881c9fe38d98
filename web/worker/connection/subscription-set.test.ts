import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import type { LiveSubscription } from "../messages/stream.ts";
import { publish } from "../test-support/byte-broker.ts";
import { TestPage } from "../test-support/test-page.ts";

async function attached(): Promise<TestPage> {
  const page = new TestPage();
  await page.attach();
  page.send({ type: "viewTopics", first: 0, count: 50 });
  return page;
}

function live(key: string, filter: string, options: Partial<LiveSubscription> = {}): LiveSubscription {
  return {
    key,
    filter,
    qos: 0,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0,
    colour: 0,
    isEnabled: true,
    ...options,
  };
}

describe("live subscriptions", () => {
  it("are subscribed with their options and an identifier each, and bring their own messages", async () => {
    const page = await attached();
    page.send({
      type: "subscribe",
      subscription: live("one", "a/#", { qos: 1, noLocal: true, retainHandling: 2 }),
    });
    page.send({ type: "subscribe", subscription: live("two", "b") });
    page.send({ type: "viewStream", count: 10 });
    expect(page.broker.last.received.slice(2)).toMatchObject([
      {
        subscriptions: [{ filter: "a/#", qos: 1, noLocal: true, retainHandling: 2 }],
        properties: { subscriptionIdentifiers: [2] },
      },
      { subscriptions: [{ filter: "b" }], properties: { subscriptionIdentifiers: [3] } },
    ]);
    page.broker.last.say(
      publish("a/x", "1", { for: [1, 2] }),
      publish("c", "2"),
      publish("b", "3", { for: [3] }),
    );
    await page.pass(100);
    expect(page.seen.stream?.rows.map((row) => [row.topic, row.subscriptionKeys])).toEqual([
      ["a/x", ["one"]],
      ["b", ["two"]],
    ]);
    expect(
      page.seen.stream?.subscriptions.map(({ key, state, messageCount }) => [key, state, messageCount]),
    ).toEqual([
      ["one", "granted", 1],
      ["two", "granted", 1],
    ]);
    // the copy for `b` alone is not one more message for the tree, which has its own
    expect(page.rows.map((row) => row.path)).toEqual(["a", "a/x", "c"]);
  });

  it("share a filter with the tree instead of taking it away", async () => {
    const page = await attached();
    page.send({ type: "subscribe", subscription: live("all", "#", { qos: 1, noLocal: true }) });
    await page.pass(0);
    expect(page.broker.last.received.at(-1)).toMatchObject({
      subscriptions: [{ filter: "#", qos: 2, noLocal: false, retainAsPublished: true }],
      properties: { subscriptionIdentifiers: [1] },
    });
    page.broker.last.say(publish("a", "1"));
    await page.pass(100);
    expect(page.seen.stream?.subscriptions[0]).toMatchObject({ isMerged: true, messageCount: 1 });
    page.send({ type: "unsubscribe", key: "all" });
    expect(page.broker.last.received.some((packet) => packet.type === PacketType.Unsubscribe)).toBe(false);
    expect(page.rows.map((row) => row.messageCount)).toEqual([1]);
  });

  it("do not inherit the messages of one that was removed", async () => {
    const page = await attached();
    page.send({ type: "subscribe", subscription: live("one", "a") });
    page.send({ type: "viewStream", count: 10 });
    page.broker.last.say(publish("a", "1", { for: [2] }));
    await page.pass(100);
    page.send({ type: "unsubscribe", key: "one" });
    page.send({ type: "subscribe", subscription: live("two", "b") });
    await page.pass(100);
    expect(page.seen.stream?.rows.map((row) => row.subscriptionKeys)).toEqual([[]]);
  });

  it("are told apart by their filters where the broker has no identifiers", async () => {
    const page = new TestPage();
    await page.attach({ version: 4 });
    page.send({ type: "subscribe", subscription: live("one", "a/#") });
    page.send({ type: "viewStream", count: 10 });
    page.broker.last.say(publish("a/x", "1", { for: [] }), publish("b", "2", { for: [] }));
    await page.pass(100);
    expect(page.seen.stream?.rows.map((row) => [row.topic, row.subscriptionKeys])).toEqual([
      ["a/x", ["one"]],
    ]);
  });

  it("say what is wrong with a filter instead of sending it", async () => {
    const page = await attached();
    page.send({ type: "subscribe", subscription: live("bad", "a/#/b") });
    expect(page.seen.stream?.subscriptions[0]).toMatchObject({
      state: "off",
      problem: { code: "invalid-filter", detail: expect.stringContaining("#") },
    });
    expect(page.broker.last.received).toHaveLength(2);
  });

  it("end when they are switched off, and come back with the connection", async () => {
    const page = await attached();
    page.send({ type: "subscribe", subscription: live("one", "a") });
    page.send({ type: "subscribe", subscription: live("one", "a", { isEnabled: false }) });
    expect(page.broker.last.received.at(-1)).toMatchObject({ type: PacketType.Unsubscribe, filters: ["a"] });
    page.send({ type: "subscribe", subscription: live("one", "a") });
    page.broker.last.close();
    await page.pass(500);
    page.broker.accept();
    await page.pass(0);
    expect(page.broker.last.received.slice(1)).toMatchObject([
      { subscriptions: [{ filter: "#" }] },
      { subscriptions: [{ filter: "a" }] },
    ]);
  });
});
