import { between, chance, pick, type Random } from "./random.ts";

const Opcode = { Continuation: 0, Text: 1, Binary: 2, Close: 8, Ping: 9, Reserved: 11 } as const;
const FINAL = 0x80;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
/** Longer ones are not sent byte by byte. */
const MOST_SINGLE_BYTES = 300;

/** Content type and version of a TLS record (RFC 8446 §5.1): handshake, application data, alert, change of cipher, none. */
const RECORD_HEADS = ["160301", "160303", "170303", "150303", "140303", "ff0000"].map((digits) =>
  Buffer.from(digits, "hex"),
);
const LONGEST_RECORD_BYTES = 16_384;

const UPGRADE = [
  "GET /mqtt HTTP/1.1",
  "Host: localhost",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Protocol: mqtt",
];

/** What the chunks in which bytes are sent do with the packets' boundaries. */
const CUTS: readonly ((random: Random, packets: readonly Uint8Array[]) => readonly Uint8Array[])[] = [
  (_random, packets) => [Buffer.concat(packets)],
  (_random, packets) => packets,
  anywhere,
  anywhere,
  (_random, packets) => {
    const bytes = Buffer.concat(packets);
    const single = Array.from(bytes.subarray(0, MOST_SINGLE_BYTES), (byte) => Uint8Array.of(byte));
    return [...single, bytes.subarray(MOST_SINGLE_BYTES)];
  },
];

/** The bytes of the packets in the chunks in which they go over TCP. */
export function chunksOverTcp(random: Random, packets: readonly Uint8Array[]): Uint8Array[] {
  return pick(random, CUTS)(random, packets).filter((chunk) => chunk.length > 0);
}

/** Bytes for the door of TLS from a client that does not shake hands: plain MQTT, or records that TLS does not know. */
export function chunksWithoutHandshake(random: Random, packets: readonly Uint8Array[]): Uint8Array[] {
  const chunks = chunksOverTcp(random, packets);
  if (chance(random, 30)) return chunks;
  return chunks.map((chunk) => {
    const head = pick(random, RECORD_HEADS);
    const isTrue = chance(random, 70);
    const length = isTrue ? Math.min(chunk.length, LONGEST_RECORD_BYTES) : random(LONGEST_RECORD_BYTES);
    return Buffer.concat([head, Uint8Array.of(length >> 8, length & 0xff), chunk]);
  });
}

/** The same over WebSocket: the request for it, and frames, some of which break RFC 6455. */
export function chunksOverWebSocket(random: Random, packets: readonly Uint8Array[]): Uint8Array[] {
  const frames = chunksOverTcp(random, packets).map((chunk) => frame(Opcode.Binary, chunk));
  const chunks = [requestOf(random), ...spoiltFrames(random, frames)];
  return chance(random, 20) ? [Buffer.concat(chunks)] : chunks;
}

function requestOf(random: Random): Uint8Array {
  const lines = UPGRADE.map((line) => (chance(random, 1) ? spoiltLine(random, line) : line));
  const request = Buffer.from(`${lines.filter((line) => line !== "").join("\r\n")}\r\n\r\n`);
  return chance(random, 3) ? request.subarray(0, random(request.length)) : request;
}

function spoiltLine(random: Random, line: string): string {
  return pick(random, ["", `${line}x`, line.slice(0, random(line.length)), `${line}, mqttv3.1`, `\0${line}`]);
}

function spoiltFrames(random: Random, frames: readonly Uint8Array[]): readonly Uint8Array[] {
  if (!chance(random, 25)) return frames;
  const at = random(frames.length + 1);
  const [head, tail] = [frames.slice(0, at), frames.slice(at)];
  return [...head, pick(random, ODD_FRAMES)(random), ...tail];
}

/** Frames that do not belong there, or that nobody may send. */
const ODD_FRAMES: readonly ((random: Random) => Uint8Array)[] = [
  () => frame(Opcode.Text, Buffer.from("hello")),
  () => frame(Opcode.Text, Uint8Array.of(0xc0, 0x80)),
  () => frame(Opcode.Binary, new Uint8Array(0)),
  () => frame(Opcode.Ping, Buffer.from("ping")),
  () => frame(Opcode.Ping, new Uint8Array(LENGTH_16)),
  () => frame(Opcode.Close, Uint8Array.of(0x03, 0xe8)),
  () => frame(Opcode.Close, Uint8Array.of(0x03)),
  () => frame(Opcode.Reserved, Uint8Array.of(1)),
  () => frame(Opcode.Continuation, Uint8Array.of(0xc0, 0)),
  () => frame(Opcode.Binary, Uint8Array.of(0xc0), 0),
  () =>
    Buffer.concat([
      frame(Opcode.Binary, Uint8Array.of(0xc0), 0),
      frame(Opcode.Continuation, Uint8Array.of(0)),
    ]),
  () => Uint8Array.of(FINAL | Opcode.Binary, 2, 0xc0, 0), // without a mask
  () =>
    Buffer.concat([
      Uint8Array.of(FINAL | Opcode.Binary, MASKED | LENGTH_64),
      Buffer.from("7fffffffffffffff", "hex"),
    ]),
  (random) => Uint8Array.from({ length: between(random, 1, 20) }, () => random(256)),
];

/** A frame from a client (RFC 6455 §5.2), whole unless `final` is 0. */
function frame(opcode: number, payload: Uint8Array, final = FINAL): Uint8Array {
  const masked = payload.map((byte, at) => byte ^ (KEY[at % KEY.length] ?? 0));
  return Buffer.concat([Uint8Array.of(final | opcode), lengthOf(payload.length), KEY, masked]);
}

function lengthOf(length: number): Uint8Array {
  if (length < LENGTH_16) return Uint8Array.of(MASKED | length);
  const bytes = Buffer.alloc(length > 0xffff ? 9 : 3);
  bytes[0] = MASKED | (length > 0xffff ? LENGTH_64 : LENGTH_16);
  if (length > 0xffff) bytes.writeUInt32BE(length, 5);
  else bytes.writeUInt16BE(length, 1);
  return bytes;
}

function anywhere(random: Random, packets: readonly Uint8Array[]): readonly Uint8Array[] {
  const bytes = Buffer.concat(packets);
  const cuts = Array.from({ length: between(random, 1, 8) }, () => random(bytes.length + 1));
  const bounds = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
  return bounds.slice(1).map((bound, at) => bytes.subarray(bounds[at], bound));
}
