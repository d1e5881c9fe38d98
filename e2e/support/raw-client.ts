import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { decode } from "../../protocol/codec/decode.ts";
import { encode } from "../../protocol/codec/encode.ts";
import { Framer } from "../../protocol/codec/framer.ts";
import { NO_PROPERTIES, type Packet, PacketType, type Publish } from "../../protocol/packets.ts";

const VERSION = 5;

/** A client that does what no library does: it says half of a packet, does not read, or comes by the thousand. */
export class RawClient {
  readonly socket: Socket;
  /** Resolves when the connection is gone, from whichever end. */
  readonly closed: Promise<void>;
  readonly #framer = new Framer(Number.POSITIVE_INFINITY);
  readonly #heard: Packet[] = [];
  #onHeard: (() => void) | undefined = undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    // a reset is one way to be shown the door
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => this.#hear(chunk));
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#onHeard?.();
        resolve();
      });
    });
  }

  /** A network connection without a word. */
  static async open(port: number): Promise<RawClient> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");
    return new RawClient(socket);
  }

  /** One that has sent CONNECT and has its CONNACK. */
  static async connect(port: number, clientId: string): Promise<RawClient> {
    const client = await RawClient.open(port);
    client.send(connectPacket(clientId));
    await client.next(PacketType.Connack);
    return client;
  }

  send(...packets: readonly Packet[]): void {
    this.socket.write(Buffer.concat(packets.map((packet) => encode(packet, VERSION))));
  }

  /** The next packet of this type, or undefined when the connection has ended without one; others are passed over. */
  async next<T extends Packet["type"]>(type: T): Promise<Extract<Packet, { type: T }> | undefined> {
    for (;;) {
      const packet = this.#heard.shift();
      if (packet?.type === type) return packet as Extract<Packet, { type: T }>;
      if (packet !== undefined) continue;
      if (this.socket.closed) return undefined;
      await new Promise<void>((resolve) => {
        this.#onHeard = resolve;
      });
    }
  }

  async subscribe(...filters: readonly string[]): Promise<readonly number[]> {
    const options = { qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
    const subscriptions = filters.map((filter) => ({ filter, ...options }));
    this.send({ type: PacketType.Subscribe, packetId: 1, subscriptions, properties: NO_PROPERTIES });
    return (await this.next(PacketType.Suback))?.reasonCodes ?? [];
  }

  /** Whether everything that was sent before has been heard. */
  async isHeard(): Promise<boolean> {
    this.send({ type: PacketType.Pingreq });
    return (await this.next(PacketType.Pingresp)) !== undefined;
  }

  destroy(): void {
    this.socket.destroy();
  }

  #hear(chunk: Buffer): void {
    const framer = this.#framer;
    framer.push(new Uint8Array(chunk));
    while (framer.next()) {
      const { buffer, start, body, end } = framer;
      this.#heard.push(decode(buffer, start, body, end, VERSION, "fromServer"));
    }
    this.#onHeard?.();
  }
}

/** A CONNECT of MQTT 5.0 with nothing but a client id. */
export function connectPacket(clientId: string): Packet {
  const properties = NO_PROPERTIES;
  return {
    type: PacketType.Connect,
    version: VERSION,
    clientId,
    cleanStart: true,
    keepAliveSeconds: 0,
    properties,
  };
}

/** A PUBLISH at QoS 0. */
export function publishPacket(topic: string, payload: Uint8Array, retain = false): Publish {
  const rest = { qos: 0, dup: false, packetId: 0, properties: NO_PROPERTIES } as const;
  return { type: PacketType.Publish, topic, payload, retain, ...rest };
}
