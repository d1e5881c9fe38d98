import fc from "fast-check";
import { expect, it } from "vitest";
import type { KeptPacket } from "../ports/trace.ts";
import { PacketRing } from "./packet-ring.ts";

const RECORD_BYTES = 256;

function packetOf(sequence: number, length: number): KeptPacket {
  const bytes = new Uint8Array(length);
  return {
    sequence,
    at: 0,
    direction: "in",
    clientId: "c",
    version: 5,
    bytes,
    packetBytes: length,
    masked: [],
  };
}

function filled(maximumPackets: number, maximumBytes: number, lengths: readonly number[]) {
  const ring = new PacketRing<KeptPacket>(maximumPackets, maximumBytes);
  for (const length of lengths) ring.add((sequence) => packetOf(sequence, length));
  return ring;
}

it("keeps the newest within its number and its size, and counts the others", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(2_000), { maxLength: 60 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: RECORD_BYTES, max: 8_000 }),
      (lengths, maximumPackets, maximumBytes) => {
        const ring = filled(maximumPackets, maximumBytes, lengths);
        const kept = ring.after(0, lengths.length);
        expect(kept.map(({ sequence }) => sequence)).toEqual(
          kept.map((_, at) => lengths.length - kept.length + 1 + at),
        );
        expect([ring.size, ring.dropped, ring.lastSequence]).toEqual([
          kept.length,
          lengths.length - kept.length,
          lengths.length,
        ]);
        const cost = kept.reduce((sum, { bytes }) => sum + bytes.length + RECORD_BYTES, 0);
        expect(ring.bytes).toBe(cost);
        expect(cost <= maximumBytes && kept.length <= maximumPackets).toBe(true);
        const next = lengths[lengths.length - kept.length - 1];
        const isFull = kept.length === maximumPackets || cost + (next ?? 0) + RECORD_BYTES > maximumBytes;
        expect(next === undefined || isFull).toBe(true);
      },
    ),
    { seed: 7 },
  );
});

it("gives what follows a number, so many at a time", () => {
  const ring = filled(5, Number.POSITIVE_INFINITY, Array(8).fill(1));
  const after = (sequence: number, count: number) => ring.after(sequence, count).map((each) => each.sequence);
  expect([after(0, 2), after(5, 9), after(8, 9), after(99, 9)]).toEqual([[4, 5], [6, 7, 8], [], []]);
});

it("goes on with the numbers of an earlier ring, and stays right when thousands have gone", () => {
  const ring = new PacketRing<KeptPacket>(3, Number.POSITIVE_INFINITY, 100);
  for (let i = 0; i < 5_000; i++) ring.add((sequence) => packetOf(sequence, 1));
  expect(ring.after(0, 9).map(({ sequence }) => sequence)).toEqual([5_098, 5_099, 5_100]);
  expect(ring.dropped).toBe(4_997);
});
