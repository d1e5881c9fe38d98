import { copyBytes } from "../../../protocol/bytes/copy.ts";
import type { Framer } from "../../../protocol/codec/framer.ts";
import { type PacketSummary, summaryOf } from "../../../protocol/dissect/summary.ts";
import { PacketType } from "../../../protocol/packets.ts";
import { compileFilter } from "../../../protocol/topics/match.ts";
import type { Clock } from "../ports/clock.ts";
import type { PacketDirection, TracedPacket, TraceEnd, TraceOptions, TraceRecord } from "../ports/trace.ts";
import type { Slice } from "../ports/wire.ts";
import { mask } from "./mask.ts";
import { PacketRing } from "./packet-ring.ts";
import { TracedConnection, type TracedLink } from "./traced-connection.ts";
import { eachWritten } from "./written-packets.ts";

const MILLISECONDS = 1000;

/** What a trace works with. */
export interface TraceParts {
  readonly clock: Clock;
  /** Bytes of one packet that are kept at most. */
  readonly maximumPacketBytes: number;
  /** Where the sequence numbers go on. */
  readonly lastSequence: number;
  /** It ends by itself. */
  readonly onEnd: (why: TraceEnd) => void;
}

/** One trace: takes the packets that its scope asks for into its ring, until it ends. */
export class Trace {
  readonly #options: TraceOptions;
  readonly #parts: TraceParts;
  readonly #startedAt: number;
  readonly #clients: ReadonlySet<string>;
  readonly #filters: readonly ((topic: string) => boolean)[];
  readonly #connections = new WeakMap<TracedLink, TracedConnection>();
  readonly #cancelEnd: () => void;
  readonly ring: PacketRing<TracedPacket>;
  #connectionCount = 0;
  #ended: TraceRecord["ended"] = undefined;

  constructor(options: TraceOptions, parts: TraceParts) {
    const { clients, topics, seconds, maximumBytes } = options;
    this.#options = options;
    this.#parts = parts;
    this.#startedAt = parts.clock.now();
    this.#clients = new Set(clients);
    this.#filters = topics.map(compileFilter);
    this.ring = new PacketRing(Number.POSITIVE_INFINITY, maximumBytes, parts.lastSequence);
    this.#cancelEnd = parts.clock.after(seconds * MILLISECONDS, () => parts.onEnd("time-over"));
  }

  get record(): TraceRecord {
    const { ring } = this;
    return {
      ...this.#options,
      startedAt: this.#startedAt,
      endsAt: this.#startedAt + this.#options.seconds * MILLISECONDS,
      ended: this.#ended,
      keptPackets: ring.size,
      keptBytes: ring.bytes,
      droppedPackets: ring.dropped,
      lastSequence: ring.lastSequence,
    };
  }

  /** A packet of the client has come. */
  received(link: TracedLink, framer: Framer): void {
    framer.join();
    const { buffer, start, end } = framer;
    this.#take(link, "in", buffer, start, Math.min(end, start + this.#parts.maximumPacketBytes), end - start);
  }

  /** The packets in the first `count` of `slices` are handed to the wire. */
  written(link: TracedLink, slices: readonly Slice[], count: number): void {
    const { maximumPacketBytes } = this.#parts;
    eachWritten(slices, count, maximumPacketBytes, (buffer, start, end, packetBytes) =>
      this.#take(link, "out", buffer, start, end, packetBytes),
    );
  }

  /** It takes nothing more. */
  end(why: TraceEnd): void {
    this.#cancelEnd();
    this.#ended ??= { at: this.#parts.clock.now(), why };
  }

  #take(
    link: TracedLink,
    direction: PacketDirection,
    buffer: Uint8Array,
    start: number,
    end: number,
    packetBytes: number,
  ): void {
    if (this.#ended !== undefined) return;
    const connection = this.#connectionOf(link);
    const packet = buffer.subarray(start, end);
    const clientId = connection.clientOf(link, packet);
    if (this.#clients.size > 0 && (clientId === undefined || !this.#clients.has(clientId))) return;
    const summary = this.#summaryOf(packet, link);
    const aliasedTopic = summary && connection.aliasedTopic(link, direction, summary);
    if (summary !== undefined && this.#filters.length > 0) {
      const topic = aliasedTopic ?? summary.topic;
      if (!connection.isAbout(direction, summary, topic, this.#isOnTopic)) return;
    }
    const isPayloadLeftAway = !this.#options.hasPayloads && summary?.payloadBytes !== undefined;
    const wholeBytes = packetBytes - (isPayloadLeftAway ? (summary.payloadBytes ?? 0) : 0);
    const bytes = copyBytes(buffer, start, start + Math.min(packet.length, wholeBytes));
    const { version, ranges } = mask(bytes, link.version, {
      hasPayloads: this.#options.hasPayloads || isPayloadLeftAway,
      isKnown: link.clientId !== undefined,
    });
    const facts = { at: this.#parts.clock.now(), connection: connection.number, direction, clientId };
    this.#add({ ...facts, version, bytes, packetBytes, masked: ranges, aliasedTopic });
  }

  #add(packet: Omit<TracedPacket, "sequence">): void {
    if (this.#options.whenFull === "end" && !this.ring.hasRoomFor(packet.bytes.length)) {
      this.#parts.onEnd("full");
      return;
    }
    this.ring.add((sequence) => ({ sequence, ...packet }));
  }

  /** Only where something depends on it. */
  #summaryOf(packet: Uint8Array, { version }: TracedLink): PacketSummary | undefined {
    const isPublish = (packet[0] ?? 0) >> 4 === PacketType.Publish;
    return isPublish || this.#filters.length > 0 ? summaryOf(packet, version) : undefined;
  }

  readonly #isOnTopic = (topic: string): boolean => this.#filters.some((matches) => matches(topic));

  #connectionOf(link: TracedLink): TracedConnection {
    const known = this.#connections.get(link);
    if (known !== undefined) return known;
    const connection = new TracedConnection(++this.#connectionCount);
    this.#connections.set(link, connection);
    return connection;
  }
}
