import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileFilter, matches } from "./match.ts";
import { parseSharedFilter } from "./shared.ts";
import { levelCount, topicFilterError, topicNameError } from "./validate.ts";

describe("topic names", () => {
  it.each(["a", "/", "a/b", "/a", "a//b", "Ä b/€", "$SYS/broker", "x".repeat(65_535)])(
    "take %.40s",
    (topic) => {
      expect(topicNameError(topic)).toBeUndefined();
    },
  );

  it.each([
    ["empty [5 MQTT-4.7.3-1] [3 MQTT-4.7.3-1]", ""],
    ["a wildcard [5 MQTT-4.7.0-1] [3 MQTT-4.7.1-1]", "a/+"],
    ["a wildcard [5 MQTT-3.3.2-2] [3 MQTT-3.3.2-2]", "#"],
    ["a wildcard within a level", "a#b"],
    ["the null character [5 MQTT-4.7.3-2] [3 MQTT-4.7.3-2]", "a\0"],
    ["half a surrogate pair [5 MQTT-1.5.4-1]", "a\ud800"],
    ["65,536 bytes [5 MQTT-4.7.3-3] [3 MQTT-4.7.3-3]", "x".repeat(65_536)],
    ["65,538 bytes in fewer characters [5 MQTT-4.7.3-3]", "€".repeat(21_846)],
  ])("refuse %s", (_what, topic) => {
    expect(topicNameError(topic)).toBeTypeOf("string");
  });

  it("have one level more than separators", () => {
    expect(["a", "/", "a/b/c", "//"].map(levelCount)).toEqual([1, 2, 3, 3]);
  });
});

describe("topic filters", () => {
  it.each([
    "#",
    "+",
    "a/#",
    "+/a/+",
    "/+",
    "a/+/#",
    "/#",
    "$share",
    "$share/g/a/+",
    "$share/g//",
    "$share/g/#",
  ])("take %s", (filter) => expect(topicFilterError(filter)).toBeUndefined());

  it.each([
    ["", "[5 MQTT-4.7.3-1]"],
    ["a/#/b", "[5 MQTT-4.7.1-1] [3 MQTT-4.7.1-2]"],
    ["a#", "[5 MQTT-4.7.1-1] [3 MQTT-4.7.1-2]"],
    ["#/", "[5 MQTT-4.7.1-1]"],
    ["##", "[5 MQTT-4.7.1-1]"],
    ["a+", "[5 MQTT-4.7.1-2] [3 MQTT-4.7.1-3]"],
    ["+a/b", "[5 MQTT-4.7.1-2] [3 MQTT-4.7.1-3]"],
    ["+/b+/c", "[5 MQTT-4.7.1-2]"],
    ["+#", "[5 MQTT-4.7.1-1]"],
    ["a\0", "[5 MQTT-4.7.3-2]"],
    ["$share/", "[5 MQTT-4.8.2-1]"],
    ["$share//a", "[5 MQTT-4.8.2-1]"],
    ["$share/g", "[5 MQTT-4.8.2-2]"],
    ["$share/g/", "[5 MQTT-4.8.2-2]"],
    ["$share/+/a", "[5 MQTT-4.8.2-2]"],
    ["$share/g#/a", "[5 MQTT-4.8.2-2]"],
    ["$share/g/a#", "[5 MQTT-4.7.1-1]"],
  ])("refuse %j %s", (filter) => {
    expect(topicFilterError(filter)).toBeTypeOf("string");
  });
});

describe("shared subscriptions", () => {
  it("name a group and a filter", () => {
    expect(parseSharedFilter("$share/group/a/+")).toEqual({ shareName: "group", filter: "a/+" });
    expect(parseSharedFilter("$share/g//")).toEqual({ shareName: "g", filter: "/" });
  });

  it.each(["a/b", "$share", "$SYS/share", "$share/g", "$share//a", "$share/+/a"])("are not %s", (filter) => {
    expect(parseSharedFilter(filter)).toBeUndefined();
  });
});

describe("matching", () => {
  it.each([
    ["a/b", "a/b"],
    ["#", "a/b"],
    ["#", "/"],
    ["+", "a"],
    ["+/+", "/a"],
    ["/+", "/a"],
    ["a/#", "a"],
    ["a/#", "a/"],
    ["a/#", "a/b/c"],
    ["a/+/c", "a//c"],
    ["+/#", "a"],
    ["a/+", "a/"],
    ["a/+/#", "a/b"],
    ["$SYS/#", "$SYS/broker/uptime"],
    ["$SYS/#", "$SYS"],
    ["$SYS/+", "$SYS/a"],
    ["a/$b", "a/$b"],
    ["+/$b", "a/$b"],
  ])("%s has %s", (filter, topic) => {
    expect([matches(filter, topic), compileFilter(filter)(topic)]).toEqual([true, true]);
  });

  it.each([
    ["a/b", "a/b/"],
    ["a/b", "a"],
    ["a", "A"],
    ["é", "e\u0301"], // no normalization [5 MQTT-4.7.3-4] [3 MQTT-4.7.3-4]
    ["+", "/a"],
    ["+", "a/b"],
    ["a/#", "ab"],
    ["a/+", "a"],
    ["a/+/#", "a"],
    ["+/b/#", "b"],
    ["#", "$SYS/a"], // [5 MQTT-4.7.2-1] [3 MQTT-4.7.2-1]
    ["+/a", "$SYS/a"], // [5 MQTT-4.7.2-1] [3 MQTT-4.7.2-1]
    ["+/#", "$SYS"],
  ])("%s does not have %s [5 MQTT-4.7.2-1] [3 MQTT-4.7.2-1]", (filter, topic) => {
    expect([matches(filter, topic), compileFilter(filter)(topic)]).toEqual([false, false]);
  });

  it("agrees with a plain reading of the rules, level by level", () => {
    const level = fc.constantFrom("", "a", "b", "$x");
    const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join("/"));
    const filter = fc
      .tuple(fc.array(fc.oneof(level, fc.constant("+")), { maxLength: 4 }), fc.boolean())
      .map(([levels, hash]) => [...levels, ...(hash ? ["#"] : [])].join("/"));
    fc.assert(
      fc.property(filter, topic, (f, t) => {
        fc.pre(f !== "" && t !== "");
        const expected = plainly(f.split("/"), t.split("/"));
        return matches(f, t) === expected && compileFilter(f)(t) === expected;
      }),
      { numRuns: 5000, seed: 4 },
    );
  });

  it("takes topics of 32,000 levels", () => {
    const deep = "/".repeat(32_000);
    expect(matches(`${"+/".repeat(32_000)}+`, deep)).toBe(true);
    expect(matches(`${"+/".repeat(32_000)}#`, deep)).toBe(true);
    expect(topicFilterError(`${"+/".repeat(32_000)}#`)).toBeUndefined();
  });
});

function plainly(filter: readonly string[], topic: readonly string[]): boolean {
  if (topic[0]?.startsWith("$") && (filter[0] === "+" || filter[0] === "#")) return false;
  const isOpen = filter.at(-1) === "#";
  const fixed = isOpen ? filter.slice(0, -1) : filter;
  if (isOpen ? topic.length < fixed.length : topic.length !== fixed.length) return false;
  return fixed.every((level, i) => level === "+" || level === topic[i]);
}
