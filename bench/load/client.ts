import { PacketType } from "../../protocol/packets.ts";
import type { OutBuffers } from "./out-buffers.ts";
import type { LoadPlan } from "./plan.ts";
import type { Tally } from "./tally.ts";
import { Wire, type WireOwner } from "./wire.ts";

const ACKNOWLEDGEMENT_REST = 2;
const RETURN_CODE_AT = 1;

/** What the clients of a run share. */
export interface Run {
  readonly plan: LoadPlan;
  readonly tally: Tally;
  readonly buffers: OutBuffers;
  /** Called when something moved: there may be room for more messages. */
  onProgress: () => void;
}

/** One connection and its way in. What comes then is its subclass's. */
export abstract class Client implements WireOwner {
  protected readonly run: Run;
  /** Set by `connect`. */
  protected wire!: Wire;
  #onReady: () => void = () => undefined;
  #onFailure: (error: Error) => void = () => undefined;
  isReady = false;
  #startedAt = 0;

  constructor(run: Run) {
    this.run = run;
  }

  /** The packets that are sent to come in. */
  protected abstract hello(): readonly Uint8Array[];
  /** What the client gets once it is in. */
  protected abstract onMessage(type: number, bytes: Buffer, body: number, end: number, head: number): void;
  /** The type of the packet with which the client is in. */
  protected abstract readonly lastAnswer: number;

  connect(): Promise<void> {
    const { plan, buffers, tally } = this.run;
    this.#startedAt = performance.now();
    return new Promise((resolve, reject) => {
      this.#onReady = resolve;
      this.#onFailure = reject;
      const onChunk = (): void => {
        tally.now = performance.now();
      };
      this.wire = new Wire({ port: plan.port, transport: plan.transport, buffers, onChunk }, this);
    });
  }

  get isBusy(): boolean {
    return this.wire.pendingBytes > 0;
  }

  end(): void {
    this.wire.write(Uint8Array.of(PacketType.Disconnect << 4, 0));
    this.isReady = false;
    this.wire.end();
  }

  onOpen(): void {
    for (const packet of this.hello()) this.wire.write(packet);
    this.wire.flush();
  }

  onPacket(head: number, bytes: Buffer, body: number, end: number): void {
    const type = head >> 4;
    // a durable session may get its messages before SUBACK
    const isAnswer = type === PacketType.Connack || type === PacketType.Suback;
    if (isAnswer && !this.isReady) this.#onAnswer(type, bytes, body, end);
    else this.onMessage(type, bytes, body, end, head);
  }

  onChunkEnd(): void {
    this.wire.flush();
    this.run.onProgress();
  }

  onWritten(): void {
    this.run.onProgress();
  }

  onClose(reason: string): void {
    if (this.isReady) this.run.tally.disconnects++;
    this.isReady = false;
    this.#onFailure(new Error(`a connection ended before it was ready: ${reason}`));
    this.run.onProgress();
  }

  #onAnswer(type: number, bytes: Buffer, body: number, end: number): void {
    const refusal = type === PacketType.Connack ? bytes[body + RETURN_CODE_AT]! : 0;
    if (refusal !== 0) throw new Error(`the broker refused a connection with ${refusal}`);
    if (type === PacketType.Suback && bytes[end - 1] !== this.run.plan.qos)
      throw new Error(`the broker granted QoS ${bytes[end - 1]} instead of ${this.run.plan.qos}`);
    if (type !== this.lastAnswer) return;
    this.isReady = true;
    this.run.tally.handshake.record((performance.now() - this.#startedAt) * 1000);
    this.#onReady();
  }

  /** Answers PUBLISH, PUBREC or PUBREL. */
  protected answer(head: number, packetId: number): void {
    const at = this.wire.reserve(2 + ACKNOWLEDGEMENT_REST);
    const { buffer } = this.wire;
    buffer[at] = head;
    buffer[at + 1] = ACKNOWLEDGEMENT_REST;
    buffer[at + 2] = packetId >> 8;
    buffer[at + 3] = packetId & 0xff;
  }
}
