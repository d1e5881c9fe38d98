import { expect, it } from "vitest";
import { draftProblem } from "./filter-problem.ts";
import { NEW_SUBSCRIPTION } from "./subscription-record.ts";

it.each([
  ["", false, "empty"],
  ["a/#/b", false, "wrong"],
  ["$share/only-a-name", false, "wrong-share"],
  ["$share/group/a/+", true, "shared-no-local"],
  ["$share/group/a/+", false, undefined],
  ["a/+", true, undefined],
] as const)("says what keeps %s from being subscribed", (filter, noLocal, problem) => {
  expect(draftProblem({ ...NEW_SUBSCRIPTION, filter, noLocal })).toBe(problem);
});
