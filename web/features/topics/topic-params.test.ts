import { describe, expect, it } from "vitest";
import { readParam, writeParam } from "../../lib/url-state.ts";
import { tabsFor } from "./tabs-for.ts";
import { formParam, rangeParam, tabParam, topicParam } from "./topic-params.ts";

describe("the address of the view", () => {
  it("names the selected topic, legibly, the one with an empty path too", () => {
    const search = writeParam("", "topic", topicParam, "factory/line-2/press");
    expect(search).toBe("topic=factory/line-2/press");
    expect(readParam(search, "topic", topicParam)).toBe("factory/line-2/press");
    expect(readParam(writeParam("", "topic", topicParam, ""), "topic", topicParam)).toBe("");
    expect(readParam("", "topic", topicParam)).toBeUndefined();
    expect(writeParam(search, "topic", topicParam, undefined)).toBe("");
  });

  it("keeps topics with any sign in them", () => {
    for (const topic of ["a b&c=d", "é/日本", "100%", "+", "a//b", "?x"]) {
      expect(readParam(writeParam("", "topic", topicParam, topic), "topic", topicParam)).toBe(topic);
    }
  });

  it("holds a part of time, and ignores what is none", () => {
    const range = { from: 1_700_000_000_000, to: 1_700_000_060_000 };
    const search = writeParam("", "range", rangeParam, range);
    expect(readParam(search, "range", rangeParam)).toEqual(range);
    expect(readParam("range=5-5", "range", rangeParam)).toBeUndefined();
    expect(readParam("range=later", "range", rangeParam)).toBeUndefined();
  });

  it("falls back to the initial view for words that it does not know", () => {
    expect(readParam("tab=nonsense", "tab", tabParam)).toBe("value");
    expect(readParam("as=hex", "as", formParam)).toBe("hex");
  });
});

describe("the tabs of a topic", () => {
  it("are all but Below for a leaf, and only Below for a branch", () => {
    const leaf = { origin: "message", hasChildren: false, ownMessageCount: 3 } as const;
    expect(tabsFor(leaf)).toEqual(["value", "history", "chart", "properties", "who"]);
    expect(tabsFor({ ...leaf, hasChildren: true })).toContain("below");
    expect(tabsFor({ origin: "branch", hasChildren: true, ownMessageCount: 0 })).toEqual(["below"]);
  });

  it("are Value and Who where only a subscription is known", () => {
    const awaited = { origin: "subscription", hasChildren: false, ownMessageCount: 0 } as const;
    expect(tabsFor(awaited)).toEqual(["value", "who"]);
  });
});
