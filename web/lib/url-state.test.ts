import { expect, it } from "vitest";
import {
  carryParams,
  choiceParam,
  flagParam,
  numberParam,
  optionalTextParam,
  readParam,
  sortParam,
  textParam,
  writeParam,
} from "./url-state.ts";

const tab = choiceParam(["value", "history"], "value");
const sort = sortParam(["topic", "age"], { column: "topic", direction: "ascending" });

it("leaves the initial value out of the address", () => {
  expect(writeParam("tab=history&q=a", "tab", tab, "value")).toBe("q=a");
  expect(writeParam("", "wrap", flagParam(true), true)).toBe("");
});

it("keeps the other parameters", () => {
  expect(writeParam("q=a&select=x/y", "tab", tab, "history")).toBe("q=a&select=x/y&tab=history");
});

it("writes topics so that people can read them, and reads them back", () => {
  const topic = "$SYS/a b/ü?&=#+%2F";
  const search = writeParam("", "select", optionalTextParam, topic);
  expect(search.startsWith("select=$SYS/")).toBe(true);
  expect(readParam(search, "select", optionalTextParam)).toBe(topic);
});

it("falls back on the initial value for what it does not understand", () => {
  expect(readParam("tab=nonsense", "tab", tab)).toBe("value");
  expect(readParam("n=abc", "n", numberParam(7))).toBe(7);
  expect(readParam("n=", "n", numberParam(7))).toBe(7);
  expect(readParam("sort=-size", "sort", sort)).toEqual(sort.initial);
});

it("reads a sorted column with its direction", () => {
  const descending = { column: "age", direction: "descending" } as const;
  expect(readParam("sort=-age", "sort", sort)).toEqual(descending);
  expect(writeParam("", "sort", sort, descending)).toBe("sort=-age");
});

it("tells an absent selection from an empty text", () => {
  expect(readParam("", "select", optionalTextParam)).toBeUndefined();
  expect(readParam("", "q", textParam())).toBe("");
});

it("carries only what is named", () => {
  expect(carryParams("broker=b1&q=x", ["broker"])).toBe("broker=b1");
  expect(carryParams("q=x", ["broker"])).toBe("");
});
