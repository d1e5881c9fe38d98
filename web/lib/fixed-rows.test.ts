import { describe, expect, it } from "vitest";
import {
  canvasHeight,
  MAXIMUM_CANVAS_PIXELS,
  movedIndex,
  rowTop,
  scrollScale,
  scrollTopFor,
  visibleRows,
} from "./fixed-rows.ts";

const small = { rowCount: 100, rowHeight: 24, viewHeight: 240, overscan: 2 };
const huge = { rowCount: 2_000_000, rowHeight: 24, viewHeight: 600, overscan: 0 };

describe("visible rows", () => {
  it("are those in view and a few beyond", () => {
    expect(visibleRows(small, 0)).toEqual({ first: 0, end: 12 });
    expect(visibleRows(small, 480)).toEqual({ first: 18, end: 32 });
    expect(visibleRows(small, 99_999)).toEqual({ first: 100, end: 100 });
  });

  it("are none in an empty list", () => {
    expect(visibleRows({ ...small, rowCount: 0 }, 0)).toEqual({ first: 0, end: 0 });
  });

  it("reach the last of a list taller than a browser can hold", () => {
    const lowest = canvasHeight(huge) - huge.viewHeight;
    expect(canvasHeight(huge)).toBe(MAXIMUM_CANVAS_PIXELS);
    expect(visibleRows(huge, lowest).end).toBe(2_000_000);
    expect(rowTop(huge, 1_999_999, lowest) + huge.rowHeight).toBeCloseTo(canvasHeight(huge), 3);
  });
});

describe("scrolling to a row", () => {
  it("does not move when it is in view", () => {
    expect(scrollTopFor(small, 5, 0)).toBe(0);
  });

  it("moves just as far as needed", () => {
    expect(scrollTopFor(small, 10, 0)).toBe(24);
    expect(scrollTopFor(small, 3, 240)).toBe(72);
  });

  it("lands in view in a list that is scaled", () => {
    const target = 1_234_567;
    const scrollTop = scrollTopFor(huge, target, 0);
    const { first, end } = visibleRows(huge, scrollTop);
    expect(scrollScale(huge)).toBeGreaterThan(1);
    expect(target).toBeGreaterThanOrEqual(first);
    expect(target).toBeLessThan(end);
  });
});

describe("moving by keys", () => {
  it.each([
    ["ArrowDown", -1, 0],
    ["ArrowDown", 9, 9],
    ["ArrowUp", -1, 9],
    ["ArrowUp", 0, 0],
    ["PageDown", 2, 5],
    ["PageUp", 2, 0],
    ["Home", 7, 0],
    ["End", 1, 9],
  ])("%s from %d goes to %d", (key, from, to) => {
    expect(movedIndex(key, from, 10, 4)).toBe(to);
  });

  it("leaves other keys and empty lists alone", () => {
    expect(movedIndex("a", 3, 10, 4)).toBeUndefined();
    expect(movedIndex("End", -1, 0, 4)).toBeUndefined();
  });
});
