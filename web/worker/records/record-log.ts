/*
 * Messages as records in large buffers, oldest first. A record is a header of 40 bytes, the bytes of the MQTT 5 property
 * section as they came, and the payload; it is named by its address (segment number × segment size + offset), a plain
 * number. So a message costs its bytes and not an object, nothing is decoded before it is shown, and forgetting the
 * oldest means to let go of a whole segment.
 */
export const SEGMENT_BYTES = 262_144;
export const HEADER_BYTES = 40;
const WORD_BYTES = 4;
const REAL_BYTES = 8;
const Field = { previous: 0, at: 1 } as const;
const Slot = { node: 4, index: 5, propertyBytes: 6, payloadBytes: 7, flags: 8, mark: 9 } as const;

/** Bits of `flags`. */
export const RecordFlag = { qos: 3, retain: 4, dup: 8 } as const;
/** Said instead of an address. */
export const NO_RECORD = -1;

/** What is written down about a message. */
export interface RecordHead {
  readonly at: number;
  readonly node: number;
  /** Number of the message on its topic, or in its stream. */
  readonly index: number;
  readonly flags: number;
  /** A number for the owner of the log. */
  readonly mark: number;
  /** Address of the record before on the same topic, or NO_RECORD. */
  readonly previous: number;
}

/** Where the bytes of a message lie in the packet that brought it. */
export interface PacketBytes {
  readonly buffer: Uint8Array;
  readonly propertiesStart: number;
  readonly propertiesEnd: number;
  readonly payloadStart: number;
  /** Of the payload, and of the packet. */
  readonly end: number;
}

interface Segment {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly reals: Float64Array;
  readonly words: Uint32Array;
  used: number;
  records: number;
}

/** A log of messages that forgets from its oldest end, a segment at a time. */
export class RecordLog {
  readonly #segments: Segment[] = [];
  #firstNumber = 0;
  #bytes = 0;
  #records = 0;

  /** Memory held. */
  get bytes(): number {
    return this.#bytes;
  }

  get records(): number {
    return this.#records;
  }

  get segmentCount(): number {
    return this.#segments.length;
  }

  /** Below this address nothing is held any more. */
  get firstAddress(): number {
    return this.#firstNumber * SEGMENT_BYTES;
  }

  append(head: RecordHead, packet: PacketBytes): number {
    const propertyBytes = packet.propertiesEnd - packet.propertiesStart;
    const payloadBytes = packet.end - packet.payloadStart;
    const segment = this.#room(recordBytes(propertyBytes + payloadBytes));
    const offset = segment.used;
    segment.used += recordBytes(propertyBytes + payloadBytes);
    segment.records++;
    this.#records++;
    const { reals, words } = segment;
    const real = offset / REAL_BYTES;
    const word = offset / WORD_BYTES;
    reals[real + Field.previous] = head.previous;
    reals[real + Field.at] = head.at;
    words[word + Slot.node] = head.node;
    words[word + Slot.index] = head.index;
    words[word + Slot.propertyBytes] = propertyBytes;
    words[word + Slot.payloadBytes] = payloadBytes;
    words[word + Slot.flags] = head.flags;
    words[word + Slot.mark] = head.mark;
    const body = offset + HEADER_BYTES;
    copy(packet.buffer, packet.propertiesStart, packet.propertiesEnd, segment.bytes, body);
    copy(packet.buffer, packet.payloadStart, packet.end, segment.bytes, body + propertyBytes);
    return this.#lastNumber * SEGMENT_BYTES + offset;
  }

  /** Writes a record once more at the newest end, and returns its new address. */
  again(address: number): number {
    const from = this.#segment(address);
    const offset = address % SEGMENT_BYTES;
    const length = this.size(address);
    const segment = this.#room(length);
    const to = segment.used;
    segment.bytes.set(from.bytes.subarray(offset, offset + length), to);
    segment.used += length;
    segment.records++;
    this.#records++;
    return this.#lastNumber * SEGMENT_BYTES + to;
  }

