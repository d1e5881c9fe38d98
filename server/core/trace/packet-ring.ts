import type { KeptPacket } from "../ports/trace.ts";

/** What a packet takes beside its bytes: the record and the memory's own bookkeeping. */
const RECORD_BYTES = 256;
/** Places at the beginning that were given up, before the list is moved together. */
const EMPTY_PLACES = 1024;

/** The last packets within a number and a size; the oldest give way. */
export class PacketRing<T extends KeptPacket> {
  readonly #maximumPackets: number;
  readonly #maximumBytes: number;
  #packets: T[] = [];
  /** Where the oldest is; what was before it is gone. */
  #first = 0;
  #lastSequence: number;
  bytes = 0;
  dropped = 0;

  /** `lastSequence` is where the numbers go on. */
  constructor(maximumPackets: number, maximumBytes: number, lastSequence = 0) {
    this.#maximumPackets = maximumPackets;
    this.#maximumBytes = maximumBytes;
    this.#lastSequence = lastSequence;
  }

  get size(): number {
    return this.#packets.length - this.#first;
  }

  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** Whether a packet of so many bytes finds room without another giving way. */
  hasRoomFor(bytes: number): boolean {
    return this.size < this.#maximumPackets && this.bytes + bytes + RECORD_BYTES <= this.#maximumBytes;
  }

  /** Keeps what is made with the next number. */
  add(make: (sequence: number) => T): void {
    const packet = make(++this.#lastSequence);
    this.#packets.push(packet);
    this.bytes += costOf(packet);
    while (this.size > 0 && (this.size > this.#maximumPackets || this.bytes > this.#maximumBytes))
      this.#dropOldest();
  }

  /** At most `count` with a higher number than `sequence`, the oldest first. */
  after(sequence: number, count: number): T[] {
    const oldest = this.#lastSequence - this.size + 1;
    const from = this.#first + Math.max(0, sequence + 1 - oldest);
    return this.#packets.slice(from, from + count);
  }

  #dropOldest(): void {
    this.bytes -= costOf(this.#packets[this.#first] as T);
    this.#first++;
    this.dropped++;
    if (this.#first < EMPTY_PLACES || this.#first < this.size) return;
    this.#packets = this.#packets.slice(this.#first);
    this.#first = 0;
  }
}

function costOf({ bytes }: KeptPacket): number {
  return bytes.length + RECORD_BYTES;
}
