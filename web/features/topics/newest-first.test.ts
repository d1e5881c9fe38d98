import { describe, expect, it } from "vitest";
import { askedRange, newerThan, rowsFrom, topPosition } from "./newest-first.ts";

const held = { newest: 120, oldest: 21 };

describe("a list with its newest at the top", () => {
  it("moves along while nobody reads further down", () => {
    expect(topPosition("newest", held)).toBe(120);
    expect(rowsFrom("newest", held)).toBe(100);
    expect(newerThan("newest", held)).toBe(0);
    expect(askedRange("newest", held, 0, 30)).toEqual({ from: undefined, count: 30 });
  });

  it("stays where it is read, and counts what is newer", () => {
    expect(rowsFrom(100, held)).toBe(80);
    expect(newerThan(100, held)).toBe(20);
    expect(askedRange(100, held, 10, 30)).toEqual({ from: 90, count: 30 });
  });

  it("loses rows at its end when older ones are let go", () => {
    expect(rowsFrom(100, { newest: 200, oldest: 99 })).toBe(2);
    expect(rowsFrom(100, { newest: 200, oldest: 150 })).toBe(0);
  });

  it("is empty when nothing is held", () => {
    expect(rowsFrom("newest", { newest: 0, oldest: 1 })).toBe(0);
  });
});
