import { decodeUtf8OrUndefined } from "../bytes/utf8.ts";
import { MAXIMUM_VARIABLE_BYTE_INTEGER_BYTES } from "../limits.ts";
import type { ProtocolVersion } from "../packets.ts";
import type { BitRange, Field, Shown, Term } from "./field.ts";
import { type TermKey, term } from "./terms.ts";

/** A part of a byte, with what its value means. */
export interface BitPart extends BitRange {
  readonly term: TermKey;
  readonly meaning: (value: number) => string;
}

const NO_PARTS: readonly Field[] = [];
const CONTINUES = 0x80;
const VALUE_BITS = 7;

/**
 * Lays fields over the bytes of a packet, one after another. It knows how long things are and nothing of what is
 * allowed: that the codec says, and where it found a fault this stops, behind the field that has it. From there on, and
 * where a field would lead beyond the end, every call does nothing; so those who describe packets need not look.
 */
export class FieldCursor {
  readonly bytes: Uint8Array;
  version: ProtocolVersion;
  at = 0;
  /** Where what is being read ends: the packet, or a list of properties within it. */
  end: number;
  /** Whether something would have led beyond the end. */
  isShort = false;
  readonly fields: Field[] = [];
  #into: Field[] = this.fields;
  readonly #faultAt: number;
  #isFaultRead = false;
  #holds = 0;

  constructor(bytes: Uint8Array, version: ProtocolVersion, faultAt = Number.POSITIVE_INFINITY) {
    this.bytes = bytes;
    this.version = version;
    this.end = bytes.length;
    this.#faultAt = faultAt;
  }

  get isDone(): boolean {
    return this.isShort || (this.#isFaultRead && this.#holds === 0);
  }

  /** 0 where no more is read. */
  get remaining(): number {
    return this.isDone ? 0 : this.end - this.at;
  }

  /** The next byte, which stays to be read; 0 at the end. */
  get next(): number {
    return this.bytes[this.at] ?? 0;
  }

  /** A field of several; `read` adds them and says what they are together. */
  group(name: Term, read: () => Shown): void {
    if (this.isDone) return;
    const outer = this.#into;
    const parts: Field[] = [];
    const offset = this.at;
    this.#into = parts;
    const shown = read();
    this.#into = outer;
    if (parts.length > 0) outer.push({ ...name, ...shown, offset, length: this.at - offset, parts });
  }

  /** Reads what is read only together: a fault within does not stop it before its end. */
  hold(read: () => void): void {
    this.#holds++;
    read();
    this.#holds--;
  }

  /** Reads what lies in the next `length` bytes, or in those of them that are there. */
  within(length: number, read: () => void): void {
    if (this.isDone) return;
    const isBeyond = length > this.remaining;
    this.isShort = isBeyond && this.at === this.#faultAt;
    const outerEnd = this.end;
    this.end = Math.min(outerEnd, this.at + length);
    read();
    this.end = outerEnd;
    this.isShort ||= isBeyond;
  }

  /** The next bytes as one field. */
  leaf(name: Term, length: number, shown: (at: number) => Shown): void {
    if (length === 0 || !this.#has(length)) return;
    this.#push({ ...name, ...shown(this.at), offset: this.at, length, parts: NO_PARTS });
  }

  u8(name: Term, meaning?: (value: number) => string | undefined): number {
    return this.#number(name, 1, meaning);
  }

  u16(name: Term, meaning?: (value: number) => string | undefined): number {
    return this.#number(name, 2, meaning);
  }

  u32(name: Term, meaning?: (value: number) => string | undefined): number {
    return this.#number(name, 4, meaning);
  }

  /** One byte, bit by bit. */
  bits(name: Term, layout: readonly BitPart[], meaning?: (value: number) => string): number {
    if (!this.#has(1)) return 0;
    const { at: offset, version } = this;
    const byte = this.bytes[offset] ?? 0;
    const parts = layout.map(({ high, low, term: key, meaning: say }): Field => {
      const value = (byte >> low) & ((1 << (high - low + 1)) - 1);
      const bits = { high, low };
      return { ...term(key, version), value, meaning: say(value), offset, length: 1, bits, parts: NO_PARTS };
    });
    const shown: Shown = meaning === undefined ? { value: byte } : { value: byte, meaning: meaning(byte) };
    this.#push({ ...name, ...shown, offset, length: 1, parts });
    return byte;
  }

  /** §1.5.5: each byte has seven bits of the value, the lowest first, and one that says whether another follows. */
  variableByteInteger(name: Term, meaning?: (value: number) => string | undefined): number {
    let value = 0;
    this.hold(() =>
      this.group(name, () => {
        for (let i = 0; i < MAXIMUM_VARIABLE_BYTE_INTEGER_BYTES; i++) {
          const byte = this.#encodedByte(i);
          value += (byte % CONTINUES) * CONTINUES ** i;
          if (byte < CONTINUES) break;
        }
        return shownNumber(value, meaning);
      }),
    );
    return value;
  }

  /** §1.5.4; text that is no UTF-8 is shown as bytes. */
  string(name: Term, meaning?: (text: string) => string | undefined): string {
    let text = "";
    this.group(name, () => {
      const length = this.u16(term("lengthPrefix", this.version), bytesOf);
      let shown: Shown = { value: "" };
      this.leaf(term("characters", this.version), length, (at) => {
        shown = textOf(this.bytes.subarray(at, at + length));
        return shown;
      });
      if (typeof shown.value === "string") text = shown.value;
      const said = meaning?.(text);
      return said === undefined ? shown : { ...shown, meaning: said };
    });
    return text;
  }

  /** §1.5.6 */
  binary(name: Term): void {
    this.group(name, () => {
      const length = this.u16(term("binaryLength", this.version), bytesOf);
      const value = this.bytes.subarray(this.at, Math.min(this.end, this.at + length));
      this.leaf(term("binaryData", this.version), length, () => ({ value }));
      return { value };
    });
  }

  /** What stands behind the last field that was read, up to where the packet ends, and what is no part of it. */
  close(packetEnd: number): void {
    const end = Math.min(packetEnd, this.bytes.length);
    this.#remainder(term("notRead", this.version), end);
    this.#remainder(term("beyond", this.version), this.bytes.length);
  }

  #remainder(name: Term, end: number): void {
    const { at: offset } = this;
    if (offset >= end) return;
    this.#push({
      ...name,
      value: this.bytes.subarray(offset, end),
      offset,
      length: end - offset,
      parts: NO_PARTS,
    });
  }

