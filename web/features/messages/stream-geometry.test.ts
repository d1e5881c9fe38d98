import { describe, expect, it } from "vitest";
import {
  rowAtHeight,
  rowsInView,
  rowTopOf,
  type StreamGeometry,
  scrollToShow,
  streamHeight,
} from "./stream-geometry.ts";

const closed: StreamGeometry = { rowCount: 100, rowHeight: 20, openIndex: -1, panelHeight: 200 };
const open: StreamGeometry = { ...closed, openIndex: 10 };

describe("a stream with a row opened in place", () => {
  it("is taller by the panel", () => {
    expect([streamHeight(closed), streamHeight(open)]).toEqual([2000, 2200]);
    expect([rowTopOf(open, 10), rowTopOf(open, 11)]).toEqual([200, 420]);
  });

  it("finds the row at a height", () => {
    expect([0, 219, 220, 419, 420, 9999].map((y) => rowAtHeight(open, y))).toEqual([0, 10, 10, 10, 11, 99]);
    expect(rowAtHeight(closed, 220)).toBe(11);
  });

  it("draws the rows in view", () => {
    expect(rowsInView(closed, 200, 100, 2)).toEqual({ first: 8, end: 18 });
    expect(rowsInView(open, 300, 100, 0)).toEqual({ first: 10, end: 11 });
    expect(rowsInView({ ...closed, rowCount: 0 }, 0, 100, 2)).toEqual({ first: 0, end: 0 });
  });

  it("brings a row and its panel into view, moving as little as possible", () => {
    expect(scrollToShow(closed, 5, 0, 400)).toBe(0);
    expect(scrollToShow(closed, 5, 300, 400)).toBe(100);
    expect(scrollToShow(closed, 30, 0, 400)).toBe(220);
    expect(scrollToShow(open, 10, 0, 400)).toBe(20);
    expect(scrollToShow(open, 10, 0, 100)).toBe(200);
  });
});
