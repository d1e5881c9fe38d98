import { encode } from "../../../../protocol/codec/encode.ts";
import {
  NO_PROPERTIES,
  type Packet,
  PacketType,
  type Properties,
  type Publish,
} from "../../../../protocol/packets.ts";
import { publishPacket } from "../packets.ts";
import { connectOf, EVERYTHING, join, requestOf } from "./client-packets.ts";
import { BIG_TEXT } from "./drops.ts";
import { type Due, fail } from "./records.ts";
import {
  type ConnectChoice,
  FILTERS,
  FIRST_SHARED,
  type FilterChoice,
  LONE_TOPIC,
  type MessageChoice,
  TOPICS,
} from "./steps.ts";
import type { Heard, Tap } from "./tap.ts";

/** What a client needs of the world. */
export interface World {
  open(clientId: string, version: ConnectChoice["version"]): Tap;
  /** Packets as the reference must see them, and the bytes of the wire where they differ. */
  write(tap: Tap, packets: readonly Packet[], bytes: Uint8Array, cuts: readonly number[]): void;
  writePart(tap: Tap, bytes: Uint8Array): void;
  close(tap: Tap): void;
}

interface Unfinished {
  readonly packet: Publish;
  state: "published" | "released";
}

const MAXIMUM_INFLIGHT = 4;
const PACKET_IDS = 20;
const REFUSED = 0x80;
const SUBSCRIBE_ID = 1000;

/** A client that keeps to the specification, on a network that does not: it says what it is told to and answers what it reads. */
export class ModelClient {
  readonly clientId: string;
  readonly #world: World;
  readonly #isNewest: boolean;
  readonly #unfinished = new Map<number, Unfinished>();
  readonly #received = new Set<number>();
  /** Wires that it has left and not closed. */
  readonly #left: Tap[] = [];
  readonly #aliases = new Map<number, string>();
  #tap: Tap | undefined;
  #isUp = false;
  #texts = 0;
  #lastPacketId = 0;

  /** `isNewest`: always MQTT 5.0, and may be in several groups. */
  constructor(clientId: string, world: World, isNewest: boolean) {
    this.clientId = clientId;
    this.#isNewest = isNewest;
    this.#world = world;
  }

  get tap(): Tap | undefined {
    return this.#tap;
  }

  get unfinished(): number {
    return this.#unfinished.size;
  }

