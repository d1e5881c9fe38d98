import { decode } from "../../../protocol/codec/decode.ts";
import { encode } from "../../../protocol/codec/encode.ts";
import { Framer } from "../../../protocol/codec/framer.ts";
import { MAXIMUM_REMAINING_LENGTH } from "../../../protocol/limits.ts";
import {
  type Connack,
  type Connect,
  NO_PROPERTIES,
  type Packet,
  PacketType,
  type ProtocolVersion,
  type Publish,
} from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { OpenSocket, WireSocket } from "../engine-ports.ts";

/** One WebSocket of the byte pipe, seen from the broker's side. */
export class BrokerEnd {
  readonly received: Packet[] = [];
  readonly protocols: readonly string[];
  isOpen = false;
  readonly #socket: WireSocket;
  readonly #framer = new Framer(MAXIMUM_REMAINING_LENGTH);
  #version: ProtocolVersion = 5;

  constructor(protocols: readonly string[], broker: ByteBroker) {
    this.protocols = protocols;
    this.#socket = {
      binaryType: "arraybuffer",
      bufferedAmount: 0,
      onopen: null,
      onmessage: null,
      onclose: null,
      send: (bytes) => this.#receive(bytes.slice(), broker),
      close: () => {
        this.isOpen = false;
      },
    };
  }

  get socket(): WireSocket {
    return this.#socket;
  }

  get connect(): Connect | undefined {
    return this.received.find((packet) => packet.type === PacketType.Connect);
  }

  open(): void {
    this.isOpen = true;
    this.#socket.onopen?.();
  }

  /** Sends packets, all in one frame. */
  say(...packets: readonly Packet[]): void {
    const bytes = packets.flatMap((packet) => [...encode(packet, this.#version)]);
    this.sayBytes(new Uint8Array(bytes));
  }

  sayBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.#socket.onmessage?.({ data: bytes.buffer });
  }

  sayText(text: string): void {
    this.#socket.onmessage?.({ data: text });
  }

  /** Closes from the broker's side, or fails to open. */
  close(): void {
    this.isOpen = false;
    this.#socket.onclose?.();
  }

  #receive(bytes: Uint8Array, broker: ByteBroker): void {
    this.#framer.push(bytes);
    while (this.#framer.next()) {
      const { buffer, start, body, end } = this.#framer;
      const packet = decode(buffer, start, body, end, this.#version, "fromClient");
      if (packet.type === PacketType.Connect) this.#version = packet.version;
      this.received.push(packet);
      broker.answer(this, packet);
    }
  }
}

/** A broker of bytes: it takes connections over a pipe in memory, and answers with our codec what a test lets it. */
export class ByteBroker {
  readonly ends: BrokerEnd[] = [];
  /** Packets it does not answer. */
  readonly deaf = new Set<PacketType>();
  isReachable = true;
  connack: Connack = {
    type: PacketType.Connack,
    sessionPresent: false,
    reasonCode: ReasonCode.Success,
    properties: NO_PROPERTIES,
  };

  readonly openSocket: OpenSocket = (url, protocols) => {
    new URL(url);
    const end = new BrokerEnd(protocols, this);
    this.ends.push(end);
    return end.socket;
  };

  /** The newest connection. */
  get last(): BrokerEnd {
    const end = this.ends.at(-1);
    if (!end) throw new Error("nobody has connected");
    return end;
  }

  /** Lets the newest connection open, or fail where the broker cannot be reached. */
  accept(): BrokerEnd {
    if (this.isReachable) this.last.open();
    else this.last.close();
    return this.last;
  }

  answer(end: BrokerEnd, packet: Packet): void {
    if (this.deaf.has(packet.type)) return;
    const reply = this.#replyTo(packet);
    if (reply) end.say(reply);
  }

  #replyTo(packet: Packet): Packet | undefined {
    const common = { reasonCode: ReasonCode.Success, properties: NO_PROPERTIES };
    switch (packet.type) {
      case PacketType.Connect:
        return this.connack;
      case PacketType.Subscribe: {
        const reasonCodes = packet.subscriptions.map((subscription) => subscription.qos);
        return { type: PacketType.Suback, packetId: packet.packetId, reasonCodes, properties: NO_PROPERTIES };
      }
      case PacketType.Unsubscribe: {
        const reasonCodes = packet.filters.map(() => ReasonCode.Success);
        return {
          type: PacketType.Unsuback,
          packetId: packet.packetId,
          reasonCodes,
          properties: NO_PROPERTIES,
        };
      }
      case PacketType.Publish:
        return packet.qos === 1
          ? { type: PacketType.Puback, packetId: packet.packetId, ...common }
          : undefined;
      case PacketType.Pingreq:
        return { type: PacketType.Pingresp };
      default:
        return undefined;
    }
  }
}

/** A PUBLISH from the broker, for the subscriptions with these identifiers. */
export function publish(
  topic: string,
  payload: string,
  options: Partial<Pick<Publish, "qos" | "retain" | "packetId">> & { readonly for?: readonly number[] } = {},
): Publish {
  const { for: identifiers = [1], qos = 0, retain = false, packetId = 0 } = options;
  return {
    type: PacketType.Publish,
    topic,
    payload: new TextEncoder().encode(payload),
    qos,
    retain,
    dup: false,
    packetId,
    properties: identifiers.length > 0 ? { subscriptionIdentifiers: identifiers } : NO_PROPERTIES,
  };
}
