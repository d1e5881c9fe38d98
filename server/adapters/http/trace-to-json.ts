import type * as core from "../../core/ports/trace.ts";
import type { FaultyPacket, Trace, TracedPacket } from "./contract/trace.ts";
import { toBase64 } from "./to-json.ts";

/** Bytes of packets in one answer; at least one packet is in it. */
const ANSWER_BYTES = 1024 * 1024;

/** A trace that runs, or the last one that did. */
export function traceToJson({ hasPayloads, clients, topics, ...record }: core.TraceRecord): Trace {
  const payloads = hasPayloads ? "kept" : "left-out";
  return { ...record, clients: [...clients], topics: [...topics], payloads };
}

/** A packet of a trace. */
export function tracedPacketToJson(packet: core.TracedPacket): TracedPacket {
  return { ...packet, bytes: toBase64(packet.bytes), masked: [...packet.masked] };
}

/** A packet that ended a connection. */
export function faultyPacketToJson({ peer, ...packet }: core.FaultyPacket): FaultyPacket {
  const { transport, listener, address, port } = peer;
  const from = { transport, listener, address, port };
  return { ...packet, peer: from, bytes: toBase64(packet.bytes), masked: [...packet.masked] };
}

/** As many from the first on as one answer should hold. */
export function fitting<T extends core.KeptPacket>(packets: readonly T[]): readonly T[] {
  let bytes = 0;
  const beyond = packets.findIndex((packet, at) => {
    bytes += packet.bytes.length;
    return at > 0 && bytes > ANSWER_BYTES;
  });
  return beyond < 0 ? packets : packets.slice(0, beyond);
}
