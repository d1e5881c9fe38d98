import type { LiveEvent, LiveEventType } from "../contract/events.ts";

/** Events that wait for one reader; what comes beyond is counted as skipped. */
export const MAXIMUM_PENDING_EVENTS = 500;

/** An event as it goes out: its text is made once, and only if somebody reads it. */
export class StreamEntry {
  readonly event: LiveEvent;
  /** Undefined for an event that cannot be replayed. */
  readonly sequence: number | undefined;
  /** About what it takes, by its texts: the event itself, and the line that is made of it when somebody reads. */
  readonly bytes: number;
  #text: string | undefined;

  constructor(event: LiveEvent, sequence: number | undefined) {
    this.event = event;
    this.sequence = sequence;
    this.bytes = 2 * charactersOf(event);
  }

  /** As an event of an event stream (HTML §9.2.6); `epoch` tells the sequences of two runs of the server apart. */
  text(epoch: number): string {
    this.#text ??= frame(this.event, this.sequence === undefined ? undefined : `${epoch}-${this.sequence}`);
    return this.#text;
  }
}

/** In the texts of an event; asked for each event, so without an array of its values (3 % of a connect). */
function charactersOf(event: LiveEvent): number {
  let characters = 0;
  for (const name in event) {
    const value: unknown = event[name as keyof LiveEvent];
    if (typeof value === "string") characters += value.length;
  }
  return characters;
}

/** Where the text of a stream goes; false: wait for {@link StreamReader.onWritable}. */
export interface StreamSink {
  write(text: string): boolean;
  end(): void;
}

/** One reader of the event stream, and what waits for it: bounded, since a page may be slow. */
export class StreamReader {
  readonly #sink: StreamSink;
  readonly #wanted: ReadonlySet<LiveEventType>;
  readonly #epoch: number;
  #pending: StreamEntry[] = [];
  #skipped = 0;
  #isWritable = true;

  constructor(sink: StreamSink, wanted: ReadonlySet<LiveEventType>, epoch: number) {
    this.#sink = sink;
    this.#wanted = wanted;
    this.#epoch = epoch;
  }

  wants(type: LiveEventType): boolean {
    return this.#wanted.has(type);
  }

  offer(entry: StreamEntry): void {
    if (!this.#wanted.has(entry.event.type)) return;
    if (this.#pending.length < MAXIMUM_PENDING_EVENTS) this.#pending.push(entry);
    else this.#skipped++;
  }

  /** Writes what waits, and how much was left out. */
  flush(now: number): void {
    if (!this.#isWritable || this.#pending.length === 0) return;
    const texts = this.#pending.map((entry) => entry.text(this.#epoch));
    if (this.#skipped > 0) texts.push(frame({ type: "skipped", at: now, count: this.#skipped }, undefined));
    this.#pending = [];
    this.#skipped = 0;
    this.#isWritable = this.#sink.write(texts.join(""));
  }

  /** Writes at once, ahead of what waits. */
  tell(event: LiveEvent): void {
    this.#isWritable = this.#sink.write(frame(event, undefined));
  }

  /** What was missed, in one piece: it is bounded by what is kept for replay, not by what may wait. */
  replay(entries: readonly StreamEntry[]): void {
    if (entries.length === 0) return;
    this.#isWritable = this.#sink.write(entries.map((entry) => entry.text(this.#epoch)).join(""));
  }

  /** A comment that keeps the connection alive, unless the reader has not even taken what came before. */
  beat(): void {
    if (this.#isWritable) this.#isWritable = this.#sink.write(": alive\n\n");
  }

  onWritable(now: number): void {
    this.#isWritable = true;
    this.flush(now);
  }

  end(): void {
    this.#sink.end();
  }
}

function frame(event: LiveEvent, id: string | undefined): string {
  const data = `data: ${JSON.stringify(event)}\n\n`;
  return id === undefined ? data : `id: ${id}\n${data}`;
}
