import { expect, it } from "vitest";
import { english } from "../texts/en/catalogue.ts";
import { explainEnd, reasonText } from "./connection-end.ts";
import { formatOf } from "./format.ts";

const texts = english.problems;

it("says a reason code by name and number, and what the broker added", () => {
  expect(reasonText(0x87, texts)).toBe("Not authorized (0x87).");
  expect(reasonText(0x87, texts, "read only")).toBe("Not authorized (0x87): read only.");
  expect(reasonText(0xc1, texts)).toBe("Reason code 0xC1.");
});

it("knows the return codes of 3.1.1", () => {
  expect(reasonText(4, texts)).toBe("User name or password is wrong (0x04).");
});

it("explains a close that came without a reason", () => {
  const { why } = explainEnd({ kind: "closed-by-server" }, texts, formatOf("en"));
  expect(why).toBe(texts.connectionEnds.closedWithoutReason);
});
