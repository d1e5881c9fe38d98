import { expect, it } from "vitest";
import type { QueueEntry } from "../../../server/adapters/http/contract/session-queue.ts";
import { goneBetween } from "./use-queue.ts";

const entries = (...ids: readonly string[]): QueueEntry[] => ids.map((id) => ({ id, qos: 1 }));

it("counts what has left the head of a queue, and nothing where the head is a new one", () => {
  const before = entries("p1", "p2", "p3");
  expect(goneBetween(before, entries("p1", "p2", "p3", "p4"))).toBe(0);
  expect(goneBetween(before, entries("p3", "p4"))).toBe(2);
  expect(goneBetween(before, entries("p7"))).toBe(0);
  expect(goneBetween(before, [])).toBe(0);
});
