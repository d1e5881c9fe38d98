import { describe, expect, it } from "vitest";
import { base64Of, bestText, readPayload, writePayload } from "./payload-text.ts";

describe("the bytes of a payload text", () => {
  it.each([
    ["hex", "00ff 1A\n2b", [0, 0xff, 0x1a, 0x2b]],
    ["hex", "", []],
    ["base64", "AP8a", [0, 0xff, 0x1a]],
    ["base64", "AP8=", [0, 0xff]],
    ["base64", "AP8", [0, 0xff]],
    ["base64", " A P\n8= ", [0, 0xff]],
    ["text", "é{", [0xc3, 0xa9, 0x7b]],
    ["json", "", []],
    ["json", "[1]", [0x5b, 0x31, 0x5d]],
  ] as const)("%s %j", (mode, text, bytes) => {
    expect(readPayload(text, mode)).toEqual({ isValid: true, bytes: Uint8Array.from(bytes) });
  });

  it.each([
    ["hex", "0g", { kind: "hexDigit", place: 2, part: "g" }],
    ["hex", "00 😀", { kind: "hexDigit", place: 4, part: "😀" }],
    ["hex", "00 f", { kind: "hexHalf", place: 4 }],
    ["hex", "0 00", { kind: "hexHalf", place: 1 }],
    ["base64", "AA*A", { kind: "base64Sign", place: 3, part: "*" }],
    ["base64", "A=AA", { kind: "base64Sign", place: 2, part: "=" }],
    ["base64", "AAAAA", { kind: "base64Length" }],
    ["base64", "AA=", { kind: "base64Length" }],
    ["base64", "====", { kind: "base64Length" }],
    ["json", '{\n "a": }', { kind: "json", line: 2, column: 7 }],
  ] as const)("%s %j is wrong", (mode, text, problem) => {
    expect(readPayload(text, mode)).toEqual({ isValid: false, problem });
  });
});

describe("a payload as text", () => {
  const binary = Uint8Array.of(0, 0xff);
  const encode = (text: string) => new TextEncoder().encode(text);

  it("is read best as JSON, as text or as bytes", () => {
    expect(bestText(encode('{"a":1}'))).toEqual({ mode: "json", text: '{"a":1}' });
    expect(bestText(encode("21.5"))).toEqual({ mode: "text", text: "21.5" });
    expect(bestText(binary)).toEqual({ mode: "hex", text: "00 ff" });
    expect(bestText(new Uint8Array(5000)).mode).toBe("base64");
  });

  it("is not written as text where it is none", () => {
    expect(writePayload(binary, "text")).toBeUndefined();
    expect(writePayload(encode("{"), "json")).toBeUndefined();
    expect(writePayload(encode("{"), "hex")).toBe("7b");
    expect(base64Of(binary)).toBe("AP8=");
  });
});
