import type { ProtocolVersion } from "../../../protocol/packets.ts";
import type { Peer } from "./wire.ts";

/** From the client to the broker, or the other way. */
export type PacketDirection = "in" | "out";

/** Bytes from `start` up to `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A packet as it was on the wire, after TLS and WebSocket framing were taken off. */
export interface KeptPacket {
  /** Grows by one with each that is kept. */
  readonly sequence: number;
  /** Milliseconds since the epoch: when it was read, or handed to the wire. */
  readonly at: number;
  readonly direction: PacketDirection;
  /** Undefined before the client has said who it is. */
  readonly clientId: string | undefined;
  /** With which to read it. */
  readonly version: ProtocolVersion;
  /** From its beginning; fewer than `packetBytes` where it was cut. */
  readonly bytes: Uint8Array;
  readonly packetBytes: number;
  /** What was overwritten in `bytes`: secrets, and payloads that are left out. */
  readonly masked: readonly ByteRange[];
}

/** A packet of a trace. */
export interface TracedPacket extends KeptPacket {
  /** The number of its network connection within the trace. */
  readonly connection: number;
  /** The topic for which a topic alias stands in it, as far as that is known. */
  readonly aliasedTopic: string | undefined;
}

/** What ended a connection: a CONNECT that was refused, or bytes that break the specification. */
export interface FaultyPacket extends KeptPacket {
  readonly kind: "refused" | "malformed";
  readonly peer: Peer;
  readonly reasonCode: number;
  readonly reason: string;
}

/** Which packets a trace takes. */
export interface TraceScope {
  /** Client ids; none: of everybody. */
  readonly clients: readonly string[];
  /** Topic filters; none: every packet. Else each PUBLISH whose topic matches one, and what answers it. */
  readonly topics: readonly string[];
}

/** What is asked of a trace. */
export interface TraceOptions extends TraceScope {
  /** Whether payloads of messages and wills are kept. */
  readonly hasPayloads: boolean;
  /** It ends after so long. */
  readonly seconds: number;
  /** Memory for its packets. */
  readonly maximumBytes: number;
  /** What becomes of it when that is full. */
  readonly whenFull: "drop-oldest" | "end";
  /** Who began it; undefined where nobody is logged in. */
  readonly startedBy: string | undefined;
}

/** Why a trace ended. */
export type TraceEnd = "stopped" | "time-over" | "full";

/** A trace that runs, or one that has ended and can still be read. */
export interface TraceRecord extends TraceOptions {
  readonly startedAt: number;
  /** When it ends by itself. */
  readonly endsAt: number;
  /** Undefined while it runs. */
  readonly ended: { readonly at: number; readonly why: TraceEnd } | undefined;
  readonly keptPackets: number;
  /** What they cost in memory. */
  readonly keptBytes: number;
  /** Older ones that gave way. */
  readonly droppedPackets: number;
  /** Of the newest that was kept; 0: none yet. */
  readonly lastSequence: number;
}

/** The faulty packets at a glance. */
export interface FaultyRecord {
  readonly keptPackets: number;
  readonly keptBytes: number;
  /** Older ones that gave way, and those that came too fast. */
  readonly droppedPackets: number;
  readonly lastSequence: number;
}

/** The packets of the wire as operators see them. */
export interface InsideTrace {
  /** Undefined: there is none, or it was thrown away. */
  current(): TraceRecord | undefined;
  /** Undefined: another one runs. What an earlier one kept is thrown away. */
  begin(options: TraceOptions): TraceRecord | undefined;
  /** What was kept stays to be read. Undefined: there is none. */
  end(): TraceRecord | undefined;
  /** Ends it and throws away what was kept. False: there was none. */
  discard(): boolean;
  /** Those with a higher sequence number, the oldest first. */
  packets(after: number, count: number): readonly TracedPacket[];
  faulty(): FaultyRecord;
  faultyPackets(after: number, count: number): readonly FaultyPacket[];
}
