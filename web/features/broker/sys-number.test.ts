import { expect, it } from "vitest";
import { changePerSecond, numberOf, ratesBetween } from "./sys-number.ts";

it("reads numbers, with or without a unit", () => {
  expect(["1204", "0.35", "-3", "98 seconds", " 7 "].map(numberOf)).toEqual([1204, 0.35, -3, 98, 7]);
});

it("takes versions, dates and names for no numbers", () => {
  const texts = ["mosquitto version 2.0.18", "5.8.3", "2026-11-25 01:00:00", "", "emqx@127.0.0.1", "3 d 4 h"];
  expect(texts.map(numberOf)).toEqual(texts.map(() => undefined));
});

it("says how fast a number changed", () => {
  expect(changePerSecond({ at: 0, value: 10 }, { at: 2_000, value: 30 })).toBe(10);
  expect(changePerSecond({ at: 5, value: 10 }, { at: 5, value: 30 })).toBeUndefined();
});

it("says how fast a counter grew from message to message, and nothing of a restart", () => {
  expect(ratesBetween({ times: [0, 1_000, 3_000, 4_000, 5_000], values: [0, 10, 30, 0, 5] })).toEqual([
    10, 10, 5,
  ]);
  expect(ratesBetween({ times: [], values: [] })).toEqual([]);
});
