import type { Clock } from "../../../core/ports/clock.ts";
import type { BrokerEvent } from "../../../core/ports/observer.ts";
import {
  LIVE_EVENT_TYPES,
  type LiveEvent,
  type LiveEventType,
  MESSAGE_EVENT_TYPES,
} from "../contract/events.ts";
import { DropSummary } from "./drop-summary.ts";
import { toLiveEvent } from "./live-event.ts";
import { ReplayRing } from "./replay-ring.ts";
import { StreamEntry, StreamReader, type StreamSink } from "./stream-reader.ts";

/** Event streams open at the same time. */
export const MAXIMUM_STREAMS = 100;
/** How long events are gathered before they are written, in milliseconds. */
export const FLUSH_MILLISECONDS = 50;
/** How often a quiet stream says that it lives, in milliseconds. */
export const HEARTBEAT_MILLISECONDS = 15_000;

const PER_MESSAGE: ReadonlySet<LiveEventType> = new Set(MESSAGE_EVENT_TYPES);
/** Those that the broker makes only while somebody wants them. */
const ON_DEMAND: readonly LiveEventType[] = ["messageReceived", "messageDelivered"];

/** The observer as the door needs it. */
export interface EventSource {
  /** Returns what ends the subscription. */
  subscribe(listener: (event: BrokerEvent) => void): () => void;
  /** Whether an event for each message is wanted: see `Observer.wantsMessages`. */
  wantMessages(isWanted: boolean): void;
}

/** The live stream of what happens inside: one ring for those who come back, one bounded queue per reader. */
export class EventStream {
  readonly #source: EventSource;
  readonly #clock: Clock;
  /** When the broker started: part of each event's id, since the numbers begin anew with every start. */
  readonly #startedAt: () => number;
  readonly #unsubscribe: () => void;
  readonly #readers = new Set<StreamReader>();
  readonly #drops = new DropSummary();
  readonly #ring = new ReplayRing();
  #cancelFlush: (() => void) | undefined;
  #cancelHeartbeat: (() => void) | undefined;

  constructor(source: EventSource, clock: Clock, startedAt: () => number) {
    this.#source = source;
    this.#clock = clock;
    this.#startedAt = startedAt;
    this.#unsubscribe = source.subscribe((event) => this.#onEvent(event));
  }

  get isFull(): boolean {
    return this.#readers.size >= MAXIMUM_STREAMS;
  }

  /** Adds a reader of the `wanted` types; it gets first what it missed since `lastEventId`, as far as that is kept. */
  open(sink: StreamSink, wanted: ReadonlySet<LiveEventType>, lastEventId: string | undefined): StreamReader {
    const reader = new StreamReader(sink, wanted, this.#startedAt());
    this.#publishDrops();
    const { missed, isComplete } = this.#since(lastEventId);
    const replay = missed.filter((entry) => reader.wants(entry.event.type));
    reader.tell({
      type: "streamOpened",
      at: this.#clock.now(),
      startedAt: this.#startedAt(),
      replayed: replay.length,
      isComplete,
    });
    reader.replay(replay);
    this.#readers.add(reader);
    this.#onReadersChanged();
    return reader;
  }

  remove(reader: StreamReader): void {
    if (this.#readers.delete(reader)) this.#onReadersChanged();
  }

  /** Ends all streams and looks no more. */
  close(): void {
    this.#flush();
    this.#unsubscribe();
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
    this.#onReadersChanged();
    this.#cancelFlush?.();
  }

  #onEvent(event: BrokerEvent): void {
    if (event.type === "messageDropped") {
      if (this.#drops.add(event)) this.#publishDrops();
    } else {
      this.#publish(toLiveEvent(event));
    }
    this.#cancelFlush ??= this.#clock.after(FLUSH_MILLISECONDS, () => this.#flush());
  }

  #publish(event: LiveEvent): void {
    const isReplayable = !PER_MESSAGE.has(event.type);
    if (!isReplayable && this.#readers.size === 0) return;
    const entry = new StreamEntry(event, isReplayable ? this.#ring.lastSequence + 1 : undefined);
    if (isReplayable) this.#ring.add(entry);
    for (const reader of this.#readers) reader.offer(entry);
  }

  #publishDrops(): void {
    for (const drops of this.#drops.take()) this.#publish(drops);
  }

  #flush(): void {
    this.#cancelFlush = undefined;
    this.#publishDrops();
    for (const reader of this.#readers) reader.flush(this.#clock.now());
  }

  #since(lastEventId: string | undefined): { missed: StreamEntry[]; isComplete: boolean } {
    if (lastEventId === undefined) return { missed: [], isComplete: true };
    const [, epoch, sequence] = /^(\d+)-(\d+)$/.exec(lastEventId) ?? [];
    const { lastSequence, oldestSequence } = this.#ring;
    const isOfThisRun = Number(epoch) === this.#startedAt() && Number(sequence) <= lastSequence;
    const asked = isOfThisRun ? Number(sequence) + 1 : lastSequence + 1;
    return { missed: this.#ring.from(asked), isComplete: isOfThisRun && asked >= oldestSequence };
  }

  #onReadersChanged(): void {
    const isWanted = [...this.#readers].some((reader) => ON_DEMAND.some((type) => reader.wants(type)));
    this.#source.wantMessages(isWanted);
    if (this.#readers.size === 0) {
      this.#cancelHeartbeat?.();
      this.#cancelHeartbeat = undefined;
    } else {
      this.#cancelHeartbeat ??= this.#clock.after(HEARTBEAT_MILLISECONDS, () => this.#beat());
    }
  }

  #beat(): void {
    for (const reader of this.#readers) reader.beat();
    this.#cancelHeartbeat = this.#clock.after(HEARTBEAT_MILLISECONDS, () => this.#beat());
  }
}

/** The types that a stream asked for, or the names among them that are no type. */
export function wantedTypes(
  types: string | undefined,
  messages: boolean,
): { wanted: ReadonlySet<LiveEventType>; unknown: readonly string[] } {
  if (types === undefined) {
    const wanted = LIVE_EVENT_TYPES.filter((type) => messages || !PER_MESSAGE.has(type));
    return { wanted: new Set(wanted), unknown: [] };
  }
  const names = types.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !LIVE_EVENT_TYPES.some((type) => type === name));
  return { wanted: new Set(LIVE_EVENT_TYPES.filter((type) => names.includes(type))), unknown };
}
