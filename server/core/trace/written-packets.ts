import { copyInto } from "../../../protocol/bytes/copy.ts";
import { readHeader } from "../../../protocol/codec/framer.ts";
import type { Slice } from "../ports/wire.ts";

/** Takes a packet in buffer[start..end), which is its beginning alone where it was cut. */
export type TakePacket = (buffer: Uint8Array, start: number, end: number, packetBytes: number) => void;

/** A packet whose end lies in another slice than its beginning. */
interface Joined {
  readonly bytes: Uint8Array;
  readonly packetBytes: number;
  /** Bytes that are there. */
  filled: number;
  /** Bytes of the packet that are still to come. */
  missing: number;
}

/**
 * Finds the packets in what is handed to a wire, one after another. Neighbours lie merged in one slice, and a large payload
 * lies in another than its head. No more than `maximumBytes` of a packet are looked at.
 */
export function eachWritten(
  slices: readonly Slice[],
  count: number,
  maximumBytes: number,
  take: TakePacket,
): void {
  let joined: Joined | undefined;
  for (let at = 0; at < count; at++) {
    const slice = slices[at] as Slice;
    let from = slice.start;
    if (joined !== undefined) {
      from = join(joined, slice);
      if (joined.missing > 0) continue;
      take(joined.bytes, 0, joined.filled, joined.packetBytes);
    }
    joined = eachWhole(slice, from, maximumBytes, take);
  }
}

/** Those that lie whole in a slice; the beginning of the last, if that does not. */
function eachWhole(slice: Slice, from: number, maximumBytes: number, take: TakePacket): Joined | undefined {
  const { buffer, end } = slice;
  for (let at = from; at < end; ) {
    const next = readHeader(buffer, at, end)?.end ?? end;
    const packetBytes = next - at;
    if (next > end) {
      const bytes = new Uint8Array(Math.min(packetBytes, maximumBytes));
      const joined = { bytes, packetBytes, filled: 0, missing: packetBytes };
      join(joined, { buffer, start: at, end });
      return joined;
    }
    take(buffer, at, Math.min(next, at + maximumBytes), packetBytes);
    at = next;
  }
  return undefined;
}

/** Adds what belongs to the packet; returns where in the slice that ends. */
function join(joined: Joined, { buffer, start, end }: Slice): number {
  const length = Math.min(joined.missing, end - start);
  const kept = Math.min(length, joined.bytes.length - joined.filled);
  joined.filled = copyInto(joined.bytes, joined.filled, buffer, start, start + kept);
  joined.missing -= length;
  return start + length;
}
