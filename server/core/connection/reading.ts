import { Framer } from "../../../protocol/codec/framer.ts";
import type { Context } from "../context.ts";
import type { Wire } from "../ports/wire.ts";
import { type Intake, intakeFor, type Slowed } from "./intake.ts";
import type { Outbox } from "./outbox.ts";

/** Whose packets are read. */
export interface Reader extends Slowed {
  readonly packetsReceived: number;
  onPackets(): void;
  /** Whatever is wrong with what came; `culprit` is the beginning of what is no packet. */
  fail(error: unknown, culprit: Uint8Array): void;
}

/** The bytes of one connection as packets, one after another, as fast as its client may send and reads its answers. */
export class Reading {
  readonly #context: Context;
  readonly #wire: Wire;
  readonly #outbox: Outbox;
  readonly #reader: Reader;
  readonly #framer: Framer;
  /** Undefined where nobody is slowed. */
  readonly #intake: Intake | undefined;
  #isHeld = false;

  constructor(context: Context, wire: Wire, outbox: Outbox, reader: Reader) {
    this.#context = context;
    this.#wire = wire;
    this.#outbox = outbox;
    this.#reader = reader;
    this.#framer = new Framer(context.limits.maximumConnectPacketBytes, true);
    this.#intake = intakeFor(context, wire, reader, () => {
      if (!this.#isHeld && reader.isHeard) this.goOn();
    });
  }

  /** What has come and is no whole packet yet. */
  get unread(): Uint8Array {
    return this.#framer.unread;
  }

  set maximumPacketBytes(bytes: number) {
    this.#framer.maximumPacketBytes = bytes;
  }

  push(chunk: Uint8Array): void {
    this.#framer.push(plain(chunk));
    this.#read();
    // who does not read its answers is not read either, or they would fill the memory
    if (this.#outbox.waitingBytes >= this.#context.limits.maximumOutboundBytes) this.#hold();
  }

  /** Goes on with what has come already, then with what comes. */
  goOn(): void {
    this.#isHeld = false;
    this.#read();
    // what was read may have been too much again
    if (!this.#isHeld && this.#reader.isHeard && this.#intake?.isPaused !== true) this.#wire.resumeReading();
  }

  /** The client has read some of its answers. */
  onRoom(): void {
    if (!this.#isHeld) return;
    if (this.#outbox.waitingBytes < this.#context.limits.maximumOutboundBytes) this.goOn();
    else this.#outbox.askForRoom();
  }

  stop(): void {
    this.#intake?.stop();
  }

  #hold(): void {
    if (this.#isHeld || this.#reader.isClosed) return;
    this.#isHeld = true;
    this.#wire.pauseReading();
    this.#outbox.askForRoom();
  }

  #read(): void {
    const reader = this.#reader;
    const before = reader.packetsReceived;
    try {
      const framer = this.#framer;
      if (this.#intake !== undefined) this.#intake.read(framer);
      else while (reader.isHeard && framer.next()) reader.onPacket(framer);
    } catch (error) {
      reader.fail(error, this.#framer.unread);
    }
    if (reader.packetsReceived > before) reader.onPackets();
  }
}

/** A Node Buffer as what it is underneath: `slice` copies, and every hot loop sees one kind of array. */
function plain(chunk: Uint8Array): Uint8Array {
  return chunk.constructor === Uint8Array
    ? chunk
    : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
}
