import { copyBytes } from "../../../protocol/bytes/copy.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { TokenBucket } from "../connection/token-bucket.ts";
import type { Clock } from "../ports/clock.ts";
import type { Limits } from "../ports/limits.ts";
import type { Observer } from "../ports/observer.ts";
import type { Policy } from "../ports/policy.ts";
import type { FaultyPacket, FaultyRecord, InsideTrace, TraceEnd, TraceOptions } from "../ports/trace.ts";
import type { Peer } from "../ports/wire.ts";
import { mask } from "./mask.ts";
import { PacketRing } from "./packet-ring.ts";
import { Trace } from "./trace.ts";
import type { TracedLink } from "./traced-connection.ts";

/** More faulty packets in a second are counted and not looked at: who sends thousands is to cost no more than its refusal. */
const FAULTY_PACKETS_PER_SECOND = 20;
/** Of a faulty packet, at most. */
const FAULTY_PACKET_BYTES = 4096;

/** What tracing works with. */
export interface TracerParts {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly policy: Policy;
  readonly observer: Observer;
}

/** What is told of a faulty packet beside its bytes. */
type Fault = Pick<FaultyPacket, "kind" | "clientId" | "reasonCode" | "reason">;

/** Whose connection it ended. */
type FaultyLink = Pick<TracedLink, "version"> & { readonly peer: Peer };

/** Whether packets are traced, and what was kept of them. */
export class Tracer {
  readonly #parts: TracerParts;
  readonly #faulty: PacketRing<FaultyPacket>;
  readonly #faultRate: TokenBucket;
  #faultsSkipped = 0;
  /** It takes packets; what asks for this is all that tracing costs while nobody traces. */
  running: Trace | undefined = undefined;
  /** The one that runs, or the last that did. */
  #last: Trace | undefined = undefined;
  #lastSequence = 0;

  constructor(parts: TracerParts) {
    const { limits, clock } = parts;
    this.#parts = parts;
    this.#faulty = new PacketRing(limits.maximumFaultyPackets, limits.maximumFaultyBytes);
    this.#faultRate = new TokenBucket(FAULTY_PACKETS_PER_SECOND, clock.now());
  }

  /** Somebody was not let in: for a packet that breaks the specification, or for what else came. */
  refused(
    link: FaultyLink,
    clientId: string | undefined,
    reasonCode: number,
    reason: string,
    { culprit, came }: { readonly culprit: Uint8Array | undefined; readonly came: Uint8Array },
  ): void {
    const kind = culprit === undefined ? "refused" : "malformed";
    this.#keepFaulty(link, { kind, clientId, reasonCode, reason }, culprit ?? came, false);
  }

  /** A client has sent what breaks the specification; of one that is not in `refused` is told. */
  malformed(
    link: FaultyLink & Pick<TracedLink, "clientId">,
    reasonCode: number,
    reason: string,
    bytes: Uint8Array | undefined,
  ): void {
    const { clientId } = link;
    if (bytes === undefined || clientId === undefined) return;
    if (reasonCode === ReasonCode.MessageRateTooHigh) return; // its packets are in order
    this.#keepFaulty(link, { kind: "malformed", clientId, reasonCode, reason }, bytes, true);
  }

  /** The broker stops. */
  stop(): void {
    this.#end("stopped");
  }

  /** What operators see of it. */
  get inside(): InsideTrace {
    return {
      current: () => this.#last?.record,
      begin: (options) => (this.running === undefined ? this.#begin(options).record : undefined),
      end: () => {
        this.#end("stopped");
        return this.#last?.record;
      },
      discard: () => this.#discard(),
      packets: (after, count) => this.#last?.ring.after(after, count) ?? [],
      faulty: () => this.#faultyRecord,
      faultyPackets: (after, count) => this.#faulty.after(after, count),
    };
  }

  /** Whoever traces or not. */
  #keepFaulty(link: FaultyLink, fault: Fault, all: Uint8Array, isKnown: boolean): void {
    const { length } = all;
    if (length === 0) return;
    const at = this.#parts.clock.now();
    if (!this.#faultRate.hasAny(at)) {
      this.#faultsSkipped++;
      return;
    }
    this.#faultRate.take(1);
    const bytes = copyBytes(all, 0, Math.min(length, FAULTY_PACKET_BYTES));
    const { version, ranges } = mask(bytes, link.version, { hasPayloads: this.#mayKeepPayloads, isKnown });
    const packet = { at, direction: "in", version, bytes, packetBytes: length, masked: ranges } as const;
    this.#faulty.add((sequence) => ({ sequence, ...packet, ...fault, peer: link.peer }));
  }

  get #mayKeepPayloads(): boolean {
    return this.#parts.policy.tracePayloads === "allowed";
  }

  #begin(options: TraceOptions): Trace {
    this.#discard();
    const { clock, limits, observer } = this.#parts;
    const trace = new Trace(
      {
        ...options,
        hasPayloads: options.hasPayloads && this.#mayKeepPayloads,
        seconds: Math.min(options.seconds, limits.maximumTraceSeconds),
        maximumBytes: Math.min(options.maximumBytes, limits.maximumTraceBytes),
      },
      {
        clock,
        maximumPacketBytes: limits.maximumTracedPacketBytes,
        lastSequence: this.#lastSequence,
        onEnd: (why) => this.#end(why),
      },
    );
    this.running = trace;
    this.#last = trace;
    const { startedAt: at, startedBy, clients, topics, endsAt } = trace.record;
    observer.onEvent({ type: "traceStarted", at, startedBy, clients, topics, endsAt });
    return trace;
  }

  #end(why: TraceEnd): void {
    const { running } = this;
    if (running === undefined) return;
    running.end(why);
    this.running = undefined;
    const { clock, observer } = this.#parts;
    const { keptPackets, droppedPackets } = running.record;
    observer.onEvent({ type: "traceEnded", at: clock.now(), why, keptPackets, droppedPackets });
  }

  #discard(): boolean {
    const last = this.#last;
    if (last === undefined) return false;
    this.#end("stopped");
    this.#lastSequence = last.ring.lastSequence;
    this.#last = undefined;
    return true;
  }

  get #faultyRecord(): FaultyRecord {
    const { size, bytes, dropped, lastSequence } = this.#faulty;
    return {
      keptPackets: size,
      keptBytes: bytes,
      droppedPackets: dropped + this.#faultsSkipped,
      lastSequence,
    };
  }
}
