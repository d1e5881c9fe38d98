import { copyBytes, copyInto, joinBytes } from "../bytes/copy.ts";
import { MqttError } from "../errors.ts";
import { MAXIMUM_VARIABLE_BYTE_INTEGER_BYTES } from "../limits.ts";
import { ReasonCode } from "../reason-codes.ts";

/*
 * Chunks in, whole packets out (MQTT 5.0 §2.1). Pulled, not pushed: the owner hands over a chunk and calls next() until it
 * says no, reading each packet where it lies. So nothing is allocated per packet, and the owner may stop in between.
 *
 * A packet that lies whole in one chunk is never copied. The beginning of one that does not is moved to a buffer of its
 * own (`#rest`), which grows with the bytes that really came: neither a declared length nor a peer that sends byte by
 * byte makes it cost more than a few times the bytes received. Once that packet is whole, reading goes on in the chunk.
 * A handed-out buffer is never written to again, so its bytes may be kept as long as they are needed.
 *
 * A large packet that is cut is not copied as it comes: it stays in the pieces that its chunks have of it, and is joined once
 * when it is whole. Who can do with the pieces need not even have it joined: of what a packet of 64 KiB costs to be passed
 * on, that copy with the memory for it is a third.
 */

const NOTHING = new Uint8Array(0);
/** The smallest buffer for a packet that is cut over chunks. */
const SMALLEST_REST_BYTES = 64;
/** How much room a growing rest gets, as a multiple of the bytes that came; never beyond the packet's end. */
const REST_GROWTH = 2;
/** A packet from this size on stays in its pieces. */
const LARGE_PACKET_BYTES = 16 * 1024;
/** A chunk that has less of such a packet, and not its end, costs more to keep than to copy. */
const SMALLEST_PIECE_BYTES = 4 * 1024;
/** What is less of its chunk than this part is copied out of it: it would keep the chunk until the packet's end comes. */
const KEEP_CHUNK_PART = 0.5;
const NO_PIECES: readonly Uint8Array[] = [];
const FIRST_TYPE = 0x10;
const CONTINUES = 0x80;

/** Cuts a stream of bytes into packets, however it was cut into chunks on its way [5 MQTT-6.0.0-2] [3 MQTT-6.0.0-2]. */
export class Framer {
  /** The current packet lies in buffer[start..end), its variable header from `body` on; valid after next() said true. */
  buffer: Uint8Array = NOTHING;
  start = 0;
  body = 0;
  end = 0;
  /** Those of a large packet that was cut, and `buffer` is only the first: until `join`. None: the packet lies in `buffer`. */
  pieces: readonly Uint8Array[] = NO_PIECES;
  /** The largest packet accepted, header included. */
  maximumPacketBytes: number;
  readonly #leavesPieces: boolean;

  #chunk: Uint8Array = NOTHING;
  #at = 0;
  #limit = 0;
  /** The beginning of a packet whose end has not come yet. */
  #rest: Uint8Array = NOTHING;
  #restLength = 0;
  /** All bytes of that packet; 0 until its header is whole. */
  #restTotal = 0;
  #restBody = 0;
  /** The same bytes where they came, in place of `#rest`, for a large packet. */
  #kept: Uint8Array[] | undefined = undefined;

  /** With `leavesPieces` the owner looks at `pieces` after each packet; otherwise every packet is handed out joined. */
  constructor(maximumPacketBytes: number, leavesPieces = false) {
    this.maximumPacketBytes = maximumPacketBytes;
    this.#leavesPieces = leavesPieces;
  }

  /** Bytes that came and belong to no packet handed out yet. */
  get bufferedBytes(): number {
    return this.#restLength + this.#limit - this.#at;
  }

  /** The current packet, whole. */
  get packet(): Uint8Array {
    this.join();
    return this.buffer.subarray(this.start, this.end);
  }

