import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./styles.css", import.meta.url), "utf8");
const LEAST_CONTRAST = 4.5;

function tokensOf(selector: string): ReadonlyMap<string, string> {
  const block = css.split(`${selector} {`)[1]?.split("}")[0] ?? "";
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = "", colour = ""]) => [name, colour]),
  );
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ["ground", "panel", "raised", "hover", "selected"];
const PAIRS: readonly (readonly [text: string, grounds: readonly string[]])[] = [
  ["ink", [...GROUNDS, "active", "flash", "bad-ground", "warn-ground"]],
  ["muted", [...GROUNDS, "active", "bad-ground", "warn-ground"]],
  ["faint", GROUNDS],
  ["accent", GROUNDS],
  ["accent-strong", GROUNDS],
  ["on-accent", ["accent", "accent-strong"]],
  ["good", [...GROUNDS, "good-ground"]],
  ["warn", [...GROUNDS, "warn-ground"]],
  ["bad", [...GROUNDS, "bad-ground"]],
  ["syntax-key", GROUNDS],
  ["syntax-string", GROUNDS],
  ["syntax-number", GROUNDS],
  ["syntax-atom", GROUNDS],
];

describe.each([
  ["light", tokensOf(":root")],
  ["dark", tokensOf('[data-theme="dark"]')],
])("the %s theme", (_name, tokens) => {
  it.each(PAIRS)("keeps 4.5 : 1 for %s", (text, grounds) => {
    const low = grounds.filter(
      (ground) => contrast(tokens.get(text) ?? "", tokens.get(ground) ?? "") < LEAST_CONTRAST,
    );
    expect(low).toEqual([]);
  });
});
