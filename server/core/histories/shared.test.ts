import { describe, it } from "vitest";
import { runHistories } from "../test-support/model/run-histories.ts";

describe("histories of groups", () => {
  it("agree with the reference [5 MQTT-4.8.2-3] [5 MQTT-4.8.2-5]", () => {
    runHistories({ seed: 103, runs: 1000, steps: 60, storm: 2, sharing: 8, isStored: false });
  }, 120_000);
});
