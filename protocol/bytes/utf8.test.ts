import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReasonCode } from "../reason-codes.ts";
import { hex } from "../test-support/hex.ts";
import { checkUtf8, decodeUtf8OrUndefined, readUtf8, utf8ByteLength, writeUtf8 } from "./utf8.ts";

const read = (bytes: Uint8Array) => readUtf8(bytes, 0, bytes.length);

function write(text: string): Uint8Array {
  const buffer = new Uint8Array(utf8ByteLength(text) + 4);
  return buffer.subarray(0, writeUtf8(buffer, 0, text));
}

describe("UTF-8 strings", () => {
  const texts: [name: string, text: string, bytes: string][] = [
    ["nothing", "", ""],
    ["ASCII", "a/b", "612f62"],
    ["two bytes", "é", "c3a9"],
    ["three bytes", "€", "e282ac"],
    ["four bytes", "𐍈", "f0908d88"],
    ["the last code point", "\u{10ffff}", "f48fbfbf"],
    ["the ends of the surrogates' gap", "\ud7ff\ue000", "ed9fbfee8080"],
    ["U+FEFF, which is kept [5 MQTT-1.5.4-3] [3 MQTT-1.5.3-3]", "\ufeffa\ufeff", "efbbbf61efbbbf"],
  ];
  it.each(texts)("carry %s", (_name, text, bytes) => {
    expect(read(hex(bytes))).toBe(text);
    expect(write(text)).toEqual(hex(bytes));
    expect(decodeUtf8OrUndefined(hex(bytes))).toBe(text);
  });

  it("are read and written alike, of any length", () => {
    const text = fc
      .string({ unit: "binary", maxLength: 6000, size: "max" })
      .filter((each) => !each.includes("\0"));
    fc.assert(
      fc.property(text, (each) => read(write(each)) === each),
      { numRuns: 200, seed: 1 },
    );
  });

  it("are read from payloads of a million bytes", () => {
    for (const text of ["x".repeat(1_000_000), "é".repeat(500_000)]) {
      expect(decodeUtf8OrUndefined(write(text)) === text).toBe(true);
      expect(read(write(text)) === text).toBe(true);
    }
  });

  it("are as long as they are written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!text.includes("\0"));
        return write(text).length === utf8ByteLength(text);
      }),
      { seed: 2 },
    );
  });

  const illFormed: [name: string, bytes: string, offset: number, clause: string][] = [
    ["NUL [5 MQTT-1.5.4-2] [3 MQTT-1.5.3-2]", "6100", 1, "5 MQTT-1.5.4-2"],
    ["NUL behind a wide character [5 MQTT-1.5.4-2]", "c3a900", 2, "5 MQTT-1.5.4-2"],
    ["a surrogate [5 MQTT-1.5.4-1] [3 MQTT-1.5.3-1]", "61eda080", 1, "5 MQTT-1.5.4-1"],
    ["the last surrogate [5 MQTT-1.5.4-1]", "edbfbf", 0, "5 MQTT-1.5.4-1"],
    ["an overlong slash of two bytes [5 MQTT-1.5.4-1]", "c0af", 0, "5 MQTT-1.5.4-1"],
    ["an overlong NUL [5 MQTT-1.5.4-1]", "c080", 0, "5 MQTT-1.5.4-1"],
    ["an overlong form of three bytes [5 MQTT-1.5.4-1]", "e09fbf", 0, "5 MQTT-1.5.4-1"],
    ["an overlong form of four bytes [5 MQTT-1.5.4-1]", "f08fbfbf", 0, "5 MQTT-1.5.4-1"],
    ["a code point beyond U+10FFFF [5 MQTT-1.5.4-1]", "f4908080", 0, "5 MQTT-1.5.4-1"],
    ["a first byte that is none [5 MQTT-1.5.4-1]", "f5808080", 0, "5 MQTT-1.5.4-1"],
    ["a continuation byte alone [5 MQTT-1.5.4-1]", "6180", 1, "5 MQTT-1.5.4-1"],
    ["a sequence cut after one byte [5 MQTT-1.5.4-1]", "e2", 0, "5 MQTT-1.5.4-1"],
    ["a sequence cut after two bytes [5 MQTT-1.5.4-1]", "f09f98", 0, "5 MQTT-1.5.4-1"],
    ["a sequence broken off by ASCII [5 MQTT-1.5.4-1]", "e28261", 0, "5 MQTT-1.5.4-1"],
  ];
  it.each(illFormed)("may not contain %s", (_name, bytes, offset, clause) => {
    const expected = expect.objectContaining({ reasonCode: ReasonCode.MalformedPacket, offset, clause });
    expect(() => read(hex(bytes))).toThrow(expected);
    expect(() => checkUtf8(hex(bytes), 0, bytes.length / 2)).toThrow(expected);
  });

  it("accept exactly the bytes that a strict TextDecoder accepts, NUL aside", () => {
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const decode = (bytes: Uint8Array) => {
      try {
        return strict.decode(bytes);
      } catch {
        return undefined;
      }
    };
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0xe0, 0xed, 0xf0, 0xf4, 0x80, 0x9f, 0xa0, 0xbf),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 6 }), (values) => {
        const bytes = Uint8Array.from(values);
        return decodeUtf8OrUndefined(bytes) === decode(bytes);
      }),
      { numRuns: 20_000, seed: 3 },
    );
  });

  it.each([
    ["half a pair at the end", "a\ud800"],
    ["half a pair within", "\ud800a"],
    ["a low surrogate first", "\udc00\ud800"],
    ["NUL", "a\0"],
  ])("with %s are not sent [5 MQTT-1.5.4-1] [5 MQTT-1.5.4-2]", (_name, text) => {
    expect(() => write(text)).toThrow(expect.objectContaining({ name: "MqttError" }));
  });
});
