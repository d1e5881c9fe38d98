import { expect, it } from "vitest";
import { asciiOf, hexByte, hexOffset, hexText, movedByte, rangeEnds } from "./hex.ts";

it("writes bytes and offsets", () => {
  expect(hexByte(0x0a)).toBe("0a");
  expect(hexOffset(4096)).toBe("00001000");
  expect(hexText(new Uint8Array([0x10, 0xff]))).toBe("10 ff");
});

it("shows a point for what is not ASCII", () => {
  expect([0x41, 0x00, 0x7f, 0xe9, 0x20].map(asciiOf).join("")).toBe("A··· ");
});

it("moves through the bytes and stays among them", () => {
  expect(movedByte("ArrowDown", 3, 40, 16, 160)).toBe(19);
  expect(movedByte("ArrowUp", 3, 40, 16, 160)).toBe(0);
  expect(movedByte("End", 3, 40, 16, 160)).toBe(39);
  expect(movedByte("x", 3, 40, 16, 160)).toBeUndefined();
  expect(rangeEnds({ anchor: 9, head: 4 })).toEqual([4, 9]);
});
