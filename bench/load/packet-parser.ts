/** Who gets the packets: `head` is the first byte, the rest lies in bytes[body..end), which is valid during the call only. */
export interface PacketReceiver {
  onPacket(head: number, bytes: Buffer, body: number, end: number): void;
}

const CONTINUES = 0x80;
const LENGTH_BITS = 0x7f;
const LONGEST_HEADER = 5;

/**
 * Cuts a broker's bytes into packets. It has no limits and trusts the broker, and it does not keep the chunk, so that one
 * buffer serves all connections: this is what the generator's speed rests on.
 */
export class PacketParser {
  readonly #receiver: PacketReceiver;
  /** The beginning of a packet that has not come whole. */
  #rest = Buffer.allocUnsafeSlow(0);
  #restLength = 0;

  constructor(receiver: PacketReceiver) {
    this.#receiver = receiver;
  }

  push(bytes: Buffer, from: number, to: number): void {
    const start = this.#restLength === 0 ? from : this.#completeRest(bytes, from, to);
    const end = this.#parse(bytes, start, to);
    if (end < to) this.#keep(bytes, end, to);
  }

  /** Returns where the first packet begins that is not whole. */
  #parse(bytes: Buffer, from: number, to: number): number {
    const receiver = this.#receiver;
    let start = from;
    while (to - start >= 2) {
      let body = start + 1;
      let byte = bytes[body++]!;
      let length = byte & LENGTH_BITS;
      for (let shift = 7; byte >= CONTINUES; shift += 7) {
        if (body === to) return start;
        if (body - start === LONGEST_HEADER) throw new Error("the broker sent a malformed remaining length");
        byte = bytes[body++]!;
        length |= (byte & LENGTH_BITS) << shift;
      }
      const end = body + length;
      if (end > to) return start;
      receiver.onPacket(bytes[start]!, bytes, body, end);
      start = end;
    }
    return start;
  }

  /** Adds to the rest what makes it a whole packet; returns what of the chunk is left. */
  #completeRest(bytes: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to) {
      const missing = this.#missing();
      const end = Math.min(at + missing, to);
      this.#keep(bytes, at, end);
      at = end;
      if (this.#missing() > 0) continue;
      const length = this.#restLength;
      this.#restLength = 0;
      this.#parse(this.#rest, 0, length);
      break;
    }
    return at;
  }

  /** How many bytes the rest lacks to be a packet, or to have a header. */
  #missing(): number {
    let length = 0;
    for (let at = 1; at < LONGEST_HEADER; at++) {
      if (at >= this.#restLength) return 1;
      const byte = this.#rest[at]!;
      length |= (byte & LENGTH_BITS) << (7 * (at - 1));
      if (byte < CONTINUES) return at + 1 + length - this.#restLength;
    }
    throw new Error("the broker sent a malformed remaining length");
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    const length = this.#restLength + to - from;
    if (length > this.#rest.length) {
      const grown = Buffer.allocUnsafeSlow(2 * length);
      this.#rest.copy(grown, 0, 0, this.#restLength);
      this.#rest = grown;
    }
    bytes.copy(this.#rest, this.#restLength, from, to);
    this.#restLength = length;
  }
}
