import {
  NO_PROPERTIES,
  type Packet,
  PacketType,
  type ProtocolVersion,
  type Publish,
} from "../../../protocol/packets.ts";
import type { Harness } from "./harness.ts";
import { connectPacket, publishPacket, textOf } from "./packets.ts";
import type { TestClient } from "./test-client.ts";

interface Unfinished {
  readonly packet: Publish;
  state: "published" | "released";
}

const NEVER = 0xffff_ffff;

/** A client that does everything right, with a session that outlives its connections: what it hears is what was promised. */
export class ModelClient {
  readonly clientId: string;
  /** Topic, QoS and text of every message that its application was given. */
  readonly given: { readonly topic: string; readonly qos: number; readonly text: string }[] = [];
  readonly published: { readonly topic: string; readonly qos: number; readonly text: string }[] = [];
  readonly #version: ProtocolVersion;
  readonly #unfinished = new Map<number, Unfinished>();
  readonly #received = new Set<number>();
  #lastPacketId = 0;
  #wire: TestClient | undefined;
  #isUp = false;
  #heard: Packet[] = [];

  constructor(clientId: string, version: ProtocolVersion) {
    this.clientId = clientId;
    this.#version = version;
  }

  get isConnected(): boolean {
    return this.#wire !== undefined;
  }

  get isFinished(): boolean {
    return this.#unfinished.size === 0 && this.#received.size === 0;
  }

  connect({ open }: Harness, receiveMaximum: number): void {
    this.lose();
    this.#wire = open(this.#version);
    const properties = this.#version === 5 ? { sessionExpiryInterval: NEVER, receiveMaximum } : NO_PROPERTIES;
    const { clientId } = this;
    this.#wire.send(connectPacket({ clientId, version: this.#version, cleanStart: false, properties }));
  }

  /** The wire is cut: what it has not heard yet is lost. */
  lose(): void {
    const wire = this.#wire;
    this.#wire = undefined;
    this.#isUp = false;
    this.#heard = [];
    wire?.drop();
  }

  /** The broker's process is gone, and every wire with it. */
  forgetWire(): void {
    this.#wire = undefined;
    this.#isUp = false;
    this.#heard = [];
  }

  block(): void {
    this.#wire?.block();
  }

  unblock(): void {
    this.#wire?.unblock();
  }

  subscribe(...filters: readonly string[]): void {
    this.#wire?.subscribe(...filters);
  }

  publish(topic: string, qos: 1 | 2): void {
    if (!this.#isUp) return;
    const text = `${this.clientId}/${this.published.length}`;
    const packet = publishPacket({ topic, qos, payload: text, packetId: this.#freePacketId() });
    this.published.push({ topic, qos, text });
    this.#unfinished.set(packet.packetId, { packet, state: "published" });
    this.#wire?.send(packet);
  }

  /** Reads and answers so many packets; false when there were none. */
  read(count: number): boolean {
    if (this.#wire === undefined) return false;
    this.#heard.push(...this.#wire.takeAll());
    const packets = this.#heard.splice(0, count);
    for (const packet of packets) this.#on(packet);
    return packets.length > 0;
  }

  #on(packet: Packet): void {
    if (packet.type === PacketType.Connack) this.#onConnack(packet.sessionPresent);
    else if (packet.type === PacketType.Publish) this.#onPublish(packet);
    else if (packet.type === PacketType.Puback || packet.type === PacketType.Pubcomp)
      this.#unfinished.delete(packet.packetId);
    else if (packet.type === PacketType.Pubrec) this.#onPubrec(packet.packetId);
    else if (packet.type === PacketType.Pubrel) {
      this.#received.delete(packet.packetId);
      this.#wire?.answer(PacketType.Pubcomp, packet.packetId);
    }
  }

  #onConnack(isPresent: boolean): void {
    this.#isUp = true;
    if (!isPresent) this.#received.clear();
    for (const [packetId, { packet, state }] of this.#unfinished) {
      if (state === "released") this.#wire?.answer(PacketType.Pubrel, packetId);
      else this.#wire?.send({ ...packet, dup: true });
    }
  }

  #onPublish({ topic, qos, packetId, payload }: Publish): void {
    if (qos === 1 || !this.#received.has(packetId))
      this.given.push({ topic, qos, text: textOf(payload) ?? "" });
    if (qos === 2) this.#received.add(packetId);
    this.#wire?.answer(qos === 1 ? PacketType.Puback : PacketType.Pubrec, packetId);
  }

  #onPubrec(packetId: number): void {
    const unfinished = this.#unfinished.get(packetId);
    if (unfinished !== undefined) unfinished.state = "released";
    this.#wire?.answer(PacketType.Pubrel, packetId);
  }

  #freePacketId(): number {
    do this.#lastPacketId = (this.#lastPacketId % 20) + 1;
    while (this.#unfinished.has(this.#lastPacketId) && this.#unfinished.size < 20);
    if (this.#unfinished.has(this.#lastPacketId)) this.#lastPacketId = 21 + this.published.length;
    return this.#lastPacketId;
  }
}