  connect(choice: ConnectChoice): void {
    if (choice.isOver && this.#tap !== undefined) this.#left.push(this.#tap);
    else this.lose();
    this.#isUp = false;
    this.#aliases.clear();
    const version = this.#isNewest ? 5 : choice.version;
    const tap = this.#world.open(this.clientId, version);
    this.#tap = tap;
    const packet = connectOf(this.clientId, { ...choice, version }, `${this.clientId} will ${++this.#texts}`);
    const { receiveMaximum = MAXIMUM_INFLIGHT, maximumPacketSize, topicAliasMaximum = 0 } = packet.properties;
    tap.announced = {
      receiveMaximum: Math.min(receiveMaximum, MAXIMUM_INFLIGHT),
      maximumPacketSize,
      topicAliasMaximum,
    };
    const bytes = encode(packet, version);
    if (choice.ends === "half") this.#world.writePart(tap, bytes.subarray(0, bytes.length >> 1));
    else this.#world.write(tap, [packet], bytes, []);
    if (choice.ends === "half" || choice.ends === "lost") this.lose();
  }

  /** The wire is cut: what it has not read is lost. */
  lose(): void {
    if (this.#tap !== undefined) this.#world.close(this.#tap);
    this.#tap = undefined;
    this.#isUp = false;
  }

  /** A wire that was taken over says something more, and is closed at last. */
  late(): void {
    const tap = this.#left.shift();
    if (tap === undefined) return;
    const packet = publishPacket({ topic: TOPICS[0], qos: 2, packetId: SUBSCRIBE_ID, payload: "late" });
    if (tap.hasConnack && tap.isDead) this.#world.write(tap, [packet], encode(packet, tap.version), []);
    this.#world.close(tap);
  }

  closeAll(): void {
    while (this.#left.length > 0) this.late();
    this.lose();
  }

  publish(choices: readonly MessageChoice[], cuts: readonly number[]): void {
    const tap = this.#tap;
    if (tap === undefined || !this.#isUp) return;
    const packets = choices.map((choice) => this.#draft(choice));
    const bytes = packets.map((packet, at) =>
      encode(this.#aliased(packet, choices[at]?.alias ?? 0), tap.version),
    );
    this.#world.write(tap, packets, join(bytes), cuts);
  }

  /** Every group has an identifier of its own: copies from two groups are told apart by it. */
  subscribe(choices: readonly FilterChoice[], identifier: number | undefined): void {
    const isShared = (choice: FilterChoice): boolean => choice.filter >= FIRST_SHARED;
    const plain = choices.filter((choice) => !isShared(choice));
    if (plain.length > 0) this.#subscribe(plain, identifier);
    for (const choice of choices.filter(isShared)) {
      const filter = this.#isNewest ? choice.filter : FIRST_SHARED;
      this.#subscribe([{ ...choice, filter }], FIRST_SHARED + filter);
    }
  }

  unsubscribe(filters: readonly number[]): void {
    this.say({
      type: PacketType.Unsubscribe,
      packetId: SUBSCRIBE_ID,
      filters: filters.map((at) => FILTERS[at] ?? "#"),
      properties: NO_PROPERTIES,
    });
  }

  disconnect(withWill: boolean, expiry: number | undefined): void {
    if (this.#tap === undefined || !this.#isUp) return;
    const isVersion5 = this.#tap.version === 5;
    const mayChange =
      isVersion5 && expiry !== undefined && (expiry === 0 || (this.#tap.session?.expiry ?? 0) > 0);
    const properties: Properties = mayChange ? { sessionExpiryInterval: expiry } : NO_PROPERTIES;
    this.say({ type: PacketType.Disconnect, reasonCode: isVersion5 && withWill ? 4 : 0, properties });
    this.lose();
  }

  /** Writes the beginning of a packet, and the wire is cut. */
  half(what: "publish" | "subscribe" | "answer", choice: MessageChoice): void {
    const tap = this.#tap;
    if (tap === undefined || !this.#isUp) return;
    const id = tap.unread.find(({ due }) => due !== undefined)?.packet as Publish | undefined;
    const answer = {
      type: PacketType.Puback,
      packetId: id?.packetId || 1,
      reasonCode: 0,
      properties: NO_PROPERTIES,
    } as const;
    const request = {
      type: PacketType.Subscribe,
      packetId: SUBSCRIBE_ID,
      subscriptions: [requestOf(EVERYTHING, tap.version === 5)],
      properties: NO_PROPERTIES,
    } as const;
    const packet = what === "publish" ? this.#draft(choice) : what === "subscribe" ? request : answer;
    const bytes = encode(packet, tap.version);
    this.#world.writePart(tap, bytes.subarray(0, bytes.length - 1));
    this.lose();
  }

  /** Says something, if it may by now. */
  say(packet: Packet): void {
    if (this.#tap !== undefined && this.#isUp) this.#write(this.#tap, packet);
  }

  /** Reads and answers so many packets; false when there were none. */
  read(count: number, refuses: boolean): boolean {
    const tap = this.#tap;
    if (tap === undefined) return false;
    const all = tap.unread.splice(0, count);
    for (const heard of all) this.#on(tap, heard, refuses && tap.version === 5);
    return all.length > 0;
  }

  #on(tap: Tap, { packet, due }: Heard, refuses: boolean): void {
    if (packet.type === PacketType.Connack) this.#onConnack(tap);
    else if (packet.type === PacketType.Publish) this.#onPublish(tap, packet, due as Due, refuses);
    else if (packet.type === PacketType.Puback || packet.type === PacketType.Pubcomp)
      this.#unfinished.delete(packet.packetId);
    else if (packet.type === PacketType.Pubrec) this.#onPubrec(tap, packet.packetId);
    else if (packet.type === PacketType.Pubrel) {
      this.#received.delete(packet.packetId);
      this.#answer(tap, PacketType.Pubcomp, packet.packetId);
    }
  }

  #onConnack(tap: Tap): void {
    this.#isUp = true;
    // a client of 3.1 is not told; it finds out by asking [5 MQTT-3.2.2-4] [5 MQTT-3.2.2-5]
    if (!tap.isPresent) {
      this.#received.clear();
      this.#unfinished.clear();
    }
    for (const [packetId, { packet, state }] of this.#unfinished) {
      if (state === "released") this.#answer(tap, PacketType.Pubrel, packetId);
      else this.#write(tap, { ...packet, dup: true }); // [5 MQTT-4.4.0-1]
    }
  }

  #onPublish(tap: Tap, { qos, packetId }: Publish, due: Due, refuses: boolean): void {
    if (!refuses && !this.#received.has(packetId)) due.given++;
    if (qos === 2 && due.given > 1) fail(`"${due.message.text}" once`, "it twice"); // [5 MQTT-4.3.3-10]
    const reasonCode = refuses ? REFUSED : 0;
    if (qos === 2 && !refuses) this.#received.add(packetId);
    if (qos === 1) this.#answer(tap, PacketType.Puback, packetId, reasonCode);
    if (qos === 2) this.#answer(tap, PacketType.Pubrec, packetId, reasonCode);
  }

  #onPubrec(tap: Tap, packetId: number): void {
    const unfinished = this.#unfinished.get(packetId);
    if (unfinished !== undefined) unfinished.state = "released";
    this.#answer(tap, PacketType.Pubrel, packetId);
  }

  #answer(tap: Tap, type: 4 | 5 | 6 | 7, packetId: number, reasonCode = 0): void {
    this.#write(tap, { type, packetId, reasonCode, properties: NO_PROPERTIES } as Packet);
  }

  #write(tap: Tap, packet: Packet): void {
    this.#world.write(tap, [packet], encode(packet, tap.version), []);
  }

  #subscribe(choices: readonly FilterChoice[], identifier: number | undefined): void {
    const subscriptions = choices.map((choice) => requestOf(choice, this.#tap?.version === 5));
    const hasIdentifier = identifier !== undefined && this.#tap?.version === 5;
    const properties = hasIdentifier ? { subscriptionIdentifiers: [identifier] } : NO_PROPERTIES;
    this.say({ type: PacketType.Subscribe, packetId: SUBSCRIBE_ID, subscriptions, properties });
  }

  /** A new message; from here on it is sent until it is finished. */
  #draft({ topic, qos, retain, body, expiry }: MessageChoice): Publish {
    const text = `${this.clientId}.${++this.#texts}`;
    const packet = publishPacket({
      topic: body === "text" ? (TOPICS[topic] ?? "t") : LONE_TOPIC,
      qos,
      retain,
      payload: body === "text" ? text : body === "big" ? text.padEnd(BIG_TEXT + 1, ".") : "",
      packetId: qos === 0 ? 0 : this.#freePacketId(),
      properties:
        expiry === undefined || this.#tap?.version !== 5 ? NO_PROPERTIES : { messageExpiryInterval: expiry },
    });
    if (qos > 0) this.#unfinished.set(packet.packetId, { packet, state: "published" });
    return packet;
  }

  /** The same with an alias: the first time beside the topic, then in its place (§3.3.2.3.4). */
  #aliased(packet: Publish, topicAlias: number): Publish {
    if (topicAlias === 0 || this.#tap?.version !== 5) return packet;
    const isKnown = this.#aliases.get(topicAlias) === packet.topic;
    this.#aliases.set(topicAlias, packet.topic);
    return {
      ...packet,
      topic: isKnown ? "" : packet.topic,
      properties: { ...packet.properties, topicAlias },
    };
  }

  #freePacketId(): number {
    for (let tried = 0; tried < PACKET_IDS; tried++) {
      this.#lastPacketId = (this.#lastPacketId % PACKET_IDS) + 1;
      if (!this.#unfinished.has(this.#lastPacketId)) return this.#lastPacketId;
    }
    return PACKET_IDS + this.#texts;
  }
}
