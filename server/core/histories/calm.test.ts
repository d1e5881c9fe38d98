import { describe, it } from "vitest";
import { runHistories } from "../test-support/model/run-histories.ts";

describe("histories in calm weather", () => {
  it("agree with the reference", () => {
    runHistories({ seed: 101, runs: 1000, steps: 60, storm: 1, sharing: 1, isStored: false });
  }, 120_000);
});
