import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProtocolVersion } from "../packets.ts";
import { packetArbitraries } from "../test-support/arbitraries.ts";
import { decodeAll } from "../test-support/decode-all.ts";
import { encode } from "./encode.ts";

const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5];
const PACKETS = VERSIONS.flatMap((version) =>
  packetArbitraries(version).map(([name, packets]) => [name, version, packets] as const),
);

describe("what is encoded is decoded again", () => {
  it.each(PACKETS)("%s of version %i", (_name, version, packets) => {
    fc.assert(
      fc.property(packets, (packet) => {
        expect(decodeAll(version, undefined, encode(packet, version))).toEqual([packet]);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it.each(VERSIONS)("in streams of version %i that are cut anywhere", (version) => {
    const any = fc.oneof(...packetArbitraries(version).map(([, packets]) => packets));
    const streams = fc.tuple(
      fc.array(any, { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
    );
    fc.assert(
      fc.property(streams, ([packets, sizes]) => {
        const bytes = Uint8Array.from(packets.flatMap((packet) => [...encode(packet, version)]));
        expect(decodeAll(version, undefined, ...cut(bytes, sizes))).toEqual(packets);
      }),
      { numRuns: 300, seed: 6 },
    );
  });
});

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunks.at(-1)?.length ?? 0) {
    chunks.push(bytes.subarray(at, at + (sizes[chunks.length % sizes.length] ?? 1)));
  }
  return chunks;
}
