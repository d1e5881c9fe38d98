import { describe, expect, it } from "vitest";
import { PacketType } from "../packets.ts";
import { ALL_CASES } from "../test-support/all-cases.ts";
import { decodeAll } from "../test-support/decode-all.ts";
import { hex, toHex } from "../test-support/hex.ts";
import { encode } from "./encode.ts";

describe("packets", () => {
  it.each(ALL_CASES)("decode: $name", ({ version, hex: bytes, packet }) => {
    expect(decodeAll(version, undefined, hex(bytes))).toEqual([packet]);
  });

  it.each(ALL_CASES)("encode: $name", ({ version, hex: bytes, packet }) => {
    expect(toHex(encode(packet, version))).toBe(toHex(hex(bytes)));
  });

  it.each(ALL_CASES)("decode, cut at every byte: $name", ({ version, hex: bytes, packet }) => {
    const whole = hex(bytes);
    for (let cut = 0; cut <= whole.length; cut++) {
      expect(decodeAll(version, undefined, whole.subarray(0, cut), whole.subarray(cut))).toEqual([packet]);
    }
  });

  it.each(ALL_CASES)("decode, byte by byte and twice in a row: $name", ({ version, hex: bytes, packet }) => {
    const chunks = Array.from(hex(bytes + bytes), (byte) => Uint8Array.of(byte));
    expect(decodeAll(version, undefined, ...chunks)).toEqual([packet, packet]);
  });

  it("are all in the table", () => {
    const types = new Set(ALL_CASES.map(({ packet }) => packet.type));
    expect(types.size).toBe(Object.keys(PacketType).length);
  });
});
