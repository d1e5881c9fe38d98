import { MqttError } from "../errors.ts";
import { MAXIMUM_REMAINING_LENGTH, MAXIMUM_STRING_BYTES } from "../limits.ts";
import { ReasonCode } from "../reason-codes.ts";
import { copyInto } from "./copy.ts";
import { utf8ByteLength, writeUtf8 } from "./utf8.ts";
import { variableByteIntegerLength, writeVariableByteInteger } from "./variable-byte-integer.ts";

const INITIAL_BYTES = 64;
/** A writer that is used again gives back what one long packet made it grow beyond this. */
const KEPT_BYTES = 4 * 1024;
const MAXIMUM_U32 = 0xffff_ffff;

/** Writes the data types of MQTT (5.0 §1.5) into a buffer that grows as needed; refuses what the wire cannot carry. */
export class Writer {
  #buffer = new Uint8Array(INITIAL_BYTES);
  #at = 0;

  /** Bytes that were written. */
  get length(): number {
    return this.#at;
  }

  /** Begins anew; views of what was written before are not good any more. */
  clear(): void {
    if (this.#buffer.length > KEPT_BYTES) this.#buffer = new Uint8Array(INITIAL_BYTES);
    this.#at = 0;
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#at++] = value;
  }

  u16(value: number, what: string): void {
    this.#checkRange(value, MAXIMUM_STRING_BYTES, what);
    this.#reserve(2);
    this.#buffer[this.#at++] = value >> 8;
    this.#buffer[this.#at++] = value;
  }

  u32(value: number, what: string): void {
    this.#checkRange(value, MAXIMUM_U32, what);
    this.#reserve(4);
    this.#buffer[this.#at++] = value >>> 24;
    this.#buffer[this.#at++] = value >>> 16;
    this.#buffer[this.#at++] = value >>> 8;
    this.#buffer[this.#at++] = value;
  }

  variableByteInteger(value: number, what: string): void {
    this.#checkRange(value, MAXIMUM_REMAINING_LENGTH, what);
    this.#reserve(variableByteIntegerLength(value));
    this.#at = writeVariableByteInteger(this.#buffer, this.#at, value);
  }

  string(text: string, what: string): void {
    const length = utf8ByteLength(text);
    this.#checkLength(length, what);
    this.u16(length, what);
    this.#reserve(length);
    this.#at = writeUtf8(this.#buffer, this.#at, text);
  }

  binary(bytes: Uint8Array, what: string): void {
    this.#checkLength(bytes.length, what);
    this.u16(bytes.length, what);
    this.bytes(bytes);
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#at = copyInto(this.#buffer, this.#at, bytes, 0, bytes.length);
  }

  /** Leaves room for a length that is known only later; give the result to endLength. */
  beginLength(): number {
    this.#reserve(1);
    return this.#at++;
  }

  /** Writes the length of all that was written since beginLength before it, as a variable byte integer. */
  endLength(start: number, what: string): void {
    const length = this.#at - start - 1;
    this.#checkRange(length, MAXIMUM_REMAINING_LENGTH, what);
    const extra = variableByteIntegerLength(length) - 1;
    if (extra > 0) {
      this.#reserve(extra);
      this.#buffer.copyWithin(start + 1 + extra, start + 1, this.#at);
      this.#at += extra;
    }
    writeVariableByteInteger(this.#buffer, start, length);
  }

  /** Copies all that was written into target at `at`; the end of it there. */
  copyTo(target: Uint8Array, at: number): number {
    return copyInto(target, at, this.#buffer, 0, this.#at);
  }

  /** All that was written, a view. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#at);
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    grown.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = grown;
  }

  #checkRange(value: number, maximum: number, what: string): void {
    if (Number.isInteger(value) && value >= 0 && value <= maximum) return;
    throw new MqttError(
      ReasonCode.ProtocolError,
      `${what} must be a whole number from 0 to ${maximum}, not ${value}`,
    );
  }

  #checkLength(length: number, what: string): void {
    if (length <= MAXIMUM_STRING_BYTES) return;
    throw new MqttError(
      ReasonCode.ProtocolError,
      `${what} has ${length} bytes; at most ${MAXIMUM_STRING_BYTES} can be sent`,
    );
  }
}
