import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { type Chunk, ChunkKind } from "./chunk.ts";
import { DatabaseError } from "./database-error.ts";

const MAGIC = Buffer.from("\0\xb5\0mosquitto db", "latin1");
/** The checksum that follows is always 0. */
const VERSION_AT = 19;
const HEADER_BYTES = 23;
const CHUNK_HEAD_BYTES = 8;
const LENGTH_AT = 4;
const VERSIONS = [5, 6];
/** Of mosquitto 1.5 and older, whose chunks are others. */
const OLD_VERSIONS = [2, 3, 4];
const SQLITE = "SQLite format 3";
const WINDOW_BYTES = 1024 * 1024;
const KINDS: ReadonlySet<number> = new Set(Object.values(ChunkKind));

/** Where a chunk stands in the file. */
export type ChunkPlace = Pick<Chunk, "at"> & { readonly length: number };

/** A database of mosquitto, of which no more than a window is in memory. */
export class DatabaseFile {
  readonly version: number;
  /** When mosquitto wrote it, milliseconds since the epoch. */
  readonly writtenAt: number;
  readonly bytes: number;
  readonly #descriptor: number;
  readonly #room = Buffer.allocUnsafe(WINDOW_BYTES);
  /** What was read last, and where it stands in the file. */
  #window: Buffer = this.#room.subarray(0, 0);
  #windowAt = 0;

  /** Throws DatabaseError, or the system's error. */
  constructor(path: string) {
    this.#descriptor = openSync(path, "r");
    try {
      const { size, mtimeMs } = fstatSync(this.#descriptor);
      this.bytes = size;
      this.writtenAt = Math.floor(mtimeMs);
      this.version = this.#readVersion();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** All chunks in the order of the file. */
  *chunks(): Generator<Chunk> {
    for (let at = HEADER_BYTES; at < this.bytes; ) {
      const head = this.#read(at, CHUNK_HEAD_BYTES, "the head of a chunk");
      const kind = head.readUInt32BE(0);
      const length = head.readUInt32BE(LENGTH_AT);
      if (!isKind(kind)) throw new DatabaseError(at, `expected a chunk of the kinds 1 to 6, found ${kind}`);
      const bodyAt = at + CHUNK_HEAD_BYTES;
      yield { kind, at: bodyAt, body: this.#read(bodyAt, length, `a chunk of the kind ${kind}`) };
      at = bodyAt + length;
    }
  }

  /** One chunk again, in memory of its own. */
  chunkAt(kind: ChunkKind, { at, length }: ChunkPlace): Chunk {
    return { kind, at, body: this.#fill(Buffer.allocUnsafe(length), at) };
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #readVersion(): number {
    const start = this.#fill(Buffer.alloc(Math.min(HEADER_BYTES, this.bytes)), 0);
    if (start.toString("latin1").startsWith(SQLITE))
      throw new DatabaseError(
        0,
        "it is the database of mosquitto's plugin persist-sqlite, which is not read",
      );
    if (start.length < HEADER_BYTES || !start.subarray(0, MAGIC.length).equals(MAGIC))
      throw new DatabaseError(0, 'expected "mosquitto db", with which its database begins');
    const version = start.readUInt32BE(VERSION_AT);
    if (VERSIONS.includes(version)) return version;
    const remedy = OLD_VERSIONS.includes(version)
      ? "; start mosquitto 1.6 or later on it once, and stop it: it writes the file anew"
      : "";
    throw new DatabaseError(VERSION_AT, `expected version 5 or 6, found ${version}${remedy}`);
  }

  /** A view, valid until the next call. */
  #read(at: number, length: number, what: string): Buffer {
    if (at + length > this.bytes) {
      const sentence = `expected ${length} bytes of ${what}, the file has ${this.bytes - at} more: it is cut off or damaged`;
      throw new DatabaseError(at, sentence);
    }
    const from = at - this.#windowAt;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    const size = Math.min(Math.max(length, WINDOW_BYTES), this.bytes - at);
    const room = size <= WINDOW_BYTES ? this.#room.subarray(0, size) : Buffer.allocUnsafe(size);
    this.#window = this.#fill(room, at);
    this.#windowAt = at;
    return this.#window.subarray(0, length);
  }

  #fill(buffer: Buffer, at: number): Buffer {
    for (let filled = 0; filled < buffer.length; ) {
      const read = readSync(this.#descriptor, buffer, filled, buffer.length - filled, at + filled);
      if (read === 0) throw new DatabaseError(at + filled, "the file has become shorter while it was read");
      filled += read;
    }
    return buffer;
  }
}

function isKind(kind: number): kind is ChunkKind {
  return KINDS.has(kind);
}
