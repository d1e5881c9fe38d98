/** Where a record lies. */
export interface RecordPlace {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

const INITIAL_BYTES = 256;
const SEVEN_BITS = 0x7f;
const CONTINUES = 0x80;
const SEVEN_BITS_MORE = 128;

/** Writes the fields of a record one after another; every number is a whole one of 0 or more. */
export class RecordWriter {
  #buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  #at = 0;

  number(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > SEVEN_BITS) {
      this.#buffer[this.#at++] = (rest % SEVEN_BITS_MORE) | CONTINUES;
      rest = Math.floor(rest / SEVEN_BITS_MORE);
    }
    this.#buffer[this.#at++] = rest;
  }

  flag(value: boolean): void {
    this.number(value ? 1 : 0);
  }

  bytes(value: Uint8Array): void {
    this.number(value.length);
    this.#reserve(value.length);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.number(length);
    this.#reserve(length);
    this.#at += this.#buffer.write(value, this.#at);
  }

  optionalNumber(value: number | undefined): void {
    this.flag(value !== undefined);
    if (value !== undefined) this.number(value);
  }

  optionalText(value: string | undefined): void {
    this.flag(value !== undefined);
    if (value !== undefined) this.text(value);
  }

  /** A copy of what was written; the writer begins anew. */
  finish(): Buffer {
    const written = Buffer.from(this.#buffer.subarray(0, this.#at));
    this.#at = 0;
    if (this.#buffer.length > LARGEST_KEPT_BYTES) this.#buffer = Buffer.allocUnsafe(INITIAL_BYTES);
    return written;
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    grown.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = grown;
  }
}

/** A writer keeps no more memory than this for the next record. */
const LARGEST_KEPT_BYTES = 1024 * 1024;

/** Reads what RecordWriter wrote; throws RangeError where it leads beyond the end. */
export class RecordReader {
  #bytes: Buffer;
  #from: number;
  #to: number;
  #at: number;

  constructor(bytes: Buffer, from = 0, to = bytes.length) {
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
    this.#at = from;
  }

  /** Begins with another record. */
  open(bytes: Buffer, from: number, to: number): void {
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
    this.#at = from;
  }

  /** Where the record lies. */
  get place(): RecordPlace {
    return { bytes: this.#bytes, from: this.#from, to: this.#to };
  }

  get isAtEnd(): boolean {
    return this.#at === this.#to;
  }

  number(): number {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = this.#byte();
      value += (byte & SEVEN_BITS) * unit;
      if (byte < CONTINUES) return value;
      unit *= SEVEN_BITS_MORE;
    }
  }

  flag(): boolean {
    return this.number() === 1;
  }

  /** A view. */
  bytes(): Buffer {
    const length = this.skip();
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(): string {
    const length = this.skip();
    return this.#bytes.toString("utf8", this.#at - length, this.#at);
  }

  /** Passes over bytes or a text; returns how many bytes it has. */
  skip(): number {
    const length = this.number();
    this.#at += length;
    if (this.#at > this.#to) throw shorter();
    return length;
  }

  optionalNumber(): number | undefined {
    return this.flag() ? this.number() : undefined;
  }

  optionalText(): string | undefined {
    return this.flag() ? this.text() : undefined;
  }

  #byte(): number {
    if (this.#at >= this.#to) throw shorter();
    return this.#bytes[this.#at++] as number;
  }
}

function shorter(): RangeError {
  return new RangeError("a record is shorter than it says");
}
