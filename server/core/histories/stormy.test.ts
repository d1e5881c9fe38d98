import { describe, it } from "vitest";
import { runHistories } from "../test-support/model/run-histories.ts";

describe("histories in a storm", () => {
  it("agree with the reference [5 MQTT-4.3.3-10] [5 MQTT-4.4.0-1] [5 MQTT-4.3.3-6] [5 MQTT-3.1.2-8] [5 MQTT-3.1.3-9]", () => {
    runHistories({ seed: 102, runs: 1000, steps: 80, storm: 4, sharing: 1, isStored: false });
  }, 120_000);
});
