import { expect, it } from "vitest";
import { jsonRows } from "./json-rows.ts";
import { readJson } from "./json-text.ts";

const rowsOf = (text: string, folded: readonly string[] = []) => {
  const result = readJson(text);
  return result.isJson ? jsonRows(result.node, new Set(folded)) : [];
};

it("draws members and items in order, with their paths", () => {
  const paths = rowsOf('{"a":{"b":[1,{"x y":2}]},"c":[]}').map((row) => row.path);
  expect(paths).toEqual(["", "a", "a.b", "a.b[0]", "a.b[1]", 'a.b[1]["x y"]', "c"]);
});

it("leaves out what is folded", () => {
  const rows = rowsOf('{"a":{"b":1},"c":2}', ["a"]);
  expect(rows.map((row) => [row.path, row.isOpen])).toEqual([
    ["", true],
    ["a", false],
    ["c", undefined],
  ]);
});
