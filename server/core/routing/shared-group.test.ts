import { describe, expect, it } from "vitest";
import { createSession, type Link } from "../session/session.ts";
import type { Subscription } from "../session/subscription.ts";
import { subscriptionTo } from "../test-support/subscriptions.ts";
import { Prospect, SharedGroup } from "./shared-group.ts";

/** Only whether a link is there is asked. */
const LINK = {} as Link;

function prospectOf({ session }: Subscription): Prospect {
  return session.link === undefined ? Prospect.OnReturn : Prospect.Now;
}

function groupOf(...members: readonly (readonly [clientId: string, isConnected: boolean])[]) {
  const group = new SharedGroup("g");
  const subscriptions = members.map(([clientId, isConnected]) => {
    const session = createSession(clientId, undefined, 20, 0);
    if (isConnected) session.link = LINK;
    return subscriptionTo(session, "$share/g/t");
  });
  for (const subscription of subscriptions) group.add(subscription);
  const next = (count: number): string =>
    Array.from({ length: count }, () => {
      const member = group.next(prospectOf, undefined, Prospect.Never);
      return member?.session.clientId ?? "-";
    }).join("");
  return { group, subscriptions, next };
}

describe("a shared group", () => {
  it("takes turns", () => {
    expect(groupOf(["a", true], ["b", true], ["c", true]).next(7)).toBe("abcabca");
  });

  it("takes turns among those who are there", () => {
    expect(groupOf(["a", false], ["b", true], ["c", false], ["d", true]).next(6)).toBe("bdbdbd");
  });

  it("takes turns among all when nobody is there", () => {
    const turns = groupOf(["a", false], ["b", false], ["c", false]).next(9);
    expect(["a", "b", "c"].map((name) => turns.split(name).length - 1)).toEqual([3, 3, 3]);
  });

  it("goes on when members leave, and has nobody when it is empty", () => {
    const { group, subscriptions, next } = groupOf(["a", true], ["b", true]);
    next(1);
    group.remove(subscriptions[0]!);
    expect(next(2)).toBe("bb");
    group.remove(subscriptions[1]!);
    expect([next(1), group.size]).toEqual(["-", 0]);
  });
});
