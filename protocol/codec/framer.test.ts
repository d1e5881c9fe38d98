import { describe, expect, it } from "vitest";
import { MqttError } from "../errors.ts";
import { ReasonCode } from "../reason-codes.ts";
import { hex, toHex } from "../test-support/hex.ts";
import { Framer } from "./framer.ts";

const PINGREQ = "c000";
const PUBLISH = "300700046c616d7031"; // "lamp", "1"
const LARGE = `30 80 01 0001 61 ${"78".repeat(125)}`;

function drain(framer: Framer): string[] {
  const packets: string[] = [];
  while (framer.next()) packets.push(hexOf(framer));
  return packets;
}

function hexOf({ buffer, start, end }: Framer): string {
  return toHex(buffer.subarray(start, end));
}

const compact = (text: string) => text.replaceAll(" ", "");

describe("Framer", () => {
  it("hands out packets where they lie in the chunk, without a copy", () => {
    const framer = new Framer(1000);
    const chunk = hex(PINGREQ + PUBLISH);
    framer.push(chunk);
    expect(framer.next()).toBe(true);
    expect([framer.buffer === chunk, framer.start, framer.body, framer.end]).toEqual([true, 0, 2, 2]);
    expect(framer.next()).toBe(true);
    expect([framer.buffer === chunk, framer.start, framer.body, framer.end]).toEqual([true, 2, 4, 11]);
    expect(framer.next()).toBe(false);
  });

  it("puts a packet together that is cut anywhere, and reads on in the chunk [5 MQTT-6.0.0-2] [3 MQTT-6.0.0-2]", () => {
    const stream = hex(PUBLISH + LARGE + PINGREQ);
    for (let cut = 0; cut <= stream.length; cut++) {
      const framer = new Framer(1000);
      framer.push(stream.subarray(0, cut));
      const packets = drain(framer);
      const rest = stream.subarray(cut);
      framer.push(rest);
      packets.push(...drain(framer));
      expect(packets).toEqual([PUBLISH, compact(LARGE), PINGREQ]);
    }
  });

  it("takes chunks of one byte", () => {
    const framer = new Framer(1000);
    const packets: string[] = [];
    for (const byte of hex(PUBLISH + LARGE + PINGREQ)) {
      framer.push(Uint8Array.of(byte));
      packets.push(...drain(framer));
    }
    expect(packets).toEqual([PUBLISH, compact(LARGE), PINGREQ]);
  });

  it("copies nothing of the chunk behind a packet that was cut", () => {
    const framer = new Framer(1000);
    framer.push(hex("3007"));
    expect(framer.next()).toBe(false);
    const chunk = hex(PUBLISH.slice(4) + PINGREQ);
    framer.push(chunk);
    expect(framer.next()).toBe(true);
    expect(framer.next()).toBe(true);
    expect([framer.buffer === chunk, hexOf(framer)]).toEqual([true, PINGREQ]);
  });

  it("takes chunks while earlier ones are not read", () => {
    const framer = new Framer(1000);
    const packets: string[] = [];
    const stream = hex(PUBLISH.repeat(3) + LARGE + PINGREQ);
    framer.push(stream.subarray(0, 12));
    expect(framer.next()).toBe(true);
    packets.push(hexOf(framer));
    for (const byte of stream.subarray(12)) framer.push(Uint8Array.of(byte));
    expect(framer.bufferedBytes).toBe(stream.length - 9);
    packets.push(...drain(framer));
    expect(packets).toEqual([PUBLISH, PUBLISH, PUBLISH, compact(LARGE), PINGREQ]);
  });

  it("keeps the bytes of a packet as they are when more comes behind it", () => {
    const framer = new Framer(1000);
    const stream = hex(PUBLISH.repeat(4));
    for (const byte of stream) framer.push(Uint8Array.of(byte));
    framer.next();
    const first = framer.buffer.subarray(framer.start, framer.end);
    framer.push(hex(LARGE));
    drain(framer);
    expect(first).toEqual(hex(PUBLISH));
  });

  it("lets go of the chunk when it is read to its end", () => {
    const framer = new Framer(1000);
    framer.push(hex(PUBLISH));
    drain(framer);
    expect([framer.buffer.length, framer.bufferedBytes]).toEqual([0, 0]);
  });

  it("counts the bytes that came of a packet that is not whole yet", () => {
    const framer = new Framer(2_000_004);
    framer.push(hex("30 80 89 7a 00"));
    expect(framer.next()).toBe(false);
    expect(framer.bufferedBytes).toBe(5);
  });
});

describe("Framer refuses", () => {
  const cases: [name: string, bytes: string, reasonCode: number][] = [
    ["type 0", "00", ReasonCode.MalformedPacket],
    ["type 0 in a whole packet", "0000", ReasonCode.MalformedPacket],
    ["a remaining length of five bytes [5 MQTT-1.5.5-1]", "30ffffffff", ReasonCode.MalformedPacket],
    ["a remaining length in a longer form [5 MQTT-1.5.5-1]", "c08000", ReasonCode.MalformedPacket],
    ["a declared length over the limit, before its bytes come", "30e707", ReasonCode.PacketTooLarge],
    ["the largest length there is", "30ffffff7f", ReasonCode.PacketTooLarge],
  ];
  it.each(cases)("%s", (_name, bytes, reasonCode) => {
    const whole = new Framer(1000);
    whole.push(hex(bytes));
    expect(() => whole.next()).toThrow(expect.objectContaining({ reasonCode }));
    expect(() => whole.next()).toThrow(expect.objectContaining({ reasonCode }));

    const byteByByte = new Framer(1000);
    const feed = () => {
      for (const byte of hex(bytes)) {
        byteByByte.push(Uint8Array.of(byte));
        byteByByte.next();
      }
    };
    expect(feed).toThrow(expect.objectContaining({ reasonCode }));
  });

  it("a whole packet over the limit, and takes one of just that size", () => {
    const framer = new Framer(9);
    framer.push(hex(PUBLISH));
    expect(framer.next()).toBe(true);
    framer.maximumPacketBytes = 8;
    framer.push(hex(PUBLISH));
    expect(() => framer.next()).toThrow(
      expect.objectContaining({ reasonCode: ReasonCode.PacketTooLarge, offset: 1 }),
    );
  });
});

describe("what is unread", () => {
  it("is what came of a packet that is not whole yet, wherever it lies", () => {
    for (const chunks of ["c0 00 30", "c0 00|30", "c0|00 30"]) {
      const framer = new Framer(100);
      for (const chunk of chunks.split("|")) {
        framer.push(Uint8Array.from(hex(chunk)));
        while (framer.next());
      }
      expect(framer.unread).toEqual(Uint8Array.of(0x30));
    }
  });

  it("is what was refused, and what follows", () => {
    const framer = new Framer(100);
    framer.push(Uint8Array.from(hex("c0 00 00 01")));
    expect(framer.next()).toBe(true);
    expect(() => framer.next()).toThrow(MqttError);
    expect(framer.unread).toEqual(Uint8Array.of(0x00, 0x01));
  });
});
