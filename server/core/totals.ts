import type { Clock } from "./ports/clock.ts";
import type { Counters, Totals } from "./ports/inside.ts";
import type { Store, StoredTotals } from "./ports/store.ts";

const INTERVAL_MILLISECONDS = 5000;
const NOTHING: Counts = {};

type Counts = StoredTotals["counts"];

/** What the totals work with. */
export interface TotalsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly counters: Counters;
}

/**
 * What was counted since the data directory was made: what the store had at the start, and the counters since then. It is
 * written now and then, never by a packet: the death of the process loses the last seconds of it.
 */
export class TotalCounters {
  readonly #parts: TotalsParts;
  #before: StoredTotals | undefined;
  /** As they were written last. */
  #written: Counts = NOTHING;
  #cancel: (() => void) | undefined;

  constructor(parts: TotalsParts) {
    this.#parts = parts;
  }

  /** Undefined where nothing outlives the process. */
  get current(): Totals | undefined {
    if (this.#before === undefined) return undefined;
    const { dropped, heldBack, ...plain } = this.#parts.counters;
    return {
      since: this.#before.since,
      counters: {
        ...this.#added(plain, ""),
        dropped: this.#added(dropped, "dropped."),
        heldBack: this.#added(heldBack, "heldBack."),
      },
    };
  }

  /** Goes on from what the store has; undefined: the data directory is new. */
  start(stored: StoredTotals | undefined): void {
    const { store, clock } = this.#parts;
    if (!store.isDurable) return;
    this.#before = stored ?? { since: clock.now(), counts: NOTHING };
    this.#written = this.#before.counts;
    if (stored === undefined) this.#write(this.#before);
    this.#writeLater();
  }

  /** Writes the last of them. */
  stop(): void {
    this.#cancel?.();
    this.#writeChanged();
  }

  #writeLater(): void {
    this.#cancel = this.#parts.clock.after(INTERVAL_MILLISECONDS, () => {
      this.#writeChanged();
      this.#writeLater();
    });
  }

  #writeChanged(): void {
    if (this.#before === undefined) return;
    const { since, counts: before } = this.#before;
    const counts: Record<string, number> = { ...before };
    for (const [name, count] of named(this.#parts.counters)) counts[name] = (before[name] ?? 0) + count;
    const isChanged = Object.entries(counts).some(([name, count]) => count !== (this.#written[name] ?? 0));
    if (isChanged) this.#write({ since, counts });
  }

  #write(totals: StoredTotals): void {
    this.#written = totals.counts;
    this.#parts.store.append({ type: "totalsCounted", totals });
  }

  #added<T extends Readonly<Record<string, number>>>(counts: T, prefix: string): T {
    const before = this.#before?.counts ?? NOTHING;
    const entries = Object.entries(counts).map(([name, count]) => [
      name,
      count + (before[prefix + name] ?? 0),
    ]);
    return Object.fromEntries(entries) as T;
  }
}

/** The counters one by one; of those by a reason each reason is one. */
function* named({
  dropped,
  heldBack,
  ...plain
}: Counters): Generator<readonly [name: string, count: number]> {
  yield* Object.entries(plain);
  for (const [reason, count] of Object.entries(dropped)) yield [`dropped.${reason}`, count];
  for (const [limit, count] of Object.entries(heldBack)) yield [`heldBack.${limit}`, count];
}
