import { expect, it } from "vitest";
import { ratesBetween } from "./use-broker-rates.ts";

it("divides the growth by the time on the broker's clock", () => {
  const before = { at: 1_000, received: 100, sent: 10 };
  expect(ratesBetween(before, { at: 3_000, received: 300, sent: 10 })).toEqual({ received: 100, sent: 0 });
});

it("says nothing across a restart or without time", () => {
  const before = { at: 1_000, received: 100, sent: 10 };
  expect(ratesBetween(before, { at: 3_000, received: 5, sent: 10 })).toBeUndefined();
  expect(ratesBetween(before, before)).toBeUndefined();
});
