import { expect, it } from "vitest";
import { Histogram } from "./histogram.ts";

it("keeps small times exactly", () => {
  const histogram = new Histogram();
  for (const microseconds of [1, 2, 3, 4]) histogram.record(microseconds);
  expect(histogram.percentiles()).toEqual({ p50: 2, p99: 4, maximum: 4 });
});

it.each([30, 999, 12_345, 1_000_000, 300_000_000])("keeps %d µs within a hundredth", (microseconds) => {
  const histogram = new Histogram();
  histogram.record(microseconds);
  histogram.record(microseconds * 1.2);
  const { p50 } = histogram.percentiles();
  expect(p50).toBeGreaterThanOrEqual(microseconds);
  expect(p50).toBeLessThan(microseconds * 1.01);
});

it("finds the place of a percentile among many", () => {
  const histogram = new Histogram();
  for (let value = 1; value <= 1000; value++) histogram.record(value);
  expect(histogram.percentile(99) / 990).toBeCloseTo(1, 1);
  expect(histogram.count).toBe(1000);
});

it("takes what lies beyond its range as its end", () => {
  const histogram = new Histogram();
  histogram.record(-5);
  histogram.record(1e12);
  expect(histogram.percentile(50)).toBe(0);
  expect(histogram.percentiles().maximum).toBeCloseTo(429_496_729.5);
});

it("says 0 when nothing was recorded", () => {
  expect(new Histogram().percentiles()).toEqual({ p50: 0, p99: 0, maximum: 0 });
});
