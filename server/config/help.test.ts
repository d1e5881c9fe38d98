import { describe, expect, it } from "vitest";
import { helpText } from "./help.ts";
import { flagOf, variableOf } from "./names.ts";
import { settingsReference } from "./reference.ts";
import { SETTING_NAMES } from "./settings.ts";

describe("the help", () => {
  const help = helpText("1.2.3");

  it.each(SETTING_NAMES)("tells of %s and its default", (name) => {
    const text = help.split(`  ${flagOf(name)}`)[1]?.split(/\n {2}-/)[0];
    expect(text?.replaceAll(/\s+/g, " ")).toMatch(/\(default [^)]+\)/);
  });

  it("fits into 100 columns", () => {
    expect(help.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });
});

describe("the reference", () => {
  const reference = settingsReference();

  it.each(SETTING_NAMES)("has a row for %s", (name) => {
    expect(reference).toContain(`| \`${flagOf(name)}\``);
    expect(reference).toContain(`\`${variableOf(name)}\``);
  });
});
