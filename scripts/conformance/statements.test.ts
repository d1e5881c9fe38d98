import { describe, expect, it } from "vitest";
import { conformancePage } from "./page.mjs";
import type { Places } from "./places.mjs";
import {
  conformanceProblems,
  readSpecifications,
  type Specification,
  type Statement,
} from "./statements.mjs";

const CODE = { code: ["server/a.ts"], tests: [] };
const BOTH = { code: ["server/a.ts"], tests: ["server/a.test.ts"] };

function specification(...statements: Statement[]): Specification[] {
  return [{ version: "5", title: "MQTT 5.0", sections: [{ title: "1 Things", statements }] }];
}

function problems(statement: Statement, places: Record<string, Places>): string[] {
  return conformanceProblems(specification(statement), new Map(Object.entries(places)));
}

describe("a statement", () => {
  const statement: Statement = { id: "1-1", binds: "both", asks: "Things are so" };
  const inapplicable: Statement = { ...statement, notApplicable: "there are no things" };

  it("is in order with code and a test", () => {
    expect(problems(statement, { "5 1-1": BOTH })).toEqual([]);
  });

  it.each([
    ["code and a test", {}, "no code and in the name of no test"],
    ["a test", { "5 1-1": CODE }, "stands in the name of no test"],
    ["code", { "5 1-1": { code: [], tests: ["a.test.ts"] } }, "stands in no code"],
  ])("without %s is named, with what it asks", (_name, places, missing) => {
    expect(problems(statement, places)).toEqual([
      expect.stringMatching(new RegExp(`MQTT-1-1.*${missing}.*Things are so`)),
    ]);
  });

  it("that does not apply needs nothing, and may not be tagged", () => {
    expect(problems(inapplicable, {})).toEqual([]);
    expect(problems(inapplicable, { "5 1-1": BOTH })).toHaveLength(1);
  });

  it("that does not exist is named with its files", () => {
    expect(problems(inapplicable, { "5 9-9": BOTH })).toEqual([
      expect.stringContaining("server/a.ts, server/a.test.ts"),
    ]);
  });
});

describe("the page", () => {
  it.each([
    ["server", "server/a.ts", "obeyed"],
    ["client", "protocol/client/a.ts", "by our client"],
    ["client", "server/a.ts", "checked"],
  ] as const)("says of a statement that binds the %s and stands in %s: %s", (binds, file, state) => {
    const places = new Map([["5 1-1", { code: [file], tests: ["server/a.test.ts"] }]]);
    const page = conformancePage(specification({ id: "1-1", binds, asks: "Things are so" }), places);
    expect(page).toContain(
      `| MQTT-1-1 | Things are so | [a.ts](../${file}) | [a.test.ts](../server/a.test.ts) | ${state} |`,
    );
  });
});

describe("the statements", () => {
  it("are all there, each once", () => {
    const ids = readSpecifications().map(({ sections }) =>
      sections.flatMap(({ statements }) => statements.map(({ id }) => id)),
    );
    expect(ids.map((list) => [list.length, new Set(list).size])).toEqual([
      [251, 251],
      [141, 141],
    ]);
  });

  it("are in our words: short", () => {
    const texts = readSpecifications().flatMap(({ sections }) =>
      sections.flatMap(({ statements }) => statements.map(({ asks }) => asks)),
    );
    expect(texts.filter((text) => text.split(" ").length > 12)).toEqual([]);
  });
});
