import { PacketType } from "../../protocol/packets.ts";
import { Client, type Run } from "./client.ts";
import { connectPacket, type PublishTemplate, publishTemplate, STAMP } from "./packets.ts";

/** Bytes the system has not taken after which a publisher waits. */
const MAXIMUM_PENDING_BYTES = 256 * 1024;
/** Copied in one piece, because each copy is a call out of JavaScript. */
const BLOCK_BYTES = 16 * 1024;
const PACKET_IDS = 65_536;
const FIRST_ERROR = 0x80;
const PUBREL = 0x62;
const MICROSECONDS = 1000;

/** Sends one topic's messages, at QoS 1 and 2 so many at once as the window allows. */
export class Publisher extends Client {
  protected readonly lastAnswer = PacketType.Connack;
  readonly #index: number;
  readonly #template: PublishTemplate;
  readonly #block: Buffer;
  readonly #blockMessages: number;
  #sequence = 0;
  inFlight = 0;
  #packetId = 0;
  /** Of packets with an id: when they were sent, milliseconds; 0: the id is free. */
  readonly #sentAt: Float64Array;
  readonly #stamp = new DataView(new ArrayBuffer(STAMP.run));

  constructor(run: Run, index: number) {
    super(run);
    this.#index = index;
    this.#template = publishTemplate(run.plan, index, run.tally.run);
    const { bytes } = this.#template;
    this.#blockMessages = Math.max(1, Math.floor(BLOCK_BYTES / bytes.length));
    this.#block = Buffer.concat(Array.from({ length: this.#blockMessages }, () => bytes));
    this.#sentAt = new Float64Array(run.plan.qos === 0 ? 0 : PACKET_IDS);
  }

  protected hello(): readonly Uint8Array[] {
    const { plan, tally } = this.run;
    return [connectPacket(plan, `p${tally.run.toString(36)}-${this.#index}`, false)];
  }

  get mayPublish(): boolean {
    const { qos, window } = this.run.plan;
    if (!this.isReady || this.wire.pendingBytes >= MAXIMUM_PENDING_BYTES) return false;
    return qos === 0 || this.inFlight < window;
  }

  /** Sends up to `wanted` messages that were due at `due` (milliseconds); returns how many. */
  publish(wanted: number, due: number): number {
    const { plan, tally } = this.run;
    const limit = plan.qos === 0 ? wanted : Math.min(wanted, plan.window - this.inFlight);
    let sent = 0;
    while (sent < limit && this.wire.pendingBytes < MAXIMUM_PENDING_BYTES) {
      sent += this.#publishBlock(Math.min(limit - sent, this.#blockMessages), due);
    }
    tally.published += sent;
    return sent;
  }

  flush(): void {
    this.wire.flush();
  }

  #publishBlock(wanted: number, due: number): number {
    const { bytes, payloadAt, packetIdAt } = this.#template;
    if (this.wire.room < bytes.length) this.wire.flush();
    const count = Math.min(wanted, Math.floor(this.wire.room / bytes.length));
    const at = this.wire.reserve(count * bytes.length);
    const { buffer } = this.wire;
    this.#block.copy(buffer, at, 0, count * bytes.length);
    const isTimed = this.run.plan.kind === "steady";
    const isNumbered = this.run.plan.qos > 0;
    for (let start = at, index = 0; index < count; index++, start += bytes.length) {
      if (isNumbered) this.#number(buffer, start + packetIdAt);
      if (isTimed) this.#writeDue(buffer, start + payloadAt + STAMP.due, due);
      const sequence = ++this.#sequence;
      const place = start + payloadAt + STAMP.sequence;
      buffer[place] = sequence;
      buffer[place + 1] = sequence >> 8;
      buffer[place + 2] = sequence >> 16;
      buffer[place + 3] = sequence >> 24;
    }
    return count;
  }

  #number(buffer: Buffer, at: number): void {
    do this.#packetId = (this.#packetId + 1) % PACKET_IDS;
    while (this.#packetId === 0 || this.#sentAt[this.#packetId] !== 0);
    buffer[at] = this.#packetId >> 8;
    buffer[at + 1] = this.#packetId & 0xff;
    this.#sentAt[this.#packetId] = performance.now();
    this.inFlight++;
  }

  #writeDue(buffer: Buffer, at: number, due: number): void {
    this.#stamp.setFloat64(0, due, true);
    for (let index = 0; index < STAMP.run; index++) buffer[at + index] = this.#stamp.getUint8(index);
  }

  protected onMessage(type: number, bytes: Buffer, body: number, end: number): void {
    const { qos } = this.run.plan;
    const packetId = end - body >= 2 ? (bytes[body]! << 8) | bytes[body + 1]! : 0;
    const isRefused = end - body > 2 && bytes[body + 2]! >= FIRST_ERROR;
    const isKnown = qos > 0 && this.#sentAt[packetId] !== 0 && packetId !== 0;
    if (!isKnown || isRefused) this.run.tally.errors++;
    else if (type === PacketType.Pubrec && qos === 2) this.answer(PUBREL, packetId);
    else if (type === (qos === 1 ? PacketType.Puback : PacketType.Pubcomp)) this.#onDone(packetId);
    else this.run.tally.errors++;
  }

  #onDone(packetId: number): void {
    const { tally } = this.run;
    if (tally.isMeasuring) {
      tally.acknowledgement.record((tally.now - this.#sentAt[packetId]!) * MICROSECONDS);
    }
    this.#sentAt[packetId] = 0;
    this.inFlight--;
    tally.acknowledged++;
  }
}
