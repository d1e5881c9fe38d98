import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches } from "../../../../protocol/topics/match.ts";
import { covers, overlap } from "./filters.ts";

const level = fc.constantFrom("a", "b", "");
const topic = fc.array(level, { minLength: 1, maxLength: 3 }).map((levels) => levels.join("/"));
const filter = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "", "+"), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([levels, isOpen]) => [...levels, ...(isOpen ? ["#"] : [])].join("/"))
  .filter((each) => each !== "");
const TOPICS = ["a", "b", ""].flatMap((first) => [
  first,
  ...["a", "b", ""].flatMap((second) => [
    `${first}/${second}`,
    ...["a", "b", ""].flatMap((third) => [
      `${first}/${second}/${third}`,
      ...["a", "b", ""].map((fourth) => `${first}/${second}/${third}/${fourth}`),
    ]),
  ]),
]);

describe("two filters", () => {
  it("overlap where a topic matches both", () => {
    fc.assert(
      fc.property(filter, filter, (a, b) => {
        const isShared = TOPICS.some((each) => matches(a, each) && matches(b, each));
        expect(overlap(a, b)).toBe(isShared);
      }),
      { seed: 4, numRuns: 2000 },
    );
  });

  it("cover only what they match", () => {
    fc.assert(
      fc.property(filter, filter, topic, (wide, narrow, each) => {
        fc.pre(covers(wide, narrow) && matches(narrow, each));
        expect(matches(wide, each)).toBe(true);
      }),
      { seed: 4, numRuns: 2000, maxSkipsPerRun: 200 },
    );
  });

  it.each([
    ["#", "$SYS/#", false],
    ["+/x", "$SYS/x", false],
    ["$SYS/#", "$SYS/broker/+", true],
    ["a/#", "a", true],
    ["a/+/#", "a/b", true],
    ["a/b/#", "a", false],
  ])("%s and %s overlap: %s", (a, b, expected) => {
    expect([overlap(a, b), overlap(b, a)]).toEqual([expected, expected]);
  });

  it.each([
    ["#", "a/#", true],
    ["#", "$SYS/#", false],
    ["a/+", "a/#", false],
    ["a/+", "a/b", true],
    ["a/#", "a", true],
    ["a", "a/#", false],
  ])("%s covers %s: %s", (wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected);
  });
});
