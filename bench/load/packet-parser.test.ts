import { expect, it } from "vitest";
import { encode } from "../../protocol/codec/encode.ts";
import { NO_PROPERTIES, PacketType } from "../../protocol/packets.ts";
import { PacketParser } from "./packet-parser.ts";

const PACKETS = [0, 1, 100, 200, 20_000, 3].map((payloadBytes) =>
  Buffer.from(
    encode(
      {
        type: PacketType.Publish,
        topic: "a/b",
        payload: new Uint8Array(payloadBytes).fill(7),
        qos: 0,
        retain: false,
        dup: false,
        packetId: 0,
        properties: NO_PROPERTIES,
      },
      4,
    ),
  ),
);
const STREAM = Buffer.concat([...PACKETS, Buffer.from([0xd0, 0])]);
const BODIES = [...PACKETS.map((packet) => packet.subarray(packet.indexOf("\0\u0003a/b"))), Buffer.alloc(0)];

function parseInPieces(stream: Buffer, pieceBytes: number): Buffer[] {
  const bodies: Buffer[] = [];
  const parser = new PacketParser({
    onPacket: (_head, bytes, body, end) => bodies.push(Buffer.from(bytes.subarray(body, end))),
  });
  const shared = Buffer.alloc(pieceBytes);
  for (let at = 0; at < stream.length; at += pieceBytes) {
    const length = stream.copy(shared, 0, at, at + pieceBytes);
    parser.push(shared, 0, length);
  }
  return bodies;
}

it.each([1, 2, 3, 7, 104, 105, 5000, STREAM.length])(
  "finds all packets in pieces of %d bytes",
  (pieceBytes) => {
    expect(parseInPieces(STREAM, pieceBytes)).toEqual(BODIES);
  },
);

it("reads only the part of the buffer that it is given", () => {
  const heads: number[] = [];
  const parser = new PacketParser({ onPacket: (head) => heads.push(head) });
  parser.push(Buffer.from([0xff, 0xd0, 0, 0xc0]), 1, 3);
  expect(heads).toEqual([0xd0]);
});

it.each([1, 6])("refuses a remaining length that does not end, in pieces of %d bytes", (pieceBytes) => {
  const endless = Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]);
  expect(() => parseInPieces(endless, pieceBytes)).toThrow("malformed remaining length");
});
