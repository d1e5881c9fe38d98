import { describe, expect, it } from "vitest";
import { createFormat, durationParts, scale } from "./format.ts";

const english = createFormat("en");
const spanish = createFormat("es");
const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, " ");

describe("counts", () => {
  it.each([
    [0, "0"],
    [950, "950"],
    [1_204, "1.2 k"],
    [34_000, "34 k"],
    [999_999, "1 M"],
    [5_130_000, "5.1 M"],
    [128_400_000, "128 M"],
  ])("writes %d as %s", (value, text) => {
    expect(plain(english.count(value))).toBe(text);
  });

  it("keeps every digit where it is exact", () => {
    expect(english.exact(1_234_567)).toBe("1,234,567");
    expect(spanish.exact(1_234_567)).toBe("1.234.567");
    expect(spanish.exact(1_234)).toBe("1.234");
  });

  it("never shows four digits before the point", () => {
    expect(scale(999.5).prefix).toBe("k");
    expect(scale(-1_500)).toEqual({ value: -1.5, prefix: "k" });
  });
});

describe("sizes and rates", () => {
  it.each([
    [18, "18 B"],
    [1_200, "1.2 kB"],
    [128_000_000, "128 MB"],
  ])("writes %d bytes as %s", (value, text) => {
    expect(plain(english.bytes(value))).toBe(text);
  });

  it("says a rate with its unit, and nothing for none", () => {
    expect(plain(english.rate(0.24))).toBe("0.24/s");
    expect(plain(english.rate(34.4))).toBe("34/s");
    expect(plain(english.rate(1_234))).toBe("1.2 k/s");
    expect(english.rate(0)).toBe("");
    expect(plain(spanish.rate(1_234))).toBe("1,2 k/s");
  });

  it("writes the sign of a difference", () => {
    expect(english.signed(0.3)).toBe("+0.3");
    expect(english.signed(-4)).toBe("\u22124");
  });
});

describe("durations", () => {
  it.each([
    [350, "350 ms"],
    [12_900, "12 s"],
    [65_000, "1 min 5 s"],
    [600_000, "10 min"],
    [3_900_000, "1 h 5 min"],
    [86_400_000, "1 d"],
    [187_200_000, "2 d 4 h"],
    [864_000_000 + 3_600_000, "10 d"],
    [-5, "0 ms"],
  ])("writes %d ms as %s", (value, text) => {
    expect(plain(english.duration(value))).toBe(text);
  });

  it("has at most two parts", () => {
    expect(durationParts(90_061_001)).toHaveLength(2);
  });
});

it("writes a moment to the millisecond", () => {
  expect(english.time(new Date(2026, 0, 2, 3, 4, 5, 67).getTime())).toBe("03:04:05.067");
});

it("writes a day", () => {
  expect(english.date(new Date(2026, 0, 2, 3, 4).getTime())).toBe("Jan 2, 2026");
});
