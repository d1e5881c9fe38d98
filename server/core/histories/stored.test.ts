import { describe, it } from "vitest";
import { runHistories } from "../test-support/model/run-histories.ts";

describe("histories over a store whose commits may wait", () => {
  it("agree with the reference [5 MQTT-4.6.0-5] [5 MQTT-3.3.1-1]", () => {
    runHistories({ seed: 105, runs: 1000, steps: 60, storm: 2, sharing: 2, isStored: true });
  }, 120_000);
});
