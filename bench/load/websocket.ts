import { randomBytes } from "node:crypto";
import { HEAD_BYTES } from "./out-buffers.ts";
import type { PacketParser } from "./packet-parser.ts";

const WORD = 4;
const FINAL_BINARY = 0x82;
const MASKED = 0x80;
const LENGTH_BITS = 0x7f;
const OPCODE = 0x0f;
const CONTROL = 0x08;
const TWO_BYTE_LENGTH = 126;
const EIGHT_BYTE_LENGTH = 127;
const LONGEST_SHORT = 0xffff;
const KEY_BYTES = 16;
const HEAD_END = "\r\n\r\n";

/** The request that makes a connection one of MQTT over WebSocket (RFC 6455 §4.1). */
export function upgradeRequest(port: number): string {
  return [
    "GET /mqtt HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${randomBytes(KEY_BYTES).toString("base64")}`,
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Protocol: mqtt${HEAD_END}`,
  ].join("\r\n");
}

/** Makes buffer[HEAD_BYTES..end) a masked frame in place; returns where it begins. */
export function sealFrame(buffer: Buffer, end: number, mask: number): number {
  const words = new Uint32Array(buffer.buffer, HEAD_BYTES, Math.ceil((end - HEAD_BYTES) / WORD));
  for (let at = 0; at < words.length; at++) words[at] = words[at]! ^ mask;
  const length = end - HEAD_BYTES;
  buffer.writeUInt32LE(mask, HEAD_BYTES - WORD);
  if (length < TWO_BYTE_LENGTH) {
    buffer[HEAD_BYTES - WORD - 2] = FINAL_BINARY;
    buffer[HEAD_BYTES - WORD - 1] = MASKED | length;
    return HEAD_BYTES - WORD - 2;
  }
  if (length <= LONGEST_SHORT) {
    buffer.writeUInt16BE(length, HEAD_BYTES - WORD - 2);
    buffer[HEAD_BYTES - WORD - 3] = MASKED | TWO_BYTE_LENGTH;
    buffer[HEAD_BYTES - WORD - 4] = FINAL_BINARY;
    return HEAD_BYTES - WORD - 4;
  }
  buffer.writeUInt32BE(length, HEAD_BYTES - 2 * WORD);
  buffer.writeUInt32BE(0, HEAD_BYTES - 3 * WORD);
  buffer[HEAD_BYTES - 3 * WORD - 1] = MASKED | EIGHT_BYTE_LENGTH;
  buffer[HEAD_BYTES - 3 * WORD - 2] = FINAL_BINARY;
  return HEAD_BYTES - 3 * WORD - 2;
}

/** Takes the frames off what a server sends: its answer to the upgrade first, then frames however they are cut. */
export class FrameReader {
  readonly #parser: PacketParser;
  readonly #onOpen: () => void;
  #head: string | undefined = "";
  /** The header of a frame, as far as it came. */
  readonly #header: number[] = [];
  #payloadLeft = 0;
  #isControl = false;

  constructor(parser: PacketParser, onOpen: () => void) {
    this.#parser = parser;
    this.#onOpen = onOpen;
  }

  push(bytes: Buffer, from: number, to: number): void {
    let at = this.#head === undefined ? from : this.#readAnswer(bytes, from, to, this.#head);
    while (at < to) {
      if (this.#payloadLeft === 0) {
        this.#readHeader(bytes[at++]!);
        continue;
      }
      const end = Math.min(at + this.#payloadLeft, to);
      if (!this.#isControl) this.#parser.push(bytes, at, end);
      this.#payloadLeft -= end - at;
      at = end;
    }
  }

  #readAnswer(bytes: Buffer, from: number, to: number, before: string): number {
    const text = before + bytes.toString("latin1", from, to);
    const end = text.indexOf(HEAD_END);
    this.#head = end < 0 ? text : undefined;
    if (end < 0) return to;
    if (!text.startsWith("HTTP/1.1 101"))
      throw new Error(`the broker answered the upgrade with ${text.split("\r\n")[0]}`);
    this.#onOpen();
    return from + end + HEAD_END.length - before.length;
  }

  #readHeader(byte: number): void {
    const header = this.#header;
    header.push(byte);
    const [first = 0, second = 0] = header;
    const length = second & LENGTH_BITS;
    const lengthBytes = length === EIGHT_BYTE_LENGTH ? 8 : length === TWO_BYTE_LENGTH ? 2 : 0;
    if (header.length < 2 + lengthBytes) return;
    this.#payloadLeft =
      lengthBytes === 0 ? length : header.slice(2).reduce((sum, each) => sum * 256 + each, 0);
    this.#isControl = (first & OPCODE) >= CONTROL;
    header.length = 0;
  }
}
