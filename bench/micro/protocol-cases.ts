import { encode } from "../../protocol/codec/encode.ts";
import { Framer } from "../../protocol/codec/framer.ts";
import { MAXIMUM_PACKET_SIZE } from "../../protocol/limits.ts";
import { NO_PROPERTIES, PacketType, type QoS } from "../../protocol/packets.ts";
import { type Case, sink } from "./ratio.ts";

const PAYLOAD_BYTES = 64;
const MESSAGES = 500;

/** Many PUBLISH in one chunk, as they come from a busy client; at QoS 1 with the ids from 1 on. */
export function publishChunk(qos: QoS, messages: number, topic = "bench/0/0"): Uint8Array {
  const packets = Array.from({ length: messages }, (_, index) =>
    encode(
      {
        type: PacketType.Publish,
        topic,
        payload: new Uint8Array(PAYLOAD_BYTES),
        qos,
        retain: false,
        dup: false,
        packetId: qos === 0 ? 0 : index + 1,
        properties: NO_PROPERTIES,
      },
      4,
    ),
  );
  return Buffer.concat(packets);
}

/** Cutting a chunk into packets. */
export function framerCase(): Case {
  const chunk = publishChunk(0, MESSAGES);
  const framer = new Framer(MAXIMUM_PACKET_SIZE);
  return {
    name: "framer: next packet",
    operations: MESSAGES,
    run: () => {
      framer.push(chunk);
      while (framer.next()) sink.value += framer.end;
    },
  };
}