  /** Lets go of the oldest segment after showing its records, oldest first. They may be written `again` meanwhile. */
  dropOldest(visit: (address: number) => void): void {
    const segment = this.#segments[0];
    if (!segment) return;
    const first = this.firstAddress;
    const end = segment.used;
    if (this.#segments.length === 1) this.#open(SEGMENT_BYTES);
    for (let offset = 0; offset < end; ) {
      const size = this.size(first + offset);
      visit(first + offset);
      offset += size;
    }
    this.#segments.shift();
    this.#firstNumber++;
    this.#bytes -= segment.bytes.length;
    this.#records -= segment.records;
  }

  holds(address: number): boolean {
    return address >= this.firstAddress;
  }

  previous(address: number): number {
    return this.#segment(address).reals[(address % SEGMENT_BYTES) / REAL_BYTES + Field.previous]!;
  }

  setPrevious(address: number, previous: number): void {
    this.#segment(address).reals[(address % SEGMENT_BYTES) / REAL_BYTES + Field.previous] = previous;
  }

  at(address: number): number {
    return this.#segment(address).reals[(address % SEGMENT_BYTES) / REAL_BYTES + Field.at]!;
  }

  node(address: number): number {
    return this.#word(address, Slot.node);
  }

  index(address: number): number {
    return this.#word(address, Slot.index);
  }

  flags(address: number): number {
    return this.#word(address, Slot.flags);
  }

  mark(address: number): number {
    return this.#word(address, Slot.mark);
  }

  payloadBytes(address: number): number {
    return this.#word(address, Slot.payloadBytes);
  }

  /** Memory of one record. */
  size(address: number): number {
    return recordBytes(this.#word(address, Slot.propertyBytes) + this.#word(address, Slot.payloadBytes));
  }

  /** A view into the log, valid until the next append. */
  payload(address: number): Uint8Array<ArrayBuffer> {
    const start = (address % SEGMENT_BYTES) + HEADER_BYTES + this.#word(address, Slot.propertyBytes);
    return this.#segment(address).bytes.subarray(start, start + this.payloadBytes(address));
  }

  /** The property section without its length, as a view into the log. */
  properties(address: number): Uint8Array<ArrayBuffer> {
    const start = (address % SEGMENT_BYTES) + HEADER_BYTES;
    return this.#segment(address).bytes.subarray(start, start + this.#word(address, Slot.propertyBytes));
  }

  get #lastNumber(): number {
    return this.#firstNumber + this.#segments.length - 1;
  }

  #word(address: number, slot: number): number {
    return this.#segment(address).words[(address % SEGMENT_BYTES) / WORD_BYTES + slot]!;
  }

  #segment(address: number): Segment {
    return this.#segments[Math.floor(address / SEGMENT_BYTES) - this.#firstNumber]!;
  }

  /** A segment with room; a record larger than a segment gets one of its own. */
  #room(bytes: number): Segment {
    const last = this.#segments[this.#segments.length - 1];
    if (last && last.used + bytes <= Math.min(last.bytes.length, SEGMENT_BYTES)) return last;
    return this.#open(Math.max(bytes, SEGMENT_BYTES));
  }

  #open(bytes: number): Segment {
    const buffer = new ArrayBuffer(bytes);
    const segment: Segment = {
      bytes: new Uint8Array(buffer),
      reals: new Float64Array(buffer),
      words: new Uint32Array(buffer),
      used: 0,
      records: 0,
    };
    this.#segments.push(segment);
    this.#bytes += bytes;
    return segment;
  }
}

function recordBytes(bodyBytes: number): number {
  return HEADER_BYTES + Math.ceil(bodyBytes / REAL_BYTES) * REAL_BYTES;
}

/** Short copies byte by byte: `set` with a view costs more than it saves there. */
const SHORT_COPY_BYTES = 48;

function copy(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): void {
  if (end - start > SHORT_COPY_BYTES) target.set(source.subarray(start, end), at);
  else for (let from = start, to = at; from < end; from++, to++) target[to] = source[from]!;
}
