import { expect, it } from "vitest";
import { addressOf, rememberView } from "./view-memory.ts";

it("leads back to a view as it was left, on the broker of now", () => {
  rememberView("/topics", "broker=old&select=a/b&q=x y");
  expect(addressOf("/topics", "broker=new&tab=1")).toBe("/topics?broker=new&select=a/b&q=x+y");
  expect(addressOf("/topics", "")).toBe("/topics?select=a/b&q=x+y");
});

it("leads to the plain address of a view that was never open", () => {
  expect(addressOf("/wills", "tab=1")).toBe("/wills");
});
