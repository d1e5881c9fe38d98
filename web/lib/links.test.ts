import { expect, it } from "vitest";
import { clientAddress, topicAddress, viewAddress, willsAddress } from "./links.ts";

it("leads to one thing in a view, on the broker that is looked at", () => {
  expect(clientAddress("press 7", "broker=b1&q=left-behind")).toBe("/clients?broker=b1&client=press+7");
  expect(topicAddress("a/b/$c", "")).toBe("/topics?topic=a/b/$c");
  expect(willsAddress("agv-1", "")).toBe("/wills?q=agv-1");
});

it("leads to a view as it begins", () => {
  expect(viewAddress("/clients", "tab=queue", {})).toBe("/clients");
});
