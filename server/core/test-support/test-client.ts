import { decode } from "../../../protocol/codec/decode.ts";
import { encode } from "../../../protocol/codec/encode.ts";
import { Framer } from "../../../protocol/codec/framer.ts";
import {
  NO_PROPERTIES,
  type Packet,
  PacketType,
  type Properties,
  type ProtocolVersion,
  type Publish,
  type SubscriptionRequest,
} from "../../../protocol/packets.ts";
import type { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Broker } from "../broker.ts";
import type { WireHandler } from "../ports/wire.ts";
import type { FakeClock } from "./fake-clock.ts";
import { MemoryWire } from "./memory-wire.ts";
import { publishPacket, textOf } from "./packets.ts";

const LARGEST_PACKET = 300_000_000;

type Of<T extends PacketType> = Extract<Packet, { type: T }>;

/** The far end of a memory wire: speaks in packets, and keeps what it hears. */
export class TestClient {
  readonly wire: MemoryWire;
  readonly handler: WireHandler;
  readonly version: ProtocolVersion;
  connack: Of<typeof PacketType.Connack> | undefined;
  /** What was heard and not taken. */
  heard: Packet[] = [];
  readonly #clock: FakeClock;
  readonly #framer = new Framer(LARGEST_PACKET);
  #read = 0;
  #lastPacketId = 0;

  constructor(broker: Broker, clock: FakeClock, version: ProtocolVersion, address?: string) {
    this.wire = new MemoryWire(address);
    this.handler = broker.accept(this.wire);
    this.version = version;
    this.#clock = clock;
  }

  send(...packets: readonly Packet[]): void {
    for (const packet of packets) this.handler.onBytes(encode(packet, this.version));
    this.#clock.endTick();
  }

  sendBytes(...bytes: readonly number[]): void {
    this.handler.onBytes(Uint8Array.from(bytes));
    this.#clock.endTick();
  }

  /** Everything heard since the last call. */
  takeAll(): Packet[] {
    for (; this.#read < this.wire.writes.length; this.#read++) {
      this.#framer.push((this.wire.writes[this.#read] as Uint8Array).slice());
      while (this.#framer.next()) {
        const { buffer, start, body, end } = this.#framer;
        this.heard.push(decode(buffer, start, body, end, this.version, "fromServer"));
      }
    }
    const heard = this.heard;
    this.heard = [];
    return heard;
  }

  /** The packets of one type heard since the last call; the others stay. */
  take<T extends PacketType>(type: T): Of<T>[] {
    const heard = this.takeAll();
    this.heard = heard.filter((packet) => packet.type !== type);
    return heard.filter((packet): packet is Of<T> => packet.type === type);
  }

  /** Topic and payload of every message heard, as "topic=payload". */
  messages(): string[] {
    return this.take(PacketType.Publish).map(({ topic, payload }) => `${topic}=${textOf(payload)}`);
  }

  subscribe(
    ...requests: readonly (string | (Partial<SubscriptionRequest> & { readonly filter: string }))[]
  ): Of<typeof PacketType.Suback> {
    const subscriptions = requests.map((request) => ({
      qos: 2 as const,
      noLocal: false,
      retainAsPublished: false,
      retainHandling: 0 as const,
      ...(typeof request === "string" ? { filter: request } : request),
    }));
    this.send({
      type: PacketType.Subscribe,
      packetId: this.nextPacketId(),
      subscriptions,
      properties: NO_PROPERTIES,
    });
    return this.take(PacketType.Suback)[0] as Of<typeof PacketType.Suback>;
  }

  publish(topic: string, payload: string | Uint8Array = "x", rest: Partial<Publish> = {}): void {
    const packetId = (rest.qos ?? 0) > 0 ? this.nextPacketId() : 0;
    this.send(publishPacket({ packetId, ...rest, topic, payload }));
  }

  /** Sends SUBSCRIBE with one filter and properties. */
  subscribeWith(
    properties: Properties,
    request: Partial<SubscriptionRequest> & { readonly filter: string },
  ): void {
    const options = {
      qos: 2,
      noLocal: false,
      retainAsPublished: false,
      retainHandling: 0,
      ...request,
    } as const;
    const packetId = this.nextPacketId();
    this.send({ type: PacketType.Subscribe, packetId, subscriptions: [options], properties });
    this.take(PacketType.Suback);
  }

  /** Sends UNSUBSCRIBE; returns the reason codes. */
  unsubscribe(...filters: readonly string[]): readonly number[] {
    const packetId = this.nextPacketId();
    this.send({ type: PacketType.Unsubscribe, packetId, filters, properties: NO_PROPERTIES });
    return this.take(PacketType.Unsuback)[0]?.reasonCodes ?? [];
  }

  /** Answers a PUBLISH with PUBACK, PUBREC, PUBREL or PUBCOMP. */
  answer(type: 4 | 5 | 6 | 7, packetId: number, reasonCode: ReasonCode = 0): void {
    this.send({ type, packetId, reasonCode, properties: NO_PROPERTIES } as Packet);
  }

  /** From the next write on the wire takes nothing more. */
  block(): void {
    this.wire.isFull = true;
  }

  /** The wire has sent everything and takes more. */
  unblock(): void {
    this.wire.isFull = false;
    this.handler.onWritable();
    this.#clock.endTick();
  }

  endTick(): void {
    this.#clock.endTick();
  }

  nextPacketId(): number {
    return ++this.#lastPacketId;
  }

  /** The network connection is lost. */
  drop(): void {
    this.handler.onClosed(undefined);
    this.#clock.endTick();
  }

  disconnect(reasonCode: 0 | 4 = 0, properties: Properties = NO_PROPERTIES): void {
    this.send({ type: PacketType.Disconnect, reasonCode, properties });
    this.drop();
  }

  /** How the broker ended the connection: the reason code of its DISCONNECT, "closed" without one, or "open". */
  get ended(): number | "closed" | "open" {
    if (!this.wire.isEnded) return "open";
    return this.take(PacketType.Disconnect)[0]?.reasonCode ?? "closed";
  }
}
