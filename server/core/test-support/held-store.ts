import type { Recovered, Store, StoreEvent, StoreListener, WaitingMessage } from "../ports/store.ts";
import type { StoreFailure, StoreStatus } from "../ports/store-status.ts";
import { foldEvents } from "./fold-events.ts";
import { inParts } from "./in-parts.ts";

/** A durable store in memory. Its commits wait until the test releases them; what was never committed is lost with it. */
export class HeldStore implements Store {
  readonly isDurable = true;
  /** What a store that fails is said to hold. */
  heldBytes = 0;
  /** What is safe. */
  readonly committed: StoreEvent[] = [];
  /** True: a commit is safe at once, as if it had been released. */
  isQuick: boolean;
  /** The same, and what is on its way. */
  readonly #told: StoreEvent[] = [];
  #readablePlace = 0;
  readonly #batches: { readonly epoch: number; readonly events: readonly StoreEvent[] }[] = [];
  #batch: StoreEvent[] = [];
  #listener: StoreListener | undefined;
  #failure: StoreFailure | undefined;

  /** `before` is what an earlier store had made safe. */
  constructor(options: { readonly isQuick?: boolean; readonly before?: readonly StoreEvent[] } = {}) {
    this.isQuick = options.isQuick ?? false;
    this.committed.push(...(options.before ?? []));
    this.#told.push(...this.committed);
    this.#readablePlace = foldEvents(this.committed).nextPlace - 1;
  }

  async recover(): Promise<Recovered> {
    return inParts(foldEvents(this.committed));
  }

  waiting(clientId: string, afterPlace: number, limit: number): readonly WaitingMessage[] {
    const all = foldEvents(this.#told).waiting(clientId);
    return all.filter(({ place }) => place > afterPlace && place <= this.#readablePlace).slice(0, limit);
  }

  append(event: StoreEvent): void {
    this.#told.push(event);
    this.#batch.push(event);
  }

  commit(epoch: number): boolean {
    const events = this.#batch;
    this.#batch = [];
    if (events.length === 0) return true;
    if (this.isQuick) {
      this.#keep(events);
      return true;
    }
    this.#batches.push({ epoch, events });
    return false;
  }

  listen(listener: StoreListener): void {
    this.#listener = listener;
  }

  status(): StoreStatus {
    const changes = this.#batches.reduce((sum, { events }) => sum + events.length, this.#batch.length);
    return {
      durability: "commit",
      committedAt: undefined,
      uncommitted: { changes, bytes: this.heldBytes },
      journaled: { changes: 0, bytes: 0 },
      fileBytes: 0,
      journalBytes: 0,
      failure: this.#failure,
    };
  }

  async close(): Promise<void> {
    this.release();
  }

  /** The disk is done: everything so far is safe. */
  release(): void {
    const last = this.#batches.at(-1);
    for (const { events } of this.#batches.splice(0)) this.#keep(events);
    if (this.#failure !== undefined) this.#listener?.onRecovered();
    this.#failure = undefined;
    if (last !== undefined) this.#listener?.onCommitted(last.epoch);
  }

  #keep(events: readonly StoreEvent[]): void {
    this.committed.push(...events);
    const places = events.flatMap((event) => (event.type === "messageQueued" ? [event.place] : []));
    if (places.length === 0) return;
    this.#readablePlace = Math.max(...places);
    this.#listener?.onReadable?.(this.#readablePlace);
  }

  /** The disk is full. */
  fail(error: Error): void {
    this.#failure = { since: 0, reason: error.message };
    this.#listener?.onFailed(error);
  }

  /** A record is damaged. */
  misread(error: Error): void {
    this.#listener?.onUnreadable?.(error);
  }

  /** The kinds of events that are safe. */
  types(): string[] {
    return this.committed.map(({ type }) => type);
  }
}
