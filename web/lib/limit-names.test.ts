import { expect, it } from "vitest";
import { flagOf, variableOf } from "./limit-names.ts";

it("names a limit as the command line and the environment do", () => {
  expect(flagOf("maximumQueuedMessages")).toBe("--maximum-queued-messages");
  expect(variableOf("maximumQueuedMessages")).toBe("VITRINA_MAXIMUM_QUEUED_MESSAGES");
  expect(flagOf("receiveMaximum")).toBe("--receive-maximum");
});
