import { expect, it } from "vitest";
import { withMessage } from "./use-publisher-watch.ts";

it("counts what each client publishes, the newest first", () => {
  const once = withMessage(withMessage([], "a", 1), "b", 2);
  expect(withMessage(once, "a", 3)).toEqual([
    { clientId: "a", count: 2, lastAt: 3 },
    { clientId: "b", count: 1, lastAt: 2 },
  ]);
});
