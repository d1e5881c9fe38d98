import { expect, it } from "vitest";
import * as ofTheFile from "./file-tables.ts";
import * as ofTheBroker from "./tables.ts";

it("each kind of records is in the list of all, without which it could not be saved out of a damaged file", () => {
  const { TABLES } = ofTheBroker;
  const all = Object.values({ ...ofTheFile, ...ofTheBroker }).filter((each) => "prefix" in each);
  expect(new Set(TABLES)).toEqual(new Set(all));
  expect(new Set(TABLES.map(({ prefix }) => prefix)).size).toBe(TABLES.length);
});
