import { describe, expect, it } from "vitest";
import { numberAt, numericFields } from "./number-fields.ts";
import { previewOf } from "./preview.ts";

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe("numbers in a payload", () => {
  it("are the payload itself or any field of its JSON", () => {
    expect(numericFields(bytes(" 21.5 "))).toEqual([""]);
    expect(numericFields(bytes('{"a":1,"b":{"c":[2,{"d":true}]},"e":"3"}'))).toEqual([
      "a",
      "b.c[0]",
      "b.c[1].d",
    ]);
    expect(numericFields(bytes("on"))).toEqual([]);
    expect(numericFields(new Uint8Array([0xff, 0x31]))).toEqual([]);
  });

  it("are read back by their path", () => {
    const payload = bytes('{"b":{"c":[2,{"d":true}]}}');
    expect(numberAt(payload, "b.c[0]")).toBe(2);
    expect(numberAt(payload, "b.c[1].d")).toBe(1);
    expect(numberAt(payload, "b.x.y")).toBeUndefined();
    expect(numberAt(bytes("-1e3"), "")).toBe(-1000);
    expect(numberAt(bytes("12 apples"), "")).toBeUndefined();
  });
});

describe("the preview", () => {
  it("is one line of text", () => {
    expect(previewOf(bytes('{\n  "a": 1\n}'))).toEqual({
      preview: '{ "a": 1 }',
      previewKind: "text",
      isPreviewCut: false,
    });
  });

  it("says when it is cut, and cuts no character in two", () => {
    const { preview, isPreviewCut } = previewOf(bytes(`a${"é".repeat(200)}`));
    expect(isPreviewCut).toBe(true);
    expect(preview).toMatch(/^aé+$/);
  });

  it("never shows bytes as if they were text", () => {
    expect(previewOf(new Uint8Array([0xc3, 0x28])).previewKind).toBe("bytes");
    expect(previewOf(new Uint8Array([0x61, 0x00])).previewKind).toBe("bytes");
    expect(previewOf(new Uint8Array(0)).previewKind).toBe("empty");
  });
});
