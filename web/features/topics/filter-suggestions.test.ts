import { expect, it } from "vitest";
import { english } from "../../texts/en/catalogue.ts";
import { keySuggestions, typedPart } from "./filter-suggestions.ts";

const suggest = (text: string) =>
  keySuggestions(typedPart(text), english.topics.filterKeys).map(({ value }) => value);

it("completes the word that is being typed", () => {
  expect(typedPart("press retai")).toEqual({ before: "press ", token: "retai" });
  expect(typedPart("press ")).toEqual({ before: "press ", token: "" });
  expect(typedPart("")).toEqual({ before: "", token: "" });
});

it("suggests keys by their beginning, and leaves the words before", () => {
  expect(suggest("press re")).toEqual(["press retained:"]);
  expect(suggest("press")).toEqual([]);
  expect(suggest("")).toEqual([]);
});

it("suggests the values of a key", () => {
  expect(suggest("retained:")).toEqual(["retained:true", "retained:false"]);
  expect(suggest("a qos:1")).toEqual([]);
  expect(suggest("payload:o")).toEqual([]);
});
