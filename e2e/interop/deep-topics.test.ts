import { afterAll, beforeAll, expect, it } from "vitest";
import { PacketType } from "../../protocol/packets.ts";
import { publishPacket, RawClient } from "../support/raw-client.ts";
import { underAttack } from "../support/under-attack.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

/** As deep as a topic of 65,535 bytes can be. */
const LEVELS = 65_535;
const DEEPEST = "/".repeat(LEVELS - 1);
/** A level of one letter each, and the filter of as many `+`: a letter and a slash take two bytes. */
const LETTERED = Array.from({ length: 32_768 }, () => "a").join("/");
const ALL_PLUS = Array.from({ length: 32_768 }, () => "+").join("/");
const OVERLAPPING = 10_000;
/** Two to this power is more than that. */
const OVERLAPPING_LEVELS = 14;
const MESSAGES = 100;

let vitrina: Vitrina;

beforeAll(async () => {
  vitrina = await startVitrina(["--maximum-topic-levels", String(LEVELS)]);
});

afterAll(async () => {
  expect(await vitrina.stop()).toBe(0);
});

const text = (payload: Uint8Array | undefined): string => Buffer.from(payload ?? []).toString();

it.each([
  ["the topic itself", DEEPEST, DEEPEST],
  ["#", DEEPEST, "#"],
  ["half of its levels and #", DEEPEST, `${"/".repeat(LEVELS / 2)}#`],
  ["+ at every level", LETTERED, ALL_PLUS],
])("a topic of the most levels is routed and kept for a filter that is %s", async (_name, topic, filter) => {
  await underAttack(vitrina, async () => {
    const publisher = await RawClient.connect(vitrina.mqttPort, "deep-publisher");
    publisher.send(publishPacket(topic, Buffer.from("kept"), true));
    expect(await publisher.isHeard()).toBe(true);
    const subscriber = await RawClient.connect(vitrina.mqttPort, "deep-subscriber");
    expect(await subscriber.subscribe(filter)).toEqual([0]);
    const isOurs = async (payload: string): Promise<void> => {
      for (;;) {
        const message = await subscriber.next(PacketType.Publish);
        if (message === undefined) throw new Error("the subscriber was disconnected");
        if (message.topic === topic && text(message.payload) === payload) return;
      }
    };
    await isOurs("kept");
    publisher.send(publishPacket(topic, Buffer.from("live")));
    await isOurs("live");
    publisher.send(publishPacket(topic, Buffer.alloc(0), true));
    expect(await publisher.isHeard()).toBe(true);
    publisher.destroy();
    subscriber.destroy();
  });
});

/** Every way to put `+` in place of a level of a topic, as many as are asked for. */
function overlappingFilters(count: number): string[] {
  return Array.from({ length: count }, (_, bits) =>
    Array.from({ length: OVERLAPPING_LEVELS }, (_level, at) => ((bits >> at) & 1 ? "+" : "a")).join("/"),
  );
}

it("10,000 filters that all match one topic bring each of its messages once", async () => {
  await underAttack(vitrina, async () => {
    const subscriber = await RawClient.connect(vitrina.mqttPort, "overlapping");
    const codes = await subscriber.subscribe(...overlappingFilters(OVERLAPPING));
    expect(codes.filter((code) => code === 0)).toHaveLength(OVERLAPPING);
    const topic = Array.from({ length: OVERLAPPING_LEVELS }, () => "a").join("/");
    const publisher = await RawClient.connect(vitrina.mqttPort, "overlapped");
    for (let number = 0; number < MESSAGES; number++) {
      publisher.send(publishPacket(topic, Buffer.from(String(number))));
      expect(text((await subscriber.next(PacketType.Publish))?.payload)).toBe(String(number));
    }
    // topics that are new each time cannot be remembered; each is looked up among all filters
    const others = Array.from({ length: MESSAGES }, (_, number) => topic.replace(/a$/, `b${number}`));
    publisher.send(...others.map((other) => publishPacket(other, Buffer.from(other))));
    for (const other of others) {
      expect((await subscriber.next(PacketType.Publish))?.topic).toBe(other);
    }
    publisher.destroy();
    subscriber.destroy();
  });
});
