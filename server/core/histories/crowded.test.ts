import { describe, it } from "vitest";
import { runHistories } from "../test-support/model/run-histories.ts";

describe("histories with short queues", () => {
  it("agree with the reference [5 MQTT-3.3.4-9] [5 MQTT-4.6.0-6] [5 MQTT-3.3.2-6]", () => {
    runHistories({
      seed: 104,
      runs: 1000,
      steps: 60,
      storm: 2,
      sharing: 1,
      isStored: false,
      maximumQueuedMessages: 3,
    });
  }, 120_000);
});
