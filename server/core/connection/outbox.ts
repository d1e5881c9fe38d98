import { copyInto } from "../../../protocol/bytes/copy.ts";
import type { MutableCounters } from "../counters.ts";
import type { Slice, Wire } from "../ports/wire.ts";
import type { Flusher } from "./flusher.ts";
import type { Slab } from "./slab.ts";

interface MutableSlice {
  buffer: Uint8Array;
  start: number;
  end: number;
}

/** From this slice on nothing may leave before the store has committed `epoch`. */
interface Gate {
  readonly slice: number;
  readonly epoch: number;
}

/** Whose outbox it is. */
export interface OutboxOwner {
  /** Somebody asked for room, and after a flush the wire takes more. */
  onRoom(): void;
  /** The first `count` of `slices` are about to be written; they hold whole packets. */
  onWriting(slices: readonly Slice[], count: number): void;
  /** Writing failed by an error of our own: it ends this connection, and the others go on. */
  onBroken(error: unknown): void;
}

const SMALLEST_BLOCK_BYTES = 128;
const LARGEST_BLOCK_BYTES = 8 * 1024;
/** While the wire is full, a smaller slice is copied: else its whole chunk would stay in memory for it. */
const COPY_WHILE_BLOCKED_BYTES = 4 * 1024;
const EMPTY = new Uint8Array(0);

/**
 * What waits to be written to one connection.
 *
 * It is a list of slices: of the chunks that publishers' packets came in (forwarded as they are), and of blocks of a
 * slab that the broker encodes into. Neighbours in one buffer merge, so that a run of packets from one publisher to one
 * subscriber is one slice however many they are, and each tick ends in one write. This is where the broker's speed
 * comes from: a forwarded packet costs two comparisons and an addition here.
 *
 * The Message Expiry Interval of what waits here has been written and counts no more: delivery has begun (§3.3.2.3.3).
 *
 * A gate holds back what would tell somebody that something is safe, and all behind it, until the store says it is.
 */
export class Outbox {
  readonly #wire: Wire;
  readonly #flusher: Flusher;
  readonly #slab: Slab;
  readonly #counters: MutableCounters;
  /** With room for one from the beginning: pushed into an empty array, the first would make room for 17. */
  readonly #slices: MutableSlice[] = [{ buffer: EMPTY, start: 0, end: 0 }];
  #count = 0;
  #gates: Gate[] = [];
  #isDirty = false;
  #isFull = false;
  #hasWritten = false;
  #isClosed = false;
  #wantsRoom = false;
  readonly #owner: OutboxOwner;
  /** Bytes that wait here, not counting what the wire already has. */
  waitingBytes = 0;
  /** Bytes handed to the wire since the beginning. */
  sentBytes = 0;
  /** Where to encode: after `reserve(n)` the next n bytes from the returned offset are the caller's. */
  block: Uint8Array = EMPTY;
  #blockAt = 0;
  #blockEnd = 0;
  #blockBytes = SMALLEST_BLOCK_BYTES;

  constructor(wire: Wire, flusher: Flusher, slab: Slab, counters: MutableCounters, owner: OutboxOwner) {
    this.#wire = wire;
    this.#flusher = flusher;
    this.#slab = slab;
    this.#counters = counters;
    this.#owner = owner;
  }

  /** True while the wire takes nothing more: its peer does not read as fast as is written. */
  get isBlocked(): boolean {
    return this.#isFull;
  }

