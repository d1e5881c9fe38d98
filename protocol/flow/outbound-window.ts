import { MAXIMUM_PACKET_ID } from "../limits.ts";
import { nextPacketId } from "./packet-ids.ts";

/** An unfinished QoS 1 or 2 message on its way out. `published`: PUBACK or PUBREC is awaited; `released`: PUBCOMP is. */
export interface WindowEntry<M> {
  readonly packetId: number;
  readonly qos: 1 | 2;
  /** Undefined once released: only the packet id is needed from then on (MQTT 5.0 §4.3.3). */
  message: M | undefined;
  state: "published" | "released";
}

/**
 * The sender's half of QoS 1 and 2 (MQTT 5.0 §4.3, §4.4, §4.9). It outlives the connection: after a return its entries
 * are sent again in their original order, as many at a time as the receiver allows.
 */
export class OutboundWindow<M> {
  /** Messages that may be unacknowledged at a time: the receiver's Receive Maximum, or less. */
  limit: number;
  /** Made with the first: a client that gets nothing at QoS 1 or 2 has none. */
  #entries: Map<number, WindowEntry<M>> | undefined = undefined;
  #lastPacketId = 0;
  #resend: WindowEntry<M>[] = [];
  #resendAt = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.#entries?.size ?? 0;
  }

  /** Unfinished entries that still have to be sent again on this connection. */
  get pendingResends(): number {
    return this.#resend.length - this.#resendAt;
  }

  /** True when nothing more may be sent before an acknowledgement [5 MQTT-3.3.4-7] [5 MQTT-3.3.4-9]. */
  get isFull(): boolean {
    const outstanding = this.size - this.pendingResends;
    return outstanding >= this.limit || this.size >= MAXIMUM_PACKET_ID;
  }

  has(packetId: number): boolean {
    return this.#entries?.has(packetId) === true;
  }

  get(packetId: number): WindowEntry<M> | undefined {
    return this.#entries?.get(packetId);
  }

  /** Starts a delivery and returns its packet id. Only when not full and nothing waits to be sent again. */
  add(message: M, qos: 1 | 2, isUsedElsewhere?: (packetId: number) => boolean): number {
    let packetId = this.#lastPacketId === MAXIMUM_PACKET_ID ? 1 : this.#lastPacketId + 1;
    if (this.has(packetId) || isUsedElsewhere?.(packetId)) {
      const isUsed = (id: number): boolean => this.has(id) || isUsedElsewhere?.(id) === true;
      const free = nextPacketId(packetId, isUsed);
      if (free === undefined) throw new Error("every packet identifier is in use");
      packetId = free;
    }
    this.#lastPacketId = packetId;
    this.#entries ??= new Map();
    this.#entries.set(packetId, { packetId, qos, message, state: "published" }); // [5 MQTT-4.3.2-3] [5 MQTT-4.3.3-3]
    return packetId;
  }

  /** Puts back an entry that was found in a store. */
  restore(entry: WindowEntry<M>): void {
    this.#entries ??= new Map();
    this.#entries.set(entry.packetId, entry);
    this.#lastPacketId = Math.max(this.#lastPacketId, entry.packetId);
  }

  /** The next delivery is given an id behind this one, where it is free. */
  countFrom(packetId: number): void {
    this.#lastPacketId = packetId;
  }

  /** PUBACK, or a PUBREC that refuses: the delivery has ended. Undefined: no such message awaits it. */
  acknowledge(packetId: number, qos: 1 | 2): M | undefined {
    const entry = this.get(packetId);
    if (entry === undefined || entry.qos !== qos || entry.state !== "published") return undefined;
    this.#entries?.delete(packetId);
    return entry.message;
  }

  /** PUBREC: from here on PUBREL is what is sent. Undefined: no QoS 2 message has this id. */
  release(packetId: number): WindowEntry<M> | undefined {
    const entry = this.get(packetId);
    if (entry === undefined || entry.qos !== 2) return undefined;
    entry.state = "released";
    entry.message = undefined;
    return entry;
  }

  /** PUBCOMP. False: no released message has this id. */
  complete(packetId: number): boolean {
    const entry = this.get(packetId);
    if (entry === undefined || entry.qos !== 2 || entry.state !== "released") return false;
    return this.#entries?.delete(packetId) === true;
  }

  /** Forgets one delivery that can no longer be made (an expired message). */
  drop(packetId: number): void {
    this.#entries?.delete(packetId);
  }

  /** A new connection has resumed the session: everything unfinished is to be sent again, in order [5 MQTT-4.4.0-1]. */
  startResending(): void {
    this.#resend = [...this.entries()];
    this.#resendAt = 0;
  }

  /** The next entry to send again while the limit allows; undefined when there is none or it must wait. */
  nextResend(): WindowEntry<M> | undefined {
    while (this.#resendAt < this.#resend.length) {
      if (this.isFull) return undefined;
      const entry = this.#resend[this.#resendAt] as WindowEntry<M>;
      this.#resendAt++;
      if (this.#resendAt === this.#resend.length) this.#clearResends();
      if (this.get(entry.packetId) === entry) return entry;
    }
    return undefined;
  }

  /** In the order in which the deliveries were started. */
  entries(): Iterable<WindowEntry<M>> {
    return this.#entries?.values() ?? [];
  }

  clear(): void {
    this.#entries = undefined;
    this.#clearResends();
  }

  #clearResends(): void {
    this.#resend = [];
    this.#resendAt = 0;
  }
}
