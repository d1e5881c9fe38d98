import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinBytes } from "../bytes/copy.ts";
import { Framer } from "./framer.ts";

const KIB = 1024;
const HEADER = [0x30, 0x80, 0x80, 0x04]; // 64 KiB follow
const PINGREQ = [0xc0, 0x00];

/** A PUBLISH of 64 KiB and its header, each byte of which tells its place, then a PINGREQ. */
function stream(): Uint8Array {
  const bytes = new Uint8Array(HEADER.length + 64 * KIB + PINGREQ.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = at % 251;
  bytes.set(HEADER);
  bytes.set(PINGREQ, bytes.length - PINGREQ.length);
  return bytes;
}

/** The pieces in which a framer that leaves them hands out the first packet of chunks cut at these places. */
function piecesOf(cuts: readonly number[]): { pieces: readonly Uint8Array[]; framer: Framer } {
  const framer = new Framer(1_000_000, true);
  const bytes = stream();
  const places = [0, ...cuts, bytes.length];
  for (let index = 1; index < places.length; index++) {
    framer.push(bytes.slice(places[index - 1], places[index]));
    if (framer.next()) return { pieces: framer.pieces, framer };
  }
  throw new Error("the packet never came");
}

const packet = (): Uint8Array => stream().subarray(0, -PINGREQ.length);

describe("a large packet that is cut", () => {
  it("is left in its pieces, of which the first is the buffer, until it is joined", () => {
    const { pieces, framer } = piecesOf([40 * KIB]);
    expect(pieces.map(({ length }) => length)).toEqual([40 * KIB, 24 * KIB + HEADER.length]);
    expect([framer.buffer === pieces[0], framer.start, framer.body, framer.end]).toEqual([
      true,
      0,
      HEADER.length,
      packet().length,
    ]);
    framer.join();
    expect([framer.pieces.length, framer.start, framer.body]).toEqual([0, 0, HEADER.length]);
    expect(framer.buffer).toEqual(packet());
    expect(framer.next()).toBe(true);
    expect([...framer.buffer.subarray(framer.start, framer.end)]).toEqual(PINGREQ);
  });

  it("has its beginning and its end kept however small they are, and the packet behind it is in no pieces", () => {
    const { pieces, framer } = piecesOf([5, 60 * KIB, 64 * KIB]);
    expect(pieces).toHaveLength(4);
    expect(joinBytes(pieces)).toEqual(packet());
    expect(framer.next()).toBe(true);
    expect(framer.pieces).toHaveLength(0);
  });

  it("is copied as it comes from a small chunk in its middle on", () => {
    const { pieces, framer } = piecesOf([20 * KIB, 20 * KIB + 100, 40 * KIB]);
    expect(pieces).toHaveLength(0);
    expect(framer.buffer).toEqual(packet());
  });

  it("does not keep the chunk that its small beginning came in", () => {
    const framer = new Framer(1_000_000, true);
    const small = [0x30, 0x02, 0x00, 0x00];
    const chunk = new Uint8Array([...Array(100).fill(small).flat(), ...stream().subarray(0, 10)]);
    framer.push(chunk);
    while (framer.next());
    framer.push(stream().slice(10));
    expect(framer.next()).toBe(true);
    expect(framer.pieces[0]?.buffer.byteLength).toBe(10);
    expect(joinBytes(framer.pieces)).toEqual(packet());
  });

  it("counts as bytes that came", () => {
    const framer = new Framer(1_000_000, true);
    framer.push(stream().slice(0, 30 * KIB));
    framer.next();
    framer.push(stream().slice(30 * KIB, 50 * KIB));
    framer.next();
    expect(framer.bufferedBytes).toBe(50 * KIB);
  });

  it("is the same whatever its chunks are, joined or not", () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 64 * KIB }), { maxLength: 6 });
    fc.assert(
      fc.property(cuts, fc.boolean(), (places, leavesPieces) => {
        const framer = new Framer(1_000_000, leavesPieces);
        const bytes = stream();
        const sorted = [0, ...new Set(places.toSorted((a, b) => a - b)), bytes.length];
        const packets: Uint8Array[] = [];
        for (let index = 1; index < sorted.length; index++) {
          framer.push(bytes.slice(sorted[index - 1], sorted[index]));
          while (framer.next()) {
            framer.join();
            packets.push(framer.buffer.slice(framer.start, framer.end));
          }
        }
        expect(packets).toEqual([packet(), Uint8Array.from(PINGREQ)]);
      }),
      { numRuns: 50 },
    );
  });
});
