import { describe, expect, it } from "vitest";
import { createSession } from "../session/session.ts";
import { subscriptionTo } from "../test-support/subscriptions.ts";
import { RouteTable } from "./route-table.ts";
import { TopicTable } from "./topic-table.ts";

function setUp() {
  const routes = new RouteTable();
  const topics = new TopicTable({ maximumTopicBytes: 100, maximumTopicLevels: 10 });
  const session = createSession("s", undefined, 20, 0);
  return { routes, topics, session };
}

describe("the routes of topics", () => {
  it("are remembered until something changes", () => {
    const { routes, topics } = setUp();
    const topic = topics.named("a");
    expect(routes.of(topic)).toBe(routes.of(topic));
  });

  it.each(["a/b", "a/+", "#", "$share/g/a/b", "$share/g/a/#"])("follow a change to %s", (filter) => {
    const { routes, topics, session } = setUp();
    const topic = topics.named("a/b");
    const count = (): number => routes.of(topic).targets.length + routes.of(topic).groups.length;
    const subscription = subscriptionTo(session, filter);
    expect(count()).toBe(0);
    routes.add(subscription);
    expect(count()).toBe(1);
    routes.remove(subscription);
    expect(count()).toBe(0);
  });

  it("of other topics stay when an exact filter changes, and all are made anew when one with a wildcard does", () => {
    const { routes, topics, session } = setUp();
    const [a, b] = [topics.named("a"), topics.named("b")];
    const [before, other] = [routes.of(a), routes.of(b)];
    routes.add(subscriptionTo(session, "a"));
    expect([routes.of(a) === before, routes.of(b) === other]).toEqual([false, true]);
    routes.add(subscriptionTo(session, "x/+"));
    expect(routes.of(b) === other).toBe(false);
  });

  it.each([
    ["a/b", "an exact filter"],
    ["a/+", "a filter with a wildcard"],
    ["$share/g/a/b", "a shared subscription"],
  ])(
    "that a change to %s, %s, outdates leave their topics, so that nothing keeps a session that ended",
    (filter) => {
      const { routes, topics, session } = setUp();
      const topic = topics.named("a/b");
      const subscription = subscriptionTo(session, filter);
      routes.add(subscription);
      routes.of(topic);
      routes.remove(subscription);
      expect(topic.route).toBeUndefined();
    },
  );

  it("are forgotten, and found again, when they need more memory than they may have", () => {
    const { topics, session } = setUp();
    const routes = new RouteTable(2_000);
    routes.add(subscriptionTo(session, "#"));
    const many = Array.from({ length: 20 }, (_, number) => topics.named(`t/${number}`));
    for (const topic of many) expect(routes.of(topic).targets).toHaveLength(1);
    const kept = many.filter((topic) => topic.route !== undefined);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThanOrEqual(4);
  });

  it("that lead to more than all may need are found too", () => {
    const { topics, session } = setUp();
    const routes = new RouteTable(10);
    routes.add(subscriptionTo(session, "a"));
    const topic = topics.named("a");
    expect([routes.of(topic).targets.length, routes.of(topic).targets.length]).toEqual([1, 1]);
  });

  it("take a session's overlapping subscriptions together: highest QoS, any Retain As Published, all identifiers", () => {
    const { routes, topics, session } = setUp();
    const other = createSession("o", undefined, 20, 0);
    routes.add(subscriptionTo(session, "a/b", { qos: 1, identifier: 4 }));
    routes.add(subscriptionTo(session, "a/+", { qos: 2, retainAsPublished: true }));
    routes.add(subscriptionTo(session, "#", { qos: 0, identifier: 9, noLocal: true }));
    routes.add(subscriptionTo(other, "#", { noLocal: true }));
    const { targets } = routes.of(topics.named("a/b"));
    const mine = targets.find((target) => target.session === session);
    expect(mine).toMatchObject({ qos: 2, retainAsPublished: true });
    expect(mine?.identifiers.toSorted()).toEqual([4, 9]);
    expect(mine?.ofOwn).toMatchObject({ qos: 2, identifiers: [4] });
    expect(targets.find((target) => target.session === other)?.ofOwn).toBeUndefined();
  });
});
