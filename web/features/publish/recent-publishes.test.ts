import { describe, expect, it } from "vitest";
import { EMPTY_FORM, type PublishForm } from "./publish-form.ts";
import {
  MAXIMUM_RECENT,
  MAXIMUM_RECENT_CHARACTERS,
  type RecentPublish,
  recentOf,
  withRecent,
} from "./recent-publishes.ts";

const form = (topic: string): PublishForm => ({ ...EMPTY_FORM, topic });
const topics = (list: readonly RecentPublish[]) => list.map((recent) => recent.form.topic);

describe("recent messages", () => {
  it("begin with the newest, and hold the same message once", () => {
    const list = ["a", "b", "a"].reduce<readonly RecentPublish[]>(
      (before, topic, at) => withRecent(before, form(topic), at),
      [],
    );
    expect(topics(list)).toEqual(["a", "b"]);
    expect(list[0]?.at).toBe(2);
    expect(new Set(list.map((recent) => recent.id)).size).toBe(2);
  });

  it("let the oldest go", () => {
    let list: readonly RecentPublish[] = [];
    for (let at = 0; at <= MAXIMUM_RECENT; at++) list = withRecent(list, form(String(at)), at);
    expect(list).toHaveLength(MAXIMUM_RECENT);
    expect(topics(list)).not.toContain("0");
  });

  it("leave out what is too large", () => {
    const large = { ...form("a"), payload: "x".repeat(MAXIMUM_RECENT_CHARACTERS) };
    expect(withRecent([], large, 0)).toEqual([]);
  });

  it("come back from storage, without what is not one", () => {
    const list = withRecent([], form("a"), 7);
    expect(recentOf(JSON.parse(JSON.stringify(list)))).toEqual(list);
    expect(recentOf([1, null, { id: 1 }, { id: 1, at: 1, form: { topic: 5 } }])).toEqual([]);
    expect(recentOf("nothing")).toEqual([]);
  });
});