  /** What has come of the packet that next() did not hand out, or refused. */
  get unread(): Uint8Array {
    const chunk = this.#chunk.subarray(this.#at, this.#limit);
    if (this.#restLength === 0) return chunk;
    return joinBytes([...(this.#kept ?? [this.#rest.subarray(0, this.#restLength)]), chunk]);
  }

  /** Takes a chunk over: its owner must not change it any more. */
  push(chunk: Uint8Array): void {
    if (this.#at === this.#limit) {
      this.#chunk = chunk;
      this.#at = 0;
      this.#limit = chunk.length;
    } else {
      this.#append(chunk);
    }
  }

  /** Moves on to the next packet; false if it has not come whole. */
  next(): boolean {
    if (this.#restLength > 0) return this.#completeRest();
    if (this.pieces !== NO_PIECES) this.pieces = NO_PIECES;
    const buffer = this.#chunk;
    const start = this.#at;
    const limit = this.#limit;
    if (limit - start < 2) return this.#setAside();
    let length = buffer[start + 1]!;
    let body = start + 2;
    if (length >= CONTINUES) {
      body = lengthEnd(buffer, start, limit);
      if (body === 0) return this.#setAside();
      length = remainingLength(buffer, start + 1, body);
    }
    const end = body + length;
    if (buffer[start]! < FIRST_TYPE) throw noSuchType();
    if (end - start > this.maximumPacketBytes) throw tooLarge(end - start, this.maximumPacketBytes);
    if (end > limit) return this.#setAside();
    this.buffer = buffer;
    this.start = start;
    this.body = body;
    this.end = end;
    this.#at = end;
    return true;
  }

  /** Puts the packet into a buffer of its own, if it is in pieces. */
  join(): void {
    if (this.pieces.length === 0) return;
    this.buffer = joinBytes(this.pieces);
    this.pieces = NO_PIECES;
  }

  /** Moves what is left of the chunk to the rest, and lets go of the chunk. */
  #setAside(): false {
    if (this.#at < this.#limit) {
      if (this.#restTotal === 0) this.#readHeader(this.#chunk, this.#at, this.#limit);
      this.#store(this.#limit);
    }
    this.#chunk = NOTHING;
    this.#at = 0;
    this.#limit = 0;
    this.buffer = NOTHING;
    this.pieces = NO_PIECES;
    this.start = 0;
    this.body = 0;
    this.end = 0;
    return false;
  }

  #completeRest(): boolean {
    while (this.#restTotal === 0 && this.#at < this.#limit) {
      this.#store(this.#at + 1);
      this.#readHeader(this.#rest, 0, this.#restLength);
    }
    const packetEnd = this.#at + this.#restTotal - this.#restLength;
    if (this.#restTotal === 0 || packetEnd > this.#limit) return this.#setAside();
    this.#store(packetEnd);
    this.pieces = this.#kept ?? NO_PIECES;
    this.buffer = this.pieces[0] ?? this.#rest;
    this.start = 0;
    this.body = this.#restBody;
    this.end = this.#restTotal;
    this.#rest = NOTHING;
    this.#kept = undefined;
    this.#restLength = 0;
    this.#restTotal = 0;
    if (!this.#leavesPieces) this.join();
    return true;
  }

  /** Notes how long the packet that begins at `start` will be, if its header is whole, and refuses what it can already. */
  #readHeader(buffer: Uint8Array, start: number, limit: number): void {
    const header = readHeader(buffer, start, limit);
    if (header === undefined) return;
    const total = header.end - start;
    if (total > this.maximumPacketBytes) throw tooLarge(total, this.maximumPacketBytes);
    this.#restBody = header.body - start;
    this.#restTotal = total;
  }

  /** Moves the chunk's bytes up to `to` to the rest, or keeps them where they are. */
  #store(to: number): void {
    if (this.#mayKeep(to)) this.#keep(to);
    else this.#copy(to);
  }

  /** Of a large packet the beginning, the end, and what is much between them, if all before was kept. */
  #mayKeep(to: number): boolean {
    if (this.#restTotal < LARGE_PACKET_BYTES) return false;
    if (this.#restLength === 0) return true;
    const bytes = to - this.#at;
    const isEnd = this.#restLength + bytes === this.#restTotal;
    return this.#kept !== undefined && (isEnd || bytes >= SMALLEST_PIECE_BYTES);
  }

  #keep(to: number): void {
    const bytes = to - this.#at;
    const isEnd = this.#restLength + bytes === this.#restTotal;
    const staysInChunk = isEnd || bytes >= this.#chunk.length * KEEP_CHUNK_PART;
    this.#kept ??= [];
    this.#kept.push(staysInChunk ? this.#chunk.subarray(this.#at, to) : copyBytes(this.#chunk, this.#at, to));
    this.#restLength += bytes;
    this.#at = to;
  }

  #copy(to: number): void {
    if (this.#kept !== undefined) {
      this.#rest = joinBytes(this.#kept);
      this.#kept = undefined;
    }
    const needed = this.#restLength + to - this.#at;
    if (needed > this.#rest.length) {
      const roomy = Math.max(needed * REST_GROWTH, SMALLEST_REST_BYTES);
      const grown = new Uint8Array(this.#restTotal > 0 ? Math.min(roomy, this.#restTotal) : roomy);
      copyInto(grown, 0, this.#rest, 0, this.#restLength);
      this.#rest = grown;
    }
    copyInto(this.#rest, this.#restLength, this.#chunk, this.#at, to);
    this.#restLength = needed;
    this.#at = to;
  }

  /** Adds a chunk behind bytes that were not read yet, in a buffer that doubles. */
  #append(chunk: Uint8Array): void {
    if (this.#chunk.length - this.#limit < chunk.length) {
      // a buffer that was handed in is always full, so there is room only in one that was made here
      const unread = this.#limit - this.#at;
      const grown = new Uint8Array(2 * (unread + chunk.length));
      copyInto(grown, 0, this.#chunk, this.#at, this.#limit);
      this.#chunk = grown;
      this.#at = 0;
      this.#limit = unread;
    }
    this.#limit = copyInto(this.#chunk, this.#limit, chunk, 0, chunk.length);
  }
}

/** Where the packet at `start` has its body and its end, which may be beyond the limit; undefined if its header is not whole yet. */
export function readHeader(
  buffer: Uint8Array,
  start: number,
  limit: number,
): { readonly body: number; readonly end: number } | undefined {
  if (start < limit && buffer[start]! < FIRST_TYPE) throw noSuchType();
  const body = lengthEnd(buffer, start, limit);
  return body === 0 ? undefined : { body, end: body + remainingLength(buffer, start + 1, body) };
}

/** The position behind the remaining length of the packet at `start`; 0 if it is not there yet. */
function lengthEnd(buffer: Uint8Array, start: number, limit: number): number {
  for (let i = 1; i <= MAXIMUM_VARIABLE_BYTE_INTEGER_BYTES; i++) {
    const at = start + i;
    if (at >= limit) return 0;
    if (buffer[at]! < CONTINUES) {
      // MQTT 3.1.1 asks for the shortest form only by its encoding algorithm (§2.2.3) [5 MQTT-1.5.5-1]
      if (buffer[at] === 0 && i > 1) throw malformed("the remaining length is not in its shortest form", i);
      return at + 1;
    }
  }
  throw malformed("the remaining length is longer than four bytes", MAXIMUM_VARIABLE_BYTE_INTEGER_BYTES);
}

function remainingLength(buffer: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = to - 1; at >= from; at--) value = (value << 7) | (buffer[at]! & 0x7f);
  return value;
}

function noSuchType(): MqttError {
  return new MqttError(ReasonCode.MalformedPacket, "there is no packet of type 0", {
    offset: 0,
    clause: "5 §2.1.2",
  });
}

function malformed(message: string, offset: number): MqttError {
  return new MqttError(ReasonCode.MalformedPacket, message, { offset, clause: "5 MQTT-1.5.5-1" });
}

function tooLarge(bytes: number, maximum: number): MqttError {
  const message = `a packet of ${bytes} bytes is over the limit of ${maximum}`;
  return new MqttError(ReasonCode.PacketTooLarge, message, { offset: 1, clause: "5 §3.1.2.11.4" });
}
