import type { Slice } from "../../core/ports/wire.ts";

/** Bytes of the block that slices are joined in. */
const BLOCK_BYTES = 64 * 1024;

/**
 * Joins slices into one chunk, for a transport whose system calls or frames cost more than the copy. The block is used
 * again for the next write as soon as the operating system has taken the last one: nearly always at once.
 */
export class Joiner {
  #block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  #keptTo = 0;
  #end = 0;

  /** The first `count` slices as one chunk, which is good until the next call, or until it is sent after `keep`. */
  join(slices: readonly Slice[], count: number): Buffer {
    const bytes = bytesOf(slices, count);
    const target = bytes > BLOCK_BYTES ? Buffer.allocUnsafeSlow(bytes) : this.#room(bytes);
    let at = 0;
    for (let index = 0; index < count; index++) {
      const { buffer, start, end } = slices[index] as Slice;
      target.set(buffer.subarray(start, end), at);
      at += end - start;
    }
    return target;
  }

  /** The last chunk is still to be sent: its place in the block is not used again. */
  keep(): void {
    this.#keptTo = this.#end;
  }

  #room(bytes: number): Buffer {
    if (this.#keptTo + bytes > BLOCK_BYTES) {
      this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      this.#keptTo = 0;
    }
    this.#end = this.#keptTo + bytes;
    return this.#block.subarray(this.#keptTo, this.#end);
  }
}

/** Bytes in the first `count` slices together. */
export function bytesOf(slices: readonly Slice[], count: number): number {
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const { start, end } = slices[index] as Slice;
    bytes += end - start;
  }
  return bytes;
}

/** A slice as a Buffer over the same memory. */
export function view({ buffer, start, end }: Slice): Buffer {
  return Buffer.from(buffer.buffer as ArrayBuffer, buffer.byteOffset + start, end - start);
}
