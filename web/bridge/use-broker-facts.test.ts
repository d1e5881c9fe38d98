import { expect, it } from "vitest";
import { clockOffset } from "./use-broker-facts.ts";

it("takes clocks that differ by less than an answer may take for the same", () => {
  expect(clockOffset(10_000, 8_500)).toBe(0);
  expect(clockOffset(8_500, 10_000)).toBe(0);
});

it("knows how far a wrong clock is off", () => {
  expect(clockOffset(100_000, 40_000)).toBe(60_000);
  expect(clockOffset(40_000, 100_000)).toBe(-60_000);
});
