import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Pages that are read at once, at the most. */
export const CHUNK_PAGES = 256;
const DEFAULT_PAGE_BYTES = 4096;
const NOTHING: Buffer = Buffer.alloc(0);

/** The pages of an LMDB file, read without LMDB. */
export class PageFile {
  readonly bytes: number;
  readonly #descriptor: number;
  #pageBytes = DEFAULT_PAGE_BYTES;
  /** Made once: memory that was never touched costs more than the reading. */
  #room: Buffer | undefined = undefined;
  #chunk: Buffer = NOTHING;
  #chunkFrom = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, "r");
    this.bytes = fstatSync(this.#descriptor).size;
  }

  get pageBytes(): number {
    return this.#pageBytes;
  }

  set pageBytes(bytes: number) {
    this.#pageBytes = bytes;
    this.#room = undefined;
    this.#chunk = NOTHING;
  }

  /** Whole pages that the file has. */
  get pages(): number {
    return Math.floor(this.bytes / this.#pageBytes);
  }

  /**
   * A page that is there, as a view that counts until the next call. So many pages are read at once, from this one on,
   * where it was not among those that were read last: quick where pages are asked for in their order.
   */
  view(page: number, ahead = CHUNK_PAGES): Buffer {
    const bytes = this.#pageBytes;
    const chunkPages = this.#chunk.length / bytes;
    if (page < this.#chunkFrom || page >= this.#chunkFrom + chunkPages) {
      this.#chunkFrom = page;
      this.#room ??= Buffer.allocUnsafeSlow(CHUNK_PAGES * bytes);
      const room = this.#room.subarray(0, Math.min(ahead, this.pages - page) * bytes);
      this.#chunk = this.#readInto(room, page * bytes);
    }
    const at = (page - this.#chunkFrom) * bytes;
    return this.#chunk.subarray(at, at + bytes);
  }

  /** Bytes of the file, shorter where it ends. */
  read(at: number, bytes: number): Buffer {
    return this.#readInto(Buffer.allocUnsafe(Math.max(0, Math.min(bytes, this.bytes - at))), at);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #readInto(buffer: Buffer, at: number): Buffer {
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(this.#descriptor, buffer, length, buffer.length - length, at + length);
      if (read === 0) break;
      length += read;
    }
    return buffer.subarray(0, length);
  }
}
