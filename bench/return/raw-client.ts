import { connect, type Socket } from "node:net";
import { encode } from "../../protocol/codec/encode.ts";
import { NO_PROPERTIES, type Packet, PacketType } from "../../protocol/packets.ts";
import { PacketParser } from "../load/packet-parser.ts";

const VERSION = 5;
const SESSION_EXPIRY_SECONDS = 86_400;
const TYPE_SHIFT = 4;
const QOS_SHIFT = 1;
const QOS_BITS = 3;
const LENGTH_BYTES = 2;
const PUBACK_BYTES = 4;

/** What is told of each packet that comes. */
export type OnPacket = (type: number) => void;

/** A client that acknowledges each QoS 1 message as it comes, all of a chunk with one write, and costs little itself. */
export class RawClient {
  readonly #socket: Socket;
  #acknowledgements: number[] = [];

  constructor(port: number, onPacket: OnPacket) {
    this.#socket = connect({ host: "127.0.0.1", port, noDelay: true });
    const parser = new PacketParser({
      onPacket: (head, bytes, body) => {
        const isAtLeastOnce = ((head >> QOS_SHIFT) & QOS_BITS) === 1;
        if (head >> TYPE_SHIFT === PacketType.Publish && isAtLeastOnce)
          this.#acknowledgements.push(bytes.readUInt16BE(body + LENGTH_BYTES + bytes.readUInt16BE(body)));
        onPacket(head >> TYPE_SHIFT);
      },
    });
    this.#socket.on("data", (chunk) => {
      parser.push(chunk, 0, chunk.length);
      this.#acknowledge();
    });
  }

  /** Begins, or resumes, the durable session of a client id. */
  connect(clientId: string): void {
    const properties = { sessionExpiryInterval: SESSION_EXPIRY_SECONDS };
    this.send({
      type: PacketType.Connect,
      version: VERSION,
      clientId,
      cleanStart: false,
      keepAliveSeconds: 0,
      properties,
    });
  }

  subscribe(filter: string): void {
    const options = { qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
    const subscriptions = [{ filter, ...options }];
    this.send({ type: PacketType.Subscribe, packetId: 1, subscriptions, properties: NO_PROPERTIES });
  }

  publish(topic: string, packetId: number): void {
    this.send({
      type: PacketType.Publish,
      topic,
      payload: new Uint8Array(1),
      qos: 1,
      retain: false,
      dup: false,
      packetId,
      properties: NO_PROPERTIES,
    });
  }

  send(packet: Packet): void {
    this.#socket.write(encode(packet, VERSION));
  }

  end(): void {
    this.#socket.destroy();
  }

  #acknowledge(): void {
    if (this.#acknowledgements.length === 0) return;
    const bytes = Buffer.allocUnsafe(PUBACK_BYTES * this.#acknowledgements.length);
    for (const [at, packetId] of this.#acknowledgements.entries()) {
      bytes.writeUInt16BE(0x4002, PUBACK_BYTES * at);
      bytes.writeUInt16BE(packetId, PUBACK_BYTES * at + LENGTH_BYTES);
    }
    this.#acknowledgements = [];
    this.#socket.write(bytes);
  }
}
