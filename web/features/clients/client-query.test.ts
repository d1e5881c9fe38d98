import { expect, it } from "vitest";
import { readParam } from "../../lib/url-state.ts";
import { clientParams, FIRST_SORT, isFiltered, sessionsQuery } from "./client-query.ts";

const EVERYTHING = { filter: "", presence: "any", kind: "any", sort: FIRST_SORT } as const;

it("asks for everything, by client id, at first", () => {
  expect(sessionsQuery(EVERYTHING)).toEqual({ sort: "clientId", order: "asc" });
  expect(isFiltered(EVERYTHING)).toBe(false);
});

it("asks for what was chosen", () => {
  const chosen = { ...EVERYTHING, filter: " press ", presence: "away", kind: "durable" } as const;
  expect(isFiltered(chosen)).toBe(true);
  expect(sessionsQuery({ ...chosen, sort: { column: "queuedMessages", direction: "descending" } })).toEqual({
    filter: "press",
    connected: "false",
    durable: "true",
    sort: "queuedMessages",
    order: "desc",
  });
});

it("takes a column that does not exist for the first order", () => {
  expect(readParam("sort=-shoeSize", "sort", clientParams.sort)).toEqual(FIRST_SORT);
});
