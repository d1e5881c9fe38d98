/** Bytes taken at a time: about five milliseconds of small messages. */
const PIECE_BYTES = 65_536;

/** What has come from the wire and is not read yet. */
export class InputQueue {
  #chunks: Uint8Array[] = [];

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  /** The next piece; empty when there is none. */
  next(): Uint8Array {
    const chunk = this.#chunks[0] ?? new Uint8Array(0);
    if (chunk.length <= PIECE_BYTES) {
      this.#chunks.shift();
      return chunk;
    }
    this.#chunks[0] = chunk.subarray(PIECE_BYTES);
    return chunk.subarray(0, PIECE_BYTES);
  }

  clear(): void {
    this.#chunks = [];
  }
}
