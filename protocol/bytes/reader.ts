import { MqttError } from "../errors.ts";
import { MAXIMUM_VARIABLE_BYTE_INTEGER_BYTES } from "../limits.ts";
import { ReasonCode } from "../reason-codes.ts";
import { checkUtf8, readUtf8 } from "./utf8.ts";

/** The clause about how long a packet is. */
const REMAINING_LENGTH = "5 §2.1.4";

/** Reads the data types of MQTT (5.0 §1.5) one after another; whatever leads beyond the end is malformed. */
export class Reader {
  readonly buffer: Uint8Array;
  /** Where the packet begins: offsets in errors count from here. */
  readonly packetStart: number;
  at: number;
  readonly end: number;

  constructor(buffer: Uint8Array, packetStart: number, at: number, end: number) {
    this.buffer = buffer;
    this.packetStart = packetStart;
    this.at = at;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.at;
  }

  /** The position of the next byte, counted from the start of the packet. */
  get offset(): number {
    return this.at - this.packetStart;
  }

  u8(what: string): number {
    this.#need(1, what);
    return this.buffer[this.at++]!;
  }

  u16(what: string): number {
    this.#need(2, what);
    const at = this.at;
    this.at = at + 2;
    return (this.buffer[at]! << 8) | this.buffer[at + 1]!;
  }

  u32(what: string): number {
    this.#need(4, what);
    const { buffer, at } = this;
    this.at = at + 4;
    return ((buffer[at]! << 24) | (buffer[at + 1]! << 16) | (buffer[at + 2]! << 8) | buffer[at + 3]!) >>> 0;
  }

  /** §1.5.5 */
  variableByteInteger(what: string): number {
    const start = this.at;
    let value = 0;
    for (let i = 0; i < MAXIMUM_VARIABLE_BYTE_INTEGER_BYTES; i++) {
      const byte = this.u8(what);
      value |= (byte & 0x7f) << (7 * i);
      if (byte < 0x80) {
        // [5 MQTT-1.5.5-1]
        if (byte === 0 && i > 0) throw this.#integerError(start, `${what} is not in its shortest form`);
        return value;
      }
    }
    throw this.#integerError(start, `${what} is longer than four bytes`);
  }

  /** §1.5.4 */
  string(what: string): string {
    const length = this.u16(what);
    this.#need(length, what);
    const start = this.at;
    this.at = start + length;
    return readUtf8(this.buffer, start, this.at, this.packetStart);
  }

  /** Moves over a string, which is checked but not made. */
  skipString(what: string): void {
    const length = this.u16(what);
    this.#need(length, what);
    const start = this.at;
    this.at = start + length;
    checkUtf8(this.buffer, start, this.at, this.packetStart);
  }

  /** Moves over binary data. */
  skipBinary(what: string): void {
    const length = this.u16(what);
    this.#need(length, what);
    this.at += length;
  }

  /** §1.5.6; a view of the packet's bytes. */
  binary(what: string): Uint8Array {
    return this.bytes(this.u16(what), what);
  }

  /** The next bytes, a view. */
  bytes(length: number, what: string): Uint8Array {
    this.#need(length, what);
    const start = this.at;
    this.at = start + length;
    return this.buffer.subarray(start, this.at);
  }

  /** An error at a position of the buffer, by default at the next byte. */
  error(reasonCode: ReasonCode, message: string, clause?: string, at = this.at): MqttError {
    const offset = at - this.packetStart;
    return new MqttError(reasonCode, message, clause === undefined ? { offset } : { offset, clause });
  }

  /** Throws if anything is left. */
  finish(packet: string): void {
    if (this.at === this.end) return;
    throw this.error(
      ReasonCode.MalformedPacket,
      `${packet} has ${this.remaining} bytes too many`,
      REMAINING_LENGTH,
    );
  }

  #need(length: number, what: string): void {
    if (this.end - this.at >= length) return;
    throw this.error(ReasonCode.MalformedPacket, `the packet ends within ${what}`, REMAINING_LENGTH);
  }

  #integerError(start: number, message: string): MqttError {
    return this.error(ReasonCode.MalformedPacket, message, "5 MQTT-1.5.5-1", start);
  }
}
