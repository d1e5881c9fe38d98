import { describe, expect, it } from "vitest";
import { ReasonCode } from "../reason-codes.ts";
import { hex, toHex } from "../test-support/hex.ts";
import { Reader } from "./reader.ts";
import { variableByteIntegerLength } from "./variable-byte-integer.ts";
import { Writer } from "./writer.ts";

const readerOf = (bytes: string) => new Reader(hex(bytes), 0, 0, hex(bytes).length);

describe("variable byte integers", () => {
  it.each([
    [0, "00"],
    [127, "7f"],
    [128, "8001"],
    [16_383, "ff7f"],
    [16_384, "808001"],
    [2_097_151, "ffff7f"],
    [2_097_152, "80808001"],
    [268_435_455, "ffffff7f"],
  ])("%i is %s, in its shortest form [5 MQTT-1.5.5-1]", (value, bytes) => {
    const writer = new Writer();
    writer.variableByteInteger(value, "value");
    expect(toHex(writer.finish())).toBe(bytes);
    expect(variableByteIntegerLength(value)).toBe(hex(bytes).length);
    expect(readerOf(bytes).variableByteInteger("value")).toBe(value);
  });

  it.each(["8000", "ff8000", "80808080", "8080808001", "80"])("%s is none [5 MQTT-1.5.5-1]", (bytes) => {
    const malformed = expect.objectContaining({ reasonCode: ReasonCode.MalformedPacket });
    expect(() => readerOf(bytes).variableByteInteger("value")).toThrow(malformed);
  });

  it("are not written beyond 268,435,455", () => {
    expect(() => new Writer().variableByteInteger(268_435_456, "value")).toThrow(
      "value must be a whole number",
    );
  });
});

describe("Reader", () => {
  it("reads one after another", () => {
    const reader = readerOf("ff0102fffffffe0002616200010363");
    expect([reader.u8("a"), reader.u16("b"), reader.u32("c")]).toEqual([0xff, 0x0102, 0xfffffffe]);
    expect(reader.string("d")).toBe("ab");
    expect(toHex(reader.binary("e"))).toBe("03");
    expect(toHex(reader.bytes(1, "f"))).toBe("63");
    expect(() => reader.finish("it")).not.toThrow();
  });

  it("says what it was reading when the packet ended, and where", () => {
    const reader = new Reader(hex("c000 0005 61"), 2, 2, 5);
    expect(() => reader.string("the topic")).toThrow(
      expect.objectContaining({ message: "the packet ends within the topic", offset: 2 }),
    );
  });

  it("refuses what is left over", () => {
    expect(() => readerOf("0000").finish("PINGREQ")).toThrow("PINGREQ has 2 bytes too many");
  });
});

describe("Writer", () => {
  it("puts a length before what was written after it", () => {
    const writer = new Writer();
    const start = writer.beginLength();
    writer.bytes(new Uint8Array(200));
    writer.endLength(start, "length");
    expect(toHex(writer.finish().subarray(0, 3))).toBe("c80100");
    expect(writer.finish()).toHaveLength(202);
  });

  it.each([
    ["a number below 0", (writer: Writer) => writer.u16(-1, "it")],
    ["a number of more than 16 bits", (writer: Writer) => writer.u16(65_536, "it")],
    ["a number of more than 32 bits", (writer: Writer) => writer.u32(2 ** 32, "it")],
    ["no number", (writer: Writer) => writer.u16(Number.NaN, "it")],
    [
      "binary data of more than 65,535 bytes",
      (writer: Writer) => writer.binary(new Uint8Array(65_536), "it"),
    ],
    ["a string of more than 65,535 bytes", (writer: Writer) => writer.string("é".repeat(32_768), "it")],
  ])("refuses %s", (_name, write) => {
    expect(() => write(new Writer())).toThrow(/^it /);
  });
});
