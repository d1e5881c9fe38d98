import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ReasonCode } from "../protocol/reason-codes.ts";

const HEX = 16;

describe("docs/reason-codes.md", () => {
  const document = readFileSync("docs/reason-codes.md", "utf8");

  it.each(Object.entries(ReasonCode))("says when %s is sent, or why never", (_name, code) => {
    expect(document).toContain(`0x${code.toString(HEX).padStart(2, "0").toUpperCase()}`);
  });
});
