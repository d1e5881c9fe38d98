import fc from "fast-check";
import { expect, it } from "vitest";
import type { Slice } from "../ports/wire.ts";
import { eachWritten } from "./written-packets.ts";

const MORE = 0x80;

/** A packet with a body of `length` bytes. */
function packetOf(type: number, length: number): number[] {
  const header = length < MORE ? [length] : [(length % MORE) | MORE, Math.floor(length / MORE)];
  return [type << 4, ...header, ...Array.from({ length }, (_, at) => at % 256)];
}

/** Whole packets in slices; some have their end in slices of their own, as a large payload has. */
const written = fc
  .array(
    fc.record({
      type: fc.integer({ min: 1, max: 15 }),
      length: fc.nat(300),
      cut: fc.nat(300),
      joins: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((parts) => {
    const packets = parts.map(({ type, length }) => packetOf(type, length));
    const runs: number[][] = [[]];
    for (const [at, packet] of packets.entries()) {
      const { cut = 0, joins = true } = parts[at] ?? {};
      if (!joins) runs.push([]);
      // the header is always in one piece
      const head = Math.min(packet.length, 3 + cut);
      runs.at(-1)?.push(...packet.slice(0, head));
      if (head < packet.length) runs.push(packet.slice(head));
    }
    return { packets, slices: runs.map(sliceOf) };
  });

function sliceOf(bytes: readonly number[]): Slice {
  const buffer = Uint8Array.from([0xff, 0xff, ...bytes, 0xff]);
  return { buffer, start: 2, end: 2 + bytes.length };
}

function found(slices: readonly Slice[], maximumBytes: number): { bytes: number[]; packetBytes: number }[] {
  const packets: { bytes: number[]; packetBytes: number }[] = [];
  eachWritten(slices, slices.length, maximumBytes, (buffer, start, end, packetBytes) =>
    packets.push({ bytes: [...buffer.subarray(start, end)], packetBytes }),
  );
  return packets;
}

it("finds each packet, however they lie in slices", () => {
  fc.assert(
    fc.property(written, ({ packets, slices }) => {
      expect(found(slices, 1_000)).toEqual(
        packets.map((packet) => ({ bytes: packet, packetBytes: packet.length })),
      );
    }),
    { seed: 5 },
  );
});

it("looks at no more of a packet than it may, and knows how long it is", () => {
  fc.assert(
    fc.property(written, fc.integer({ min: 8, max: 200 }), ({ packets, slices }, maximumBytes) => {
      expect(found(slices, maximumBytes)).toEqual(
        packets.map((packet) => ({ bytes: packet.slice(0, maximumBytes), packetBytes: packet.length })),
      );
    }),
    { seed: 5 },
  );
});

it("looks only at as many slices as are written", () => {
  const taken: number[] = [];
  const slices = [sliceOf(packetOf(13, 0)), sliceOf(packetOf(13, 0))];
  eachWritten(slices, 1, 100, (_buffer, _start, _end, packetBytes) => taken.push(packetBytes));
  expect(taken).toEqual([2]);
});
