import { describe, expect, it } from "vitest";
import { isOfForm } from "./glob.ts";

describe("a form with * and ?", () => {
  it.each([
    ["meter-7", "meter-*", true],
    ["meter-", "meter-*", true],
    ["Meter-7", "meter-*", false],
    ["a-meter-7", "meter-*", false],
    ["meter-7", "meter-?", true],
    ["meter-17", "meter-?", false],
    ["meter-", "meter-?", false],
    ["abcbc", "a*bc", true],
    ["abcbd", "a*bc", false],
    ["a.c", "a.c", true],
    ["abc", "a.c", false],
    ["a[1]", "a[1]", true],
    ["", "*", true],
    ["", "", true],
    ["a", "", false],
    ["😀-1", "?-1", true],
    ["anything", "**", true],
  ])("%j is of the form %j: %s", (text, form, is) => {
    expect(isOfForm(text, form)).toBe(is);
  });

  it("takes no longer for a text that is made to", () => {
    expect(isOfForm("a".repeat(65_535), `${"*a".repeat(20)}*b`)).toBe(false);
  });
});
