import type { ProtocolVersion } from "../packets.ts";
import type { ReasonCode } from "../reason-codes.ts";

/** A name for software, the name in the specification, and where that speaks of it, like "5 §3.3.1.2". */
export interface Term {
  readonly key: string;
  readonly name: string;
  readonly clause: string;
}

/** What a field says: its value as the codec reads it, and what that means to people. */
export interface Shown {
  readonly value?: number | string | Uint8Array;
  readonly meaning?: string;
}

/** Bits of one byte; 7 is the highest. */
export interface BitRange {
  readonly high: number;
  readonly low: number;
}

/** A part of a packet. Its parts in turn cover it without gap or overlap; one without parts is a leaf. */
export interface Field extends Term, Shown {
  /** From the start of the packet. */
  readonly offset: number;
  readonly length: number;
  /** There where the field is a part of the byte at `offset`. */
  readonly bits?: BitRange;
  /** The byte that broke the specification is here. */
  readonly isFault?: true;
  readonly parts: readonly Field[];
}

/** Why the bytes are no packet of MQTT. */
export interface Fault {
  /** At most the number of bytes, where the fault is that there are too few. */
  readonly offset: number;
  readonly reasonCode: ReasonCode;
  readonly message: string;
  readonly clause: string | undefined;
}

/** A packet taken apart. */
export interface Dissection {
  /** CONNECT names it itself. */
  readonly version: ProtocolVersion;
  /** The name of the packet type, like "PUBLISH". */
  readonly name: string;
  /** They cover every byte that was given. */
  readonly fields: readonly Field[];
  /** Bytes of the whole packet, header included, as its header says; undefined where that is not to be read. */
  readonly totalBytes: number | undefined;
  /** False for a packet that was cut: what there is of it is shown, and only what is certain is called a fault. */
  readonly isWhole: boolean;
  readonly fault: Fault | undefined;
}
