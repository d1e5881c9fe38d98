import { expect, it } from "vitest";
import { bytesOf, textOf } from "./payload.ts";

it("reads base64 as bytes", () => {
  expect([...bytesOf("AQL/AAk=")]).toEqual([1, 2, 255, 0, 9]);
  expect(bytesOf("")).toHaveLength(0);
});

it("takes UTF-8 for text, with line breaks and tabs", () => {
  expect(textOf(new TextEncoder().encode("21 °C\n\t"))).toBe("21 °C\n\t");
  expect(textOf(new Uint8Array(0))).toBe("");
});

it("takes broken UTF-8 and control characters for bytes", () => {
  expect(textOf(Uint8Array.of(0xc3, 0x28))).toBeUndefined();
  expect(textOf(Uint8Array.of(0x41, 0x00))).toBeUndefined();
});
