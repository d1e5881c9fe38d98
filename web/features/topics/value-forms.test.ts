import { expect, it } from "vitest";
import { base64Lines, lenientText, naturalForm, textPieces } from "./value-forms.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

it("shows a payload as what it is", () => {
  expect(naturalForm(bytes('{"a": 1}'))).toBe("json");
  expect(naturalForm(bytes(" [1]"))).toBe("json");
  expect(naturalForm(bytes("21.5"))).toBe("text");
  expect(naturalForm(bytes("{not json"))).toBe("text");
  expect(naturalForm(Uint8Array.of(0, 255))).toBe("hex");
  expect(naturalForm(bytes(""))).toBe("text");
});

it("does not take a text for bytes because it was cut within a character", () => {
  expect(naturalForm(bytes("21 °").subarray(0, 4))).toBe("hex");
  expect(naturalForm(bytes("21 °").subarray(0, 4), true)).toBe("text");
  expect(naturalForm(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff), true)).toBe("hex");
});

it("says when a text is not exactly the bytes", () => {
  expect(lenientText(Uint8Array.of(0x41, 0xc3))).toEqual({ text: "A\uFFFD", isExact: false });
  expect(lenientText(bytes("\uFFFD"))).toEqual({ text: "\uFFFD", isExact: true });
});

it("writes base64 in lines, across its pieces", () => {
  const payload = Uint8Array.from({ length: 60_000 }, (_, index) => index % 251);
  const text = base64Lines(payload);
  expect(Buffer.from(text, "base64")).toEqual(Buffer.from(payload));
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBe(76);
  expect(base64Lines(new Uint8Array(0))).toBe("");
});

it("cuts a long text behind lines, and loses nothing", () => {
  const text = "first line\nsecond line\nthird";
  expect(textPieces(text, 14)).toEqual(["first line\n", "second line\n", "third"]);
  expect(textPieces("abcdefgh", 3)).toEqual(["abc", "def", "gh"]);
  expect(textPieces("ab😀cd", 3)).toEqual(["ab😀", "cd"]);
  expect(textPieces("", 3)).toEqual([]);
});
