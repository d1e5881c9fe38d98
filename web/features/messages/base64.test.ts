import { expect, it } from "vitest";
import { bytesOf } from "../../lib/payload.ts";
import { base64Of } from "./base64.ts";

it("writes bytes that read back the same, however many", () => {
  expect(base64Of(new Uint8Array([0, 255, 16]))).toBe("AP8Q");
  const many = Uint8Array.from({ length: 100_000 }, (_, n) => n % 256);
  expect(bytesOf(base64Of(many))).toEqual(many);
});
