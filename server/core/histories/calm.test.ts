import { describe, it } from "vitest";
import { runHistories } from "../test-support/model/run-histories.ts";

describe("histories in calm weather", () => {
  it("agree with the reference [5 MQTT-3.3.4-2] [5 MQTT-3.3.4-3] [5 MQTT-3.8.3-3] [5 MQTT-3.3.1-9] [5 MQTT-3.3.1-10]", () => {
    runHistories({ seed: 101, runs: 1000, steps: 60, storm: 1, sharing: 1, isStored: false });
  }, 120_000);
});
