/** Bytes of one slab; also the most that is ever copied into one. */
const SLAB_BYTES = 64 * 1024;

/**
 * Memory for what the broker itself encodes: handed out from one end of a large buffer, freed by the garbage collector
 * when the last slice of it is sent. Making one typed array a packet would cost more than encoding it (150 ns).
 */
export class Slab {
  buffer = new Uint8Array(SLAB_BYTES);
  #at = 0;

  /** Makes room for `bytes` and returns where it begins in `buffer`, which may be a new one. */
  take(bytes: number): number {
    if (this.#at + bytes > this.buffer.length) {
      this.buffer = new Uint8Array(Math.max(SLAB_BYTES, bytes));
      this.#at = 0;
    }
    const start = this.#at;
    this.#at += bytes;
    return start;
  }
}
