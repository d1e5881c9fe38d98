import { expect, it } from "vitest";
import { createMemoryStore } from "./memory.ts";
import { describeStore } from "./test-support/store-contract.ts";

describeStore("memory", async () => createMemoryStore());

it("promises nothing beyond the process", () => {
  expect(createMemoryStore().isDurable).toBe(false);
});
