import { z } from "zod";
import { base64, count, instant, peer, protocolVersion } from "../contract.ts";

export const DEFAULT_TRACE_SECONDS = 300;
export const DEFAULT_TRACE_BYTES = 16 * 1024 * 1024;
const SMALLEST_TRACE_BYTES = 64 * 1024;
/** Clients, or topic filters, of one trace. */
const MAXIMUM_NAMES = 100;
const MAXIMUM_PACKETS = 1_000;
const DEFAULT_PACKETS = 200;

const payloads = z.enum(["kept", "left-out"]);
const whenFull = z.enum(["drop-oldest", "end"]);

export const traceRequest = z.object({
  /** Client ids; none: of everybody. */
  clients: z.array(z.string().min(1)).max(MAXIMUM_NAMES).default([]),
  /** Topic filters; none: every packet. Else each PUBLISH whose topic matches one, and what answers it. */
  topics: z.array(z.string().min(1)).max(MAXIMUM_NAMES).default([]),
  payloads: payloads.default("kept"),
  /** It ends after so long; the server may allow less. */
  seconds: z.number().int().min(1).default(DEFAULT_TRACE_SECONDS),
  /** Memory for its packets; the server may allow less. */
  maximumBytes: z.number().int().min(SMALLEST_TRACE_BYTES).default(DEFAULT_TRACE_BYTES),
  whenFull: whenFull.default("drop-oldest"),
});

export const traceEndCause = z.enum(["stopped", "time-over", "full"]);

/** A trace that runs, or the last one that did. */
export const trace = z.object({
  clients: z.array(z.string()),
  topics: z.array(z.string()),
  payloads,
  seconds: count,
  maximumBytes: count,
  whenFull,
  /** Absent where nobody is logged in. */
  startedBy: z.string().optional(),
  startedAt: instant,
  /** When it ends by itself. */
  endsAt: instant,
  /** Absent while it runs. */
  ended: z.object({ at: instant, why: traceEndCause }).optional(),
  keptPackets: count,
  /** What they cost in memory. */
  keptBytes: count,
  /** Older ones that gave way. */
  droppedPackets: count,
  /** Of the newest packet; it goes on from trace to trace. */
  lastSequence: count,
});

/** What is kept of refused CONNECTs and malformed packets, whoever traces. */
const faultySummary = z.object({
  keptPackets: count,
  keptBytes: count,
  /** Older ones that gave way, and those that came too fast. */
  droppedPackets: count,
  lastSequence: count,
});

export const traceState = z.object({ trace: trace.optional(), faulty: faultySummary });

export const packetsQuery = z.object({
  /** Only packets with a higher sequence number. */
  after: z.coerce.number<number | string>().int().min(0).default(0),
  limit: z.coerce.number<number | string>().int().min(1).max(MAXIMUM_PACKETS).default(DEFAULT_PACKETS),
});

const byteRange = z.object({ start: count, end: count });

const keptPacket = z.object({
  sequence: count,
  at: instant,
  direction: z.enum(["in", "out"]),
  /** Absent before the client has said who it is. */
  clientId: z.string().optional(),
  version: protocolVersion,
  /** From its beginning; fewer than `packetBytes` where it was cut. */
  bytes: base64,
  packetBytes: count,
  /** What was overwritten with `*`: secrets, and payloads that are left out. */
  masked: z.array(byteRange),
});

/** A packet of a trace, as it was on the wire. */
export const tracedPacket = keptPacket.extend({
  /** The number of its network connection within the trace. */
  connection: count,
  /** The topic for which its topic alias stands, as far as that is known. */
  aliasedTopic: z.string().optional(),
});

/** A CONNECT that was refused, or bytes that break the specification. */
export const faultyPacket = keptPacket.extend({
  kind: z.enum(["refused", "malformed"]),
  peer,
  reasonCode: z.number().int(),
  reason: z.string(),
});

/** Packets in the order of the wire. There are more while the last one's number is below `lastSequence`. */
function packetsOf<T extends z.ZodType>(packet: T) {
  return z.object({ items: z.array(packet), lastSequence: count });
}
export const tracedPackets = packetsOf(tracedPacket);
export const faultyPackets = packetsOf(faultyPacket);

/** An answer with packets. */
export interface PacketsOf<T> {
  items: T[];
  lastSequence: number;
}
export type TraceRequest = z.input<typeof traceRequest>;
export type TraceState = z.infer<typeof traceState>;
export type Trace = z.infer<typeof trace>;
export type TracedPacket = z.infer<typeof tracedPacket>;
export type FaultyPacket = z.infer<typeof faultyPacket>;
