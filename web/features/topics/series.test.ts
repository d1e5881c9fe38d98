import { describe, expect, it } from "vitest";
import type { Series } from "../../worker/messages.ts";
import { joined, statisticsOf, within } from "./series.ts";

function series(from: number, values: readonly number[], skipped = 0): Series {
  return {
    topicId: 1,
    field: "a",
    times: Float64Array.from(values, (_, index) => (from + index) * 1000),
    values: Float64Array.from(values),
    nextIndex: from + values.length,
    skipped,
  };
}

describe("a series", () => {
  it("grows at its end, and lets the oldest go beyond the limit", () => {
    const grown = joined(series(1, [10, 11, 12], 2), series(4, [13, 14], 1), 4);
    expect([...grown.values]).toEqual([11, 12, 13, 14]);
    expect([...grown.times]).toEqual([2000, 3000, 4000, 5000]);
    expect(grown).toMatchObject({ nextIndex: 6, skipped: 3 });
  });

  it("begins anew for another field, and stays the same without news", () => {
    const before = series(1, [10]);
    expect(joined(before, { ...series(1, [5]), field: "b" }, 9).values).toHaveLength(1);
    expect(joined(before, series(2, []), 9)).toBe(before);
  });

  it("is cut to a part of time, both ends included", () => {
    const all = series(1, [10, 11, 12, 13]);
    expect([...within(all, { from: 2000, to: 3000 }).values]).toEqual([11, 12]);
    expect(within(all, undefined).values).toHaveLength(4);
    expect(within(all, { from: 9000, to: 9001 }).values).toHaveLength(0);
  });

  it("has a lowest, a highest and a mean", () => {
    expect(statisticsOf(Float64Array.of(3, 1, 2))).toEqual({ low: 1, high: 3, mean: 2, last: 2 });
    expect(statisticsOf(new Float64Array(0))).toBeUndefined();
  });
});
