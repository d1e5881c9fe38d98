import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches } from "../../../protocol/topics/match.ts";
import { DEFAULT_LIMITS } from "../ports/limits.ts";
import type { RecoveredRetained } from "../ports/store.ts";
import { utf8 } from "../test-support/packets.ts";
import { type Message, NEVER } from "./message.ts";
import { RetainedMessages } from "./retained.ts";
import { TopicTable } from "./topic-table.ts";

const topics = new TopicTable({ maximumTopicBytes: 65_535, maximumTopicLevels: 65_535 });

function messageOn(name: string, payload = "x"): Message {
  return {
    number: 1,
    topic: topics.named(name),
    payload: utf8(payload),
    qos: 0,
    retain: true,
    properties: new Uint8Array(0),
    expiresAt: NEVER,
    receivedAt: 0,
    publisher: { clientId: "p", userName: undefined },
  };
}

/** As a store gives it after a start. */
function recoveredOn(name: string): RecoveredRetained {
  const { expiresAt: _, ...message } = messageOn(name);
  const stored = { ...message, topic: name, expiresAt: undefined };
  return {
    topic: name,
    bytes: name.length + 1,
    userName: undefined,
    expiresAt: undefined,
    unread: { read: () => stored },
  };
}

function found(retained: RetainedMessages, filter: string): string[] {
  return [...retained.matching(filter)].map(({ topic }) => topic.name).toSorted();
}

const level = fc.constantFrom("", "a", "b", "$x");
const topic = fc
  .array(level, { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join("/"))
  .filter((text) => text !== "");
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant("+")), { maxLength: 4 }), fc.boolean())
  .map(([levels, hash]) => [...levels, ...(hash ? ["#"] : [])].join("/"))
  .filter((text) => text !== "");

describe("the retained messages", () => {
  it("are found as a plain reading of all topics finds them, whatever was there at the start, set and deleted", () => {
    const step = fc.tuple(fc.boolean(), topic, fc.nat(9));
    const steps = fc.array(step, { maxLength: 30 });
    const recovered = fc.uniqueArray(topic, { maxLength: 20 });
    const filters = fc.array(filter, { maxLength: 5 });
    fc.assert(
      fc.property(recovered, steps, filters, (before, steps, filters) => {
        const retained = new RetainedMessages(new TopicTable(DEFAULT_LIMITS));
        for (const name of before) retained.recover(recoveredOn(name));
        const kept = new Map(before.map((name) => [name, name.length + 1]));
        for (const [isSet, name, length] of steps) {
          if (isSet) {
            retained.set(messageOn(name, "x".repeat(length)));
            kept.set(name, name.length + length);
          } else {
            expect(retained.delete(name)?.topic.name).toBe(kept.delete(name) ? name : undefined);
          }
        }
        for (const text of filters)
          expect(found(retained, text)).toEqual(
            [...kept.keys()].filter((name) => matches(text, name)).toSorted(),
          );
        expect([...retained].map(({ topic: { name } }) => name).toSorted()).toEqual(
          [...kept.keys()].toSorted(),
        );
        expect(retained.size).toBe(kept.size);
        expect(retained.bytes).toBe([...kept.values()].reduce((sum, bytes) => sum + bytes, 0));
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it("may change while they are looked through: what stays is found once", () => {
    const retained = new RetainedMessages(new TopicTable(DEFAULT_LIMITS));
    const names = Array.from({ length: 20 }, (_, at) => `a/${at}/x`);
    for (const name of names) retained.set(messageOn(name));
    const seen: string[] = [];
    for (const { topic: at } of retained.matching("a/+/x")) {
      seen.push(at.name);
      retained.delete(at.name);
      if (seen.length === 5) for (const name of names.slice(10, 15)) retained.delete(name);
    }
    expect(seen).toEqual([...names.slice(0, 10), ...names.slice(15)]);
    expect(retained.size).toBe(0);
  });

  it("take topics of 32,000 levels", () => {
    const retained = new RetainedMessages(new TopicTable(DEFAULT_LIMITS));
    const deep = "/".repeat(32_000);
    retained.set(messageOn(deep));
    expect(found(retained, "#")).toEqual([deep]);
    expect(found(retained, `${"+/".repeat(32_000)}+`)).toEqual([deep]);
    retained.delete(deep);
    expect(found(retained, "#")).toEqual([]);
  });
});
