import { describe, it } from "vitest";
import { runHistories } from "../test-support/model/run-histories.ts";

describe("histories of groups", () => {
  it("agree with the reference", () => {
    runHistories({ seed: 103, runs: 1000, steps: 60, storm: 2, sharing: 8, isStored: false });
  }, 120_000);
});
