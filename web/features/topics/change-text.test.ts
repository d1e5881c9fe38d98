import { expect, it } from "vitest";
import { createFormat } from "../../lib/format.ts";
import { changeText, differenceText } from "./change-text.ts";

const format = createFormat("en");
const words = { first: "first", same: "same" };

it("writes the change of a number with its sign and without floating noise", () => {
  expect(differenceText(71.4 - 71.1, format)).toBe("+0.3");
  expect(differenceText(-4, format)).toBe("−4");
  expect(differenceText(0.000012345678, format)).toBe("+0.000012");
  expect(differenceText(1234.5, format)).toBe("+1,234.5");
});

it("says how any two messages differ", () => {
  expect(changeText({ kind: "first" }, format, words)).toBe("first");
  expect(changeText({ kind: "same" }, format, words)).toBe("same");
  expect(changeText({ kind: "number", difference: -0.5 }, format, words)).toBe("−0.5");
  expect(changeText({ kind: "other", byteDifference: 12 }, format, words)).toBe("+12\u202fB");
  expect(changeText({ kind: "other", byteDifference: 0 }, format, words)).toBe("≠");
});