  #encodedByte(index: number): number {
    const factor = CONTINUES ** index;
    return this.bits(term("variableByteInteger", this.version), [
      {
        term: "continuation",
        high: VALUE_BITS,
        low: VALUE_BITS,
        meaning: (bit) => (bit === 1 ? "another byte follows" : "the last byte"),
      },
      {
        term: "sevenBits",
        high: VALUE_BITS - 1,
        low: 0,
        meaning: (bits) => `${bits} × ${factor} = ${bits * factor}`,
      },
    ]);
  }

  #number(name: Term, length: number, meaning?: (value: number) => string | undefined): number {
    let value = 0;
    this.leaf(name, length, (at) => {
      for (let i = 0; i < length; i++) value = value * 256 + (this.bytes[at + i] ?? 0);
      return shownNumber(value, meaning);
    });
    return value;
  }

  #has(length: number): boolean {
    if (this.isDone) return false;
    this.isShort = this.end - this.at < length;
    return !this.isShort;
  }

  #push(field: Field): void {
    const { offset, length } = field;
    const isFault = !this.#isFaultRead && offset <= this.#faultAt && this.#faultAt < offset + length;
    this.#into.push(isFault ? { ...field, isFault } : field);
    this.#isFaultRead ||= isFault;
    this.at = offset + length;
  }
}

/** How many bytes, in words. */
export function bytesOf(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}

function shownNumber(value: number, meaning?: (value: number) => string | undefined): Shown {
  const said = meaning?.(value);
  return said === undefined ? { value } : { value, meaning: said };
}

function textOf(bytes: Uint8Array): Shown {
  const text = decodeUtf8OrUndefined(bytes);
  return text === undefined ? { value: bytes, meaning: "not well-formed UTF-8" } : { value: text };
}
