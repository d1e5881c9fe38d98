import { decode } from "../../../protocol/codec/decode.ts";
import { encode } from "../../../protocol/codec/encode.ts";
import { Framer } from "../../../protocol/codec/framer.ts";
import {
  type Connect,
  NO_PROPERTIES,
  type Packet,
  PacketType,
  type ProtocolVersion,
  type Publish,
  type SubscriptionRequest,
} from "../../../protocol/packets.ts";
import { type Broker, type BrokerOptions, createBroker } from "../broker.ts";
import { DEFAULT_LIMITS, type Limits } from "../ports/limits.ts";
import type { BrokerEvent } from "../ports/observer.ts";
import type { Store } from "../ports/store.ts";
import type { WireHandler } from "../ports/wire.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryWire } from "./memory-wire.ts";

const LARGEST_PACKET = 300_000_000;

/** A store that keeps nothing, as the broker has it with --memory. */
const forgetful: Store = {
  isDurable: false,
  recover: async () => ({ sessions: [], retained: [], nextMessageNumber: 1 }),
  append: () => undefined,
  commit: () => true,
  listen: () => undefined,
  close: async () => undefined,
};

/** What a test may set of the broker. */
export interface HarnessOptions extends Partial<Omit<BrokerOptions, "limits" | "observer" | "clock">> {
  readonly limits?: Partial<Limits>;
  readonly wantsMessages?: boolean;
}

/** A broker on a fake clock, with everything that it tells. */
export interface Harness {
  readonly broker: Broker;
  readonly clock: FakeClock;
  readonly events: BrokerEvent[];
  /** Opens a network connection without a word. */
  open(version?: ProtocolVersion, address?: string): TestClient;
  /** Opens one and sends CONNECT; the CONNACK has been taken off. */
  connect(connect?: Partial<Connect>, address?: string): TestClient;
}

export function createHarness(options: HarnessOptions = {}): Harness {
  const clock = new FakeClock();
  const events: BrokerEvent[] = [];
  let ids = 0;
  const broker = createBroker({
    version: "0.0.0",
    store: forgetful,
    authenticator: { identify: (connect) => ({ kind: "accepted", userName: connect.userName }) },
    acl: { mayPublish: () => true, maySubscribe: () => true, mayReceive: () => true },
    createClientId: () => `auto-${++ids}`,
    sysIntervalSeconds: 10,
    ...options,
    clock,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    observer: { wantsMessages: options.wantsMessages ?? false, onEvent: (event) => events.push(event) },
  });
  const open = (version: ProtocolVersion = 5, address?: string): TestClient =>
    new TestClient(broker, clock, version, address);
  const connect = (asked: Partial<Connect> = {}, address?: string): TestClient => {
    const client = open(asked.version, address);
    client.send(connectPacket(asked));
    client.connack = client.take(PacketType.Connack)[0];
    return client;
  };
  return { broker, clock, events, open, connect };
}

/** A CONNECT with what a test does not care about filled in. */
export function connectPacket(asked: Partial<Connect> = {}): Connect {
  return {
    type: PacketType.Connect,
    version: 5,
    clientId: "client",
    cleanStart: true,
    keepAliveSeconds: 0,
    properties: NO_PROPERTIES,
    ...asked,
  };
}

/** A PUBLISH with what a test does not care about filled in; the payload may be text. */
export function publishPacket(
  asked: Partial<Omit<Publish, "payload">> & { readonly payload?: string | Uint8Array } = {},
): Publish {
  const { payload = "x", ...rest } = asked;
  const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  return {
    type: PacketType.Publish,
    topic: "t",
    qos: 0,
    retain: false,
    dup: false,
    packetId: (asked.qos ?? 0) > 0 ? 1 : 0,
    properties: NO_PROPERTIES,
    ...rest,
    payload: bytes,
  };
}

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
        this.heard.push(decode(buffer, start, body, end, this.version));
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
    return this.take(PacketType.Publish).map(
      ({ topic, payload }) => `${topic}=${new TextDecoder().decode(payload)}`,
    );
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

  nextPacketId(): number {
    return ++this.#lastPacketId;
  }

  /** The network connection is lost. */
  drop(): void {
    this.handler.onClosed(undefined);
    this.#clock.endTick();
  }

  disconnect(reasonCode: 0 | 4 = 0): void {
    this.send({ type: PacketType.Disconnect, reasonCode, properties: NO_PROPERTIES });
    this.drop();
  }
}
