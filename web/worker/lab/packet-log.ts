import { decode } from "../../../protocol/codec/decode.ts";
import { MqttError } from "../../../protocol/errors.ts";
import { type Packet, PacketType, type ProtocolVersion } from "../../../protocol/packets.ts";
import { FIRST_ERROR_CODE } from "../../../protocol/reason-codes.ts";
import type { LabLog, LabPacket } from "../messages/lab.ts";
import { previewOf } from "../records/preview.ts";

const TYPE_SHIFT = 4;
const CONTINUES = 0x80;
const MAXIMUM_PACKETS = 500;
/** Raw bytes kept of all packets together. */
const MAXIMUM_BYTES = 8_388_608;

interface Entry {
  readonly packet: LabPacket;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The packets of one lab client, both ways, with their bytes: the last of them, within bounds. */
export class PacketLog {
  readonly #entries: Entry[] = [];
  #bytes = 0;
  #sequence = 0;
  #evicted = 0;

  /** Grows with each packet. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Takes a whole packet; gives what the page is told about it. */
  add(direction: "in" | "out", at: number, wireBytes: Uint8Array, version: ProtocolVersion): LabPacket {
    const bytes = wireBytes.slice();
    const sequence = ++this.#sequence;
    const common = {
      sequence,
      at,
      direction,
      packetType: (bytes[0] ?? 0) >> TYPE_SHIFT,
      bytes: bytes.length,
    };
    const packet: LabPacket = { ...common, ...summaryOfBytes(bytes, version) };
    this.#entries.push({ packet, bytes });
    this.#bytes += bytes.length;
    while (
      this.#entries.length > MAXIMUM_PACKETS ||
      (this.#bytes > MAXIMUM_BYTES && this.#entries.length > 1)
    ) {
      this.#bytes -= this.#entries.shift()?.bytes.length ?? 0;
      this.#evicted++;
    }
    return packet;
  }

  /** The raw bytes of a packet, if it is still held. */
  bytesOf(sequence: number): Uint8Array<ArrayBuffer> | undefined {
    return this.#entries.find((entry) => entry.packet.sequence === sequence)?.bytes;
  }

  forPage(key: string): LabLog {
    return { key, evicted: this.#evicted, packets: this.#entries.map((entry) => entry.packet) };
  }
}

/** What a packet says; nothing if it is malformed, which its client will complain about by itself. */
function summaryOfBytes(bytes: Uint8Array, version: ProtocolVersion): Summary {
  try {
    return summaryOf(decode(bytes, 0, bodyOf(bytes), bytes.length, version));
  } catch (error) {
    if (error instanceof MqttError) return {};
    throw error;
  }
}

/** Where the variable header begins: behind the remaining length. */
function bodyOf(bytes: Uint8Array): number {
  let at = 1;
  while ((bytes[at] ?? 0) >= CONTINUES) at++;
  return at + 1;
}

type Summary = Partial<Pick<LabPacket, "packetId" | "reasonCode" | "topics" | "message">>;

function summaryOf(packet: Packet): Summary {
  const id = "packetId" in packet && packet.packetId > 0 ? { packetId: packet.packetId } : {};
  const reason = "reasonCode" in packet ? { reasonCode: packet.reasonCode } : {};
  switch (packet.type) {
    case PacketType.Publish: {
      const { topic, payload, qos, retain, dup } = packet;
      const message = { ...previewOf(payload), payloadBytes: payload.length, qos, retain, dup };
      return { ...id, topics: [topic], message };
    }
    case PacketType.Subscribe:
      return { ...id, topics: packet.subscriptions.map((subscription) => subscription.filter) };
    case PacketType.Unsubscribe:
      return { ...id, topics: packet.filters };
    case PacketType.Suback:
    case PacketType.Unsuback: {
      const worst = packet.reasonCodes.find((code) => code >= FIRST_ERROR_CODE) ?? packet.reasonCodes[0];
      return { ...id, ...(worst === undefined ? {} : { reasonCode: worst }) };
    }
    default:
      return { ...id, ...reason };
  }
}
