import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches } from "../../../protocol/topics/match.ts";
import { createSession } from "../session/session.ts";
import { subscriptionTo } from "../test-support/subscriptions.ts";
import { TopicTree } from "./topic-tree.ts";

const level = fc.constantFrom("", "a", "b", "$x");
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join("/"));
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant("+")), { maxLength: 4 }), fc.boolean())
  .map(([levels, hash]) => [...levels, ...(hash ? ["#"] : [])].join("/"))
  .filter((text) => text !== "");

function found(tree: TopicTree, name: string): string[] {
  const { subscriptions, groups } = tree.match(name);
  const shared = groups.flatMap((group) => [...group.members]);
  return [...subscriptions, ...shared].map((subscription) => subscription.filter).toSorted();
}

describe("the tree of topic filters", () => {
  it("finds what a plain reading of all filters finds, whatever was added and removed", () => {
    const step = fc.tuple(fc.boolean(), filter, fc.constantFrom("", "$share/g/", "$share/h/"));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.array(topic, { maxLength: 5 }), (steps, topics) => {
        const tree = new TopicTree();
        const session = createSession("s", undefined, 20, 0);
        const kept = new Map<string, ReturnType<typeof subscriptionTo>>();
        for (const [isAdded, text, prefix] of steps) {
          const before = kept.get(prefix + text);
          if (before !== undefined) tree.remove(before);
          kept.delete(prefix + text);
          if (!isAdded) continue;
          const subscription = subscriptionTo(session, prefix + text);
          kept.set(prefix + text, subscription);
          tree.add(subscription);
        }
        for (const name of topics) {
          const expected = [...kept.values()].filter(({ topicFilter }) => matches(topicFilter, name));
          expect(found(tree, name)).toEqual(expected.map((subscription) => subscription.filter).toSorted());
        }
        expect([...tree].map((subscription) => subscription.filter).toSorted()).toEqual(
          [...kept.keys()].toSorted(),
        );
        expect(tree.size).toBe(kept.size);
        expect(tree.sharedSize).toBe([...kept.keys()].filter((text) => text.startsWith("$share/")).length);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it("takes filters and topics of 32,000 levels", () => {
    const tree = new TopicTree();
    const session = createSession("s", undefined, 20, 0);
    const deep = "/".repeat(32_000);
    const filters = [deep, `${"+/".repeat(32_000)}+`, `${"+/".repeat(100)}#`];
    const subscriptions = filters.map((text) => subscriptionTo(session, text));
    for (const subscription of subscriptions) tree.add(subscription);
    expect(found(tree, deep)).toHaveLength(3);
    for (const subscription of subscriptions) tree.remove(subscription);
    expect([found(tree, deep), tree.size]).toEqual([[], 0]);
  });
});
