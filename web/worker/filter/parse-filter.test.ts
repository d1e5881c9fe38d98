import { describe, expect, it } from "vitest";
import { isEmptyQuery, parseFilter } from "./parse-filter.ts";

describe("a filter text", () => {
  it("is words, an MQTT filter and key:value, all of which must hold", () => {
    expect(parseFilter("Temp a/+/b retained:true larger-than:1k QOS:2 payload:On").query).toEqual({
      words: ["temp"],
      topicFilter: "a/+/b",
      payloadWords: ["on"],
      isRetained: true,
      qos: 2,
      largerThanBytes: 1024,
    });
  });

  it("asks for nothing when it is blank", () => {
    const { query } = parseFilter("  ");
    expect(query && isEmptyQuery(query)).toBe(true);
  });

  it("takes a word with a colon that is no key as a word", () => {
    expect(parseFilter("urn:dev:1").query?.words).toEqual(["urn:dev:1"]);
  });

  it.each([
    ["a/#/b", "hash-not-last", 2, "#"],
    ["x a/b+/c", "wildcard-not-alone", 4, "b+"],
    ["a/# b/+", "two-filters", 4, "b/+"],
    ["qos:3", "bad-value", 4, "3"],
    ["larger-than:big", "bad-value", 12, "big"],
    ["topic:a/#x", "wildcard-not-alone", 8, "#x"],
  ])("%s is refused: %s at %i", (text, code, offset, part) => {
    expect(parseFilter(text).problem).toEqual({ code, offset, part });
  });
});
