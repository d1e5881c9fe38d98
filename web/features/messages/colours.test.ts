import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SUBSCRIPTION_COLOURS } from "./colours.ts";

const LEAST_CONTRAST = 4.5;
const css = readFileSync(new URL("../../styles.css", import.meta.url), "utf8");
const [lightGround = "", darkGround = ""] = [...css.matchAll(/--ground: (#[0-9a-f]{6})/g)].map(
  (match) => match[1] ?? "",
);

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

it.each(SUBSCRIPTION_COLOURS)("keeps 4.5 : 1 for $light and $dark", ({ light, dark }) => {
  expect(contrast(light, lightGround)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  expect(contrast(dark, darkGround)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
});
