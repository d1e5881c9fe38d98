import { readUtf8 } from "../../../protocol/bytes/utf8.ts";
import { MqttError } from "../../../protocol/errors.ts";
import { counted } from "../../figures.ts";
import type { Chunk } from "./chunk.ts";
import { DatabaseError } from "./database-error.ts";

const MILLISECONDS = 1000;
/** Of the numbers by which messages are named. */
const KEY_BYTES = 8;
/** No clock shows a later time: beyond it, the bytes are no time. */
const LATEST_SECONDS = 2 ** 40;

/** Reads the fields of a chunk one after another; throws DatabaseError where they go beyond its end. */
export class ChunkFields {
  readonly #chunk: Chunk;
  #at = 0;

  constructor(chunk: Chunk) {
    this.#chunk = chunk;
  }

  /** Where the next field stands in the file. */
  get offset(): number {
    return this.#chunk.at + this.#at;
  }

  get remaining(): number {
    return this.#chunk.body.length - this.#at;
  }

  u8(what: string): number {
    return this.#chunk.body.readUInt8(this.#take(1, what));
  }

  u16(what: string): number {
    return this.#chunk.body.readUInt16BE(this.#take(2, what));
  }

  u32(what: string): number {
    return this.#chunk.body.readUInt32BE(this.#take(4, what));
  }

  /** The number of a message, as its bytes: they stand in the order of the machine that wrote the file. */
  key(what: string): string {
    const at = this.#take(KEY_BYTES, what);
    return this.#chunk.body.toString("latin1", at, at + KEY_BYTES);
  }

  /**
   * Milliseconds since the epoch; undefined: never. Seconds stand in the order of the machine that wrote the file, which
   * the file does not name. A real time needs no more than the lower half of its eight bytes, so it is the smaller number
   * of the two that they can be.
   */
  time(what: string): number | undefined {
    const from = this.offset;
    const at = this.#take(KEY_BYTES, what);
    const { body } = this.#chunk;
    const seconds = Math.min(Number(body.readBigUInt64LE(at)), Number(body.readBigUInt64BE(at)));
    if (seconds > LATEST_SECONDS)
      throw new DatabaseError(from, `expected ${what} as seconds since 1970, found ${seconds}`);
    return seconds === 0 ? undefined : seconds * MILLISECONDS;
  }

  bytes(length: number, what: string): Buffer {
    const at = this.#take(length, what);
    return this.#chunk.body.subarray(at, at + length);
  }

  text(length: number, what: string): string {
    const from = this.offset;
    const bytes = this.bytes(length, what);
    try {
      return readUtf8(bytes, 0, bytes.length);
    } catch (error) {
      if (!(error instanceof MqttError)) throw error;
      throw new DatabaseError(from, `${what} is no text of MQTT: ${error.message}`);
    }
  }

  skip(length: number, what: string): void {
    this.#take(length, what);
  }

  /** Nothing may stand behind what was read. */
  expectEnd(what: string): void {
    if (this.remaining > 0)
      throw new DatabaseError(
        this.offset,
        `${counted(this.remaining, "byte")} more than ${what} should have`,
      );
  }

  #take(length: number, what: string): number {
    const at = this.#at;
    if (length > this.remaining) {
      const sentence = `expected ${length} bytes of ${what}, the chunk has ${this.remaining} more`;
      throw new DatabaseError(this.offset, sentence);
    }
    this.#at += length;
    return at;
  }
}
