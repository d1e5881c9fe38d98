import { describe, expect, it } from "vitest";
import { NO_PROPERTIES, PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { TestPage } from "../test-support/test-page.ts";

async function attached(): Promise<TestPage> {
  const page = new TestPage();
  await page.attach();
  page.send({ type: "viewTopics", first: 0, count: 50 });
  return page;
}

describe("publishing", () => {
  const message = {
    topic: "t",
    payload: new TextEncoder().encode("x"),
    qos: 1,
    retain: true,
    properties: { contentType: "c" },
  } as const;

  it("gives the broker's answer", async () => {
    const page = await attached();
    expect(await page.ask("publish", { message })).toEqual({ outcome: "acknowledged", reasonCode: 0 });
    expect(page.broker.last.received.at(-1)).toMatchObject({
      topic: "t",
      qos: 1,
      retain: true,
      properties: { contentType: "c" },
    });
    expect(await page.ask("publish", { message: { ...message, qos: 0 } })).toEqual({ outcome: "sent" });
  });

  it.each([
    [
      ReasonCode.NoMatchingSubscribers,
      { outcome: "acknowledged", reasonCode: ReasonCode.NoMatchingSubscribers },
    ],
    [ReasonCode.NotAuthorized, { outcome: "refused", reasonCode: ReasonCode.NotAuthorized }],
  ] as const)("passes on reason code %i", async (reasonCode, result) => {
    const page = await attached();
    page.broker.deaf.add(PacketType.Publish);
    const { last } = page.broker;
    const answer = await page.ask("publish", { message }, () =>
      last.say({ type: PacketType.Puback, packetId: 1, reasonCode, properties: NO_PROPERTIES }),
    );
    expect(answer).toEqual(result);
  });

  it("passes on what the broker says in words", async () => {
    const page = await attached();
    page.broker.deaf.add(PacketType.Publish);
    const { last } = page.broker;
    const reasonCode = ReasonCode.QuotaExceeded;
    const properties = { reasonString: "come back tomorrow" };
    const answer = await page.ask("publish", { message }, () =>
      last.say({ type: PacketType.Puback, packetId: 1, reasonCode, properties }),
    );
    expect(answer).toEqual({ outcome: "refused", reasonCode, reasonString: "come back tomorrow" });
  });

  it.each([
    [{ maximumPacketSize: 10 }, ReasonCode.PacketTooLarge, 10, 13],
    [{ maximumQoS: 0 }, ReasonCode.QoSNotSupported, 0, 1],
    [{ retainAvailable: 0 }, ReasonCode.RetainNotSupported, 0, 1],
  ] as const)(
    "sends nothing that the broker does not take: %j",
    async (properties, reasonCode, allowed, wanted) => {
      const page = new TestPage();
      page.broker.connack = { ...page.broker.connack, properties };
      await page.attach();
      expect(await page.ask("publish", { message })).toEqual({
        outcome: "withheld",
        reasonCode,
        allowed,
        wanted,
      });
      expect(page.broker.last.received.some(({ type }) => type === PacketType.Publish)).toBe(false);
    },
  );

  it("fails with the reason when it cannot be done", async () => {
    const page = new TestPage();
    expect(await page.ask("publish", { message })).toEqual({ outcome: "failed", why: "not-connected" });
    await page.attach();
    expect(await page.ask("publish", { message: { ...message, topic: "a/+" } })).toMatchObject({
      outcome: "failed",
      why: "invalid",
    });
    page.broker.deaf.add(PacketType.Publish);
    const lost = await page.ask("publish", { message }, () => {
      page.broker.last.close();
      page.clock.pass(500);
      page.broker.accept();
    });
    expect(lost).toEqual({ outcome: "failed", why: "connection-lost" });
  });
});
