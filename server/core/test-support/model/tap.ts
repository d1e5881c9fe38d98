import { decode } from "../../../../protocol/codec/decode.ts";
import { Framer } from "../../../../protocol/codec/framer.ts";
import { type Packet, PacketType, type ProtocolVersion, type Publish } from "../../../../protocol/packets.ts";
import type { Broker } from "../../broker.ts";
import type { WireHandler } from "../../ports/wire.ts";
import { MemoryWire } from "../memory-wire.ts";
import { type Due, fail, type RefSession } from "./records.ts";

const LARGEST_PACKET = 1_000_000;

/** What was heard, and for a PUBLISH what it was due for. */
export interface Heard {
  readonly packet: Packet;
  readonly due: Due | undefined;
}

/** What a client said in CONNECT that binds the broker. */
export interface Announced {
  readonly receiveMaximum: number;
  readonly maximumPacketSize: number | undefined;
  readonly topicAliasMaximum: number;
}

/** One network connection with an ear on it: everything the broker writes is heard here, read by the client or not. */
export class Tap {
  readonly name: string;
  readonly version: ProtocolVersion;
  readonly wire = new MemoryWire();
  readonly handler: WireHandler;
  announced: Announced = { receiveMaximum: 65_535, maximumPacketSize: undefined, topicAliasMaximum: 0 };
  session: RefSession | undefined;
  /** What CONNACK must say. */
  isPresent = false;
  keepAlive = 0;
  heardAt = 0;
  /** The broker has done with it, or it was lost. */
  isDead = false;
  /** The client has closed it. */
  isClosed = false;
  hasConnack = false;
  hasDisconnect = false;
  /** It was full, or a commit was held: what is heard may have been written earlier. */
  isDelayed = false;
  /** Not read by the client. */
  unread: Heard[] = [];
  /** Packet ids sent on this connection and not finished. */
  readonly outstanding = new Set<number>();
  /** The last message by source, topic and QoS. */
  readonly order = new Map<string, number>();
  readonly #awaited = new Map<PacketType, number[]>();
  readonly #aliases = new Map<number, string>();
  readonly #framer = new Framer(LARGEST_PACKET);
  #read = 0;

  constructor(broker: Broker, name: string, version: ProtocolVersion) {
    this.name = name;
    this.version = version;
    this.handler = broker.accept(this.wire);
  }

  /** Packets written since the last call, aliases resolved. */
  *heard(): Generator<Packet> {
    for (; this.#read < this.wire.writes.length; this.#read++) {
      this.#framer.push((this.wire.writes[this.#read] as Uint8Array).slice());
      while (this.#framer.next()) {
        const { buffer, start, body, end } = this.#framer;
        const largest = this.announced.maximumPacketSize ?? LARGEST_PACKET;
        if (end - start > largest) fail(`packets of at most ${largest} bytes`, `${end - start} bytes`); // [5 MQTT-3.1.2-24]
        const packet = decode(buffer, start, body, end, this.version, "fromServer");
        yield packet.type === PacketType.Publish ? this.#resolved(packet) : packet;
      }
    }
  }

  /** The broker owes this answer. */
  await(type: PacketType, packetId: number): void {
    const ids = this.#awaited.get(type);
    if (ids === undefined) this.#awaited.set(type, [packetId]);
    else ids.push(packetId);
  }

  /** An answer came: of each kind in the order in which they were asked for. */
  answered(type: PacketType, packetId: number): void {
    const next = this.#awaited.get(type)?.shift();
    if (next !== packetId) fail(`answer ${type} to ${next ?? "nothing"}`, `one to ${packetId}`);
  }

  /** Answers that are still owed. */
  get owed(): string[] {
    return [...this.#awaited].flatMap(([type, ids]) => ids.map((id) => `${type}:${id}`));
  }

  #resolved(packet: Publish): Publish {
    const { topicAlias, ...properties } = packet.properties;
    if (topicAlias === undefined) return packet;
    const { topicAliasMaximum } = this.announced;
    if (topicAlias > topicAliasMaximum) fail(`aliases up to ${topicAliasMaximum}`, `alias ${topicAlias}`);
    if (packet.topic !== "") this.#aliases.set(topicAlias, packet.topic);
    const topic = this.#aliases.get(topicAlias);
    if (topic === undefined) fail("an alias that was set on this connection", `alias ${topicAlias}`);
    return { ...packet, topic, properties };
  }
}