  /** Sends buffer[start..end) as it is; its bytes must not change any more. */
  forward(buffer: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.#isFull && length < COPY_WHILE_BLOCKED_BYTES) {
      const at = this.reserve(length);
      copyInto(this.block, at, buffer, start, end);
      this.finish(at, at + length);
      return;
    }
    this.#append(buffer, start, end);
  }

  /** Makes room for a packet of `bytes` in `block` and returns its offset; `finish` sends what was written there. */
  reserve(bytes: number): number {
    if (this.#blockAt + bytes > this.#blockEnd) {
      const size = Math.max(bytes, this.#blockBytes);
      this.#blockBytes = Math.min(this.#blockBytes * 2, LARGEST_BLOCK_BYTES);
      this.#blockAt = this.#slab.take(size);
      this.block = this.#slab.buffer;
      this.#blockEnd = this.#blockAt + size;
    }
    return this.#blockAt;
  }

  /** Sends what was encoded from `start` to `end` of `block`. */
  finish(start: number, end: number): void {
    this.#blockAt = end;
    this.#append(this.block, start, end);
  }

  /** Nothing appended from here on leaves before this tick is committed. */
  gate(): void {
    const epoch = this.#flusher.epoch;
    const last = this.#gates.at(-1);
    if (last?.epoch !== epoch) this.#gates.push({ slice: this.#count, epoch });
  }

  /** The wire may be written again. */
  writable(): void {
    this.#isFull = false;
    this.flush();
  }

  /** Writes what may leave, at once. */
  flush(): void {
    this.#isDirty = false;
    if (this.#isFull || this.#isClosed) return;
    try {
      this.#flush();
    } catch (error) {
      this.#owner.onBroken(error);
    }
  }

  #flush(): void {
    const count = this.#openCount();
    if (count < this.#count) this.#flusher.addGated(this);
    if (count > 0) this.#write(count);
    if (this.#wantsRoom && !this.#isFull) {
      this.#wantsRoom = false;
      this.#owner.onRoom();
    }
  }

  /**
   * Writes what may leave and forgets what is held back, so that a last word can follow at once: whoever was to hear
   * that something is safe will ask again. False if nothing has left yet, not even CONNACK [5 MQTT-3.14.0-1].
   */
  makeWay(): boolean {
    this.flush();
    if (!this.#isFull) this.#forgetAll();
    return this.#hasWritten;
  }

  /** There is more to send than should wait here: the owner is told when the wire has taken what waits. */
  askForRoom(): void {
    this.#wantsRoom = true;
  }

  /** The connection is over: forgets everything. */
  close(): void {
    this.#isClosed = true;
    this.#forgetAll();
    this.block = EMPTY;
  }

  #forgetAll(): void {
    this.#countWaiting(-this.waitingBytes);
    this.#slices.length = 0;
    this.#count = 0;
    this.#gates = [];
    this.#endBlock();
  }

  #append(buffer: Uint8Array, start: number, end: number): void {
    if (this.#isClosed) return;
    this.#countWaiting(end - start);
    const count = this.#count;
    if (count > 0) {
      const last = this.#slices[count - 1]!;
      if (last.end === start && last.buffer === buffer && !this.#isGateAt(count)) {
        last.end = end;
        return;
      }
    }
    this.#pushSlice(buffer, start, end);
  }

  #write(count: number): void {
    let bytes = 0;
    for (let at = 0; at < count; at++) bytes += this.#slices[at]!.end - this.#slices[at]!.start;
    this.#hasWritten = true;
    this.sentBytes += bytes;
    this.#counters.bytesSent += bytes;
    this.#countWaiting(-bytes);
    this.#owner.onWriting(this.#slices, count);
    if (!this.#wire.write(this.#slices, count)) this.#isFull = true;
    this.#removeFirst(count);
    this.#endBlock();
  }

  #pushSlice(buffer: Uint8Array, start: number, end: number): void {
    const slice = this.#slices[this.#count];
    if (slice === undefined) this.#slices.push({ buffer, start, end });
    else {
      slice.buffer = buffer;
      slice.start = start;
      slice.end = end;
    }
    this.#count++;
    if (!this.#isDirty) {
      this.#isDirty = true;
      this.#flusher.add(this);
    }
  }

  #isGateAt(slice: number): boolean {
    return this.#gates.length > 0 && this.#gates.at(-1)!.slice === slice;
  }

  /** How many slices from the first on may leave: those before the first gate that is still shut. */
  #openCount(): number {
    let opened = 0;
    for (const gate of this.#gates) {
      if (gate.epoch > this.#flusher.committedEpoch) {
        if (opened > 0) this.#gates.splice(0, opened);
        return gate.slice;
      }
      opened++;
    }
    if (opened > 0) this.#gates = [];
    return this.#count;
  }

  #removeFirst(count: number): void {
    const rest = this.#count - count;
    for (let at = 0; at < rest; at++) {
      const from = this.#slices[count + at]!;
      const to = this.#slices[at]!;
      this.#slices[count + at] = to;
      this.#slices[at] = from;
    }
    for (let at = rest; at < this.#count; at++) this.#slices[at]!.buffer = EMPTY;
    this.#count = rest;
    if (this.#slices.length > rest + KEPT_SLICES) this.#slices.length = rest + KEPT_SLICES;
    if (this.#gates.length > 0) {
      this.#gates = this.#gates.map((gate) => ({ slice: gate.slice - count, epoch: gate.epoch }));
    }
  }

  #endBlock(): void {
    this.#blockBytes = SMALLEST_BLOCK_BYTES;
    this.#blockAt = this.#blockEnd = 0;
  }

  #countWaiting(bytes: number): void {
    this.waitingBytes += bytes;
    this.#flusher.waitingBytes += bytes;
  }
}

/** Slice records kept between ticks, so that a steady connection makes none. */
const KEPT_SLICES = 64;
