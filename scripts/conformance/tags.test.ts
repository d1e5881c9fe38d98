import { describe, expect, it } from "vitest";
import { tagsIn, tagsOfTests } from "./tags.mjs";

/** A tag of 5.0, put together so that none stands here. */
const tag = (id: string): string => `[5 ${"MQTT"}-${id}]`;

describe("the tags of code", () => {
  it("are found anywhere, of both versions, and also where their number is none", () => {
    const old = tag("4.1.0-1").replace("5", "3");
    expect(tagsIn(`obey(); // ${tag("3.1.2-22")} ${old}\n/** ${tag("x")} */`)).toEqual([
      "5 3.1.2-22",
      "3 4.1.0-1",
      "5 x",
    ]);
  });
});

describe("the tags of tests", () => {
  const find = (source: string): string[] => tagsOfTests(source, "a.test.ts");

  it.each([
    ["it", `it("is so ${tag("1")}", () => {});`],
    ["test", `test("is so ${tag("1")}", async () => {});`],
    ["a group", `describe("these ${tag("1")}", () => {});`],
    ["a test in a group", `describe("these", () => { it("is ${tag("1")}", () => {}); });`],
    ["a test in a group of journeys", `test.describe("these", () => { test("is ${tag("1")}", () => {}); });`],
    ["a test for each", `it.each([[1]])("is %i ${tag("1")}", (n) => {});`],
    ["a row of its table", `it.each([["so ${tag("1")}", 1]])("is %s", (name) => {});`],
    ["a row of a table above", `const CASES = [["so ${tag("1")}", 1]]; it.each(CASES)("is %s", () => {});`],
    ["a template", `it(\`is \${x} so ${tag("1")}\`, () => {});`],
  ])("stand in the name of %s", (_name, source) => {
    expect(find(source)).toEqual(["5 1"]);
  });

  it.each([
    ["a comment", `// ${tag("1")}\nit("is so", () => {});`],
    ["what a test does", `it("is so", () => { expect("${tag("1")}").toBe(1); });`],
    ["what a test for each does", `it.each([1])("is %i", () => { use("${tag("1")}"); });`],
    ["a step of a journey", `test("goes", async () => { await test.step("${tag("1")}", () => {}); });`],
  ])("do not stand in %s", (_name, source) => {
    expect(find(source)).toEqual([]);
  });
});
