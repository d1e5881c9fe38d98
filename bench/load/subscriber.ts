import { PacketType } from "../../protocol/packets.ts";
import { Client, type Run } from "./client.ts";
import { connectPacket, readWord, STAMP, subscribePacket, topicEnd } from "./packets.ts";

const PACKET_IDS = 65_536;
const PUBACK = 0x40;
const PUBREC = 0x50;
const PUBCOMP = 0x70;
const MICROSECONDS = 1000;
const LONG_PROPERTIES = 0x80;

/** Receives, checks and counts messages, and answers those of QoS 1 and 2. */
export class Subscriber extends Client {
  protected readonly lastAnswer = PacketType.Suback;
  readonly #index: number;
  readonly #filter: string;
  /** The last number seen, by publisher. */
  readonly #last: Uint32Array;
  /** The ids of QoS 2 that are not released. */
  readonly #received: Uint8Array;

  constructor(run: Run, index: number, filter: string) {
    super(run);
    this.#index = index;
    this.#filter = filter;
    this.#last = new Uint32Array(run.plan.publishers);
    this.#received = new Uint8Array(run.plan.qos === 2 ? PACKET_IDS : 0);
  }

  protected hello(): readonly Uint8Array[] {
    const { plan, tally } = this.run;
    const clientId = `s${tally.run.toString(36)}-${this.#index}`;
    return [connectPacket(plan, clientId, plan.isDurable), subscribePacket(plan, this.#filter)];
  }

  protected onMessage(type: number, bytes: Buffer, body: number, end: number, head: number): void {
    if (type === PacketType.Publish) this.#onPublish(bytes, body, end, (head >> 1) & 3);
    else if (type === PacketType.Pubrel) this.#onPubrel((bytes[body]! << 8) | bytes[body + 1]!);
    else this.run.tally.errors++;
  }

  #onPublish(bytes: Buffer, body: number, end: number, qos: number): void {
    const { plan, tally } = this.run;
    let at = topicEnd(bytes, body);
    if (qos !== plan.qos) {
      tally.errors++;
      return;
    }
    if (qos > 0) {
      const packetId = (bytes[at]! << 8) | bytes[at + 1]!;
      at += 2;
      this.answer(qos === 1 ? PUBACK : PUBREC, packetId);
      if (qos === 2 && this.#isRepeat(packetId)) return;
    }
    if (plan.version === 5) at = behindProperties(bytes, at);
    if (end - at !== plan.payloadBytes || readWord(bytes, at + STAMP.run) !== tally.run) tally.errors++;
    else this.#count(bytes, at);
  }

  #count(bytes: Buffer, payload: number): void {
    const { plan, tally } = this.run;
    const publisher = readWord(bytes, payload + STAMP.publisher);
    const sequence = readWord(bytes, payload + STAMP.sequence);
    const last = this.#last[publisher]!;
    if (sequence === last) {
      tally.duplicates++;
      return;
    }
    if (sequence < last) tally.reordered++;
    else this.#last[publisher] = sequence;
    tally.delivered++;
    if (plan.kind !== "steady" || !tally.isMeasuring) return;
    tally.latency.record((tally.now - bytes.readDoubleLE(payload + STAMP.due)) * MICROSECONDS);
  }

  #isRepeat(packetId: number): boolean {
    if (this.#received[packetId] === 1) {
      this.run.tally.duplicates++;
      return true;
    }
    this.#received[packetId] = 1;
    return false;
  }

  #onPubrel(packetId: number): void {
    this.#received[packetId] = 0;
    this.answer(PUBCOMP, packetId);
  }
}

function behindProperties(bytes: Buffer, at: number): number {
  const length = bytes[at]!;
  if (length >= LONG_PROPERTIES) throw new Error("the broker added properties of more than 127 bytes");
  return at + 1 + length;
}
