import type { StreamEntry } from "./stream-reader.ts";

/** Events kept for a reader that comes back with Last-Event-ID. */
export const MAXIMUM_REPLAY_EVENTS = 5_000;
/** What their texts may take: a client that is not even let in may bring a client id of 64 KB. */
export const MAXIMUM_REPLAY_BYTES = 16 * 1024 * 1024;

/** The last events, numbered from 1 on; the oldest go when they are too many or too large. */
export class ReplayRing {
  /** At `sequence % MAXIMUM_REPLAY_EVENTS`. */
  readonly #entries: (StreamEntry | undefined)[] = [];
  #bytes = 0;
  #oldest = 1;
  #last = 0;

  get lastSequence(): number {
    return this.#last;
  }

  /** The first one that is still there. */
  get oldestSequence(): number {
    return this.#oldest;
  }

  /** Keeps an entry whose sequence follows the last one. */
  add(entry: StreamEntry): void {
    if (this.#last - this.#oldest + 1 === MAXIMUM_REPLAY_EVENTS) this.#forgetOldest();
    this.#last++;
    this.#entries[this.#last % MAXIMUM_REPLAY_EVENTS] = entry;
    this.#bytes += entry.bytes;
    while (this.#bytes > MAXIMUM_REPLAY_BYTES) this.#forgetOldest();
  }

  /** Those from `sequence` on that are still there. */
  from(sequence: number): StreamEntry[] {
    const found: StreamEntry[] = [];
    for (let at = Math.max(sequence, this.#oldest); at <= this.#last; at++) {
      const entry = this.#entries[at % MAXIMUM_REPLAY_EVENTS];
      if (entry !== undefined) found.push(entry);
    }
    return found;
  }

  #forgetOldest(): void {
    const place = this.#oldest++ % MAXIMUM_REPLAY_EVENTS;
    const entry = this.#entries[place];
    if (entry !== undefined) this.#bytes -= entry.bytes;
    this.#entries[place] = undefined;
  }
}
