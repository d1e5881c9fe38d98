/** Room before the bytes for the header of a WebSocket frame; a multiple of four, so that words are masked. */
export const HEAD_BYTES = 16;

/** Buffers that were written whole and serve again. */
export class OutBuffers {
  readonly bytes: number;
  readonly #free: Buffer[] = [];

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(this.bytes);
  }

  giveBack(buffer: Buffer): void {
    this.#free.push(buffer);
  }
}
