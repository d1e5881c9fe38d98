import { expect, it } from "vitest";
import { HEAD_BYTES } from "./out-buffers.ts";
import { PacketParser } from "./packet-parser.ts";
import { FrameReader, sealFrame } from "./websocket.ts";

const MASK = 0x0403_0201;

it.each([
  [10, [0x82, 0x8a]],
  [126, [0x82, 0xfe, 0, 126]],
  [65_535, [0x82, 0xfe, 0xff, 0xff]],
  [65_536, [0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 0]],
])("makes a masked frame of %d bytes in place", (length, head) => {
  const buffer = Buffer.alloc(HEAD_BYTES + 65_540);
  buffer.fill(9, HEAD_BYTES);
  const start = sealFrame(buffer, HEAD_BYTES + length, MASK);
  expect([...buffer.subarray(start, HEAD_BYTES)]).toEqual([...head, 1, 2, 3, 4]);
  expect([...buffer.subarray(HEAD_BYTES, HEAD_BYTES + 5)]).toEqual([9 ^ 1, 9 ^ 2, 9 ^ 3, 9 ^ 4, 9 ^ 1]);
});

const ANSWER = Buffer.from("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
const PING = Buffer.from([0x89, 2, 1, 1]);
/** Two packets, of which the second spans two frames with a ping between them. */
const FRAMES = Buffer.concat([
  Buffer.from([0x82, 5, 0xd0, 0, 0x30, 3, 0]),
  PING,
  Buffer.from([0x80, 2, 1, 0x61]),
]);

it.each([1, 2, 1000])("takes packets out of frames that come in pieces of %d bytes", (pieceBytes) => {
  const packets: string[] = [];
  const parser = new PacketParser({
    onPacket: (head, bytes, body, end) => packets.push(`${head} ${bytes.toString("hex", body, end)}`),
  });
  let opened = 0;
  const reader = new FrameReader(parser, () => opened++);
  const stream = Buffer.concat([ANSWER, FRAMES]);
  for (let at = 0; at < stream.length; at += pieceBytes) {
    reader.push(stream, at, Math.min(at + pieceBytes, stream.length));
  }
  expect(opened).toBe(1);
  expect(packets).toEqual(["208 ", "48 000161"]);
});

it("says what a server answers that wants no WebSocket", () => {
  const reader = new FrameReader(new PacketParser({ onPacket: () => undefined }), () => undefined);
  const answer = Buffer.from("HTTP/1.1 404 Not Found\r\n\r\n");
  expect(() => reader.push(answer, 0, answer.length)).toThrow("HTTP/1.1 404 Not Found");
});
