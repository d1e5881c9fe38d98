import { copyBytes, copyInto } from "../../../protocol/bytes/copy.ts";

/** Bytes of a block. A message that lives long keeps its whole block in memory, so blocks are small. */
const BLOCK_BYTES = 8 * 1024;
/** A larger payload gets memory of its own. */
const LARGEST_IN_BLOCK_BYTES = 1024;

/**
 * Gives messages that must be kept their number and their memory. Small payloads share blocks: a typed array of its own
 * for each costs an allocation outside the JavaScript heap, and at QoS 1 the garbage collector then took a third of the
 * time.
 */
export class MessageKeeper {
  #nextNumber = 1;
  #block = new Uint8Array(BLOCK_BYTES);
  #at = 0;

  /** The next message's number. */
  number(): number {
    return this.#nextNumber++;
  }

  /** Goes on counting where a store left off. */
  startAt(number: number): void {
    this.#nextNumber = number;
  }

  /** A copy of buffer[start..end) that outlives the buffer; `isLongLived` gives it memory of its own. */
  copy(buffer: Uint8Array, start: number, end: number, isLongLived: boolean): Uint8Array {
    const length = end - start;
    if (isLongLived || length > LARGEST_IN_BLOCK_BYTES) return copyBytes(buffer, start, end);
    if (this.#at + length > BLOCK_BYTES) {
      this.#block = new Uint8Array(BLOCK_BYTES);
      this.#at = 0;
    }
    const from = this.#at;
    this.#at = copyInto(this.#block, from, buffer, start, end);
    return this.#block.subarray(from, this.#at);
  }
}
