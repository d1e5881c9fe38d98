import { describe, it } from "vitest";
import { runHistories } from "../test-support/model/run-histories.ts";

describe("histories in a storm", () => {
  it("agree with the reference", () => {
    runHistories({ seed: 102, runs: 1000, steps: 80, storm: 4, sharing: 1, isStored: false });
  }, 120_000);
});
