import { createStore, type StoreApi } from "zustand/vanilla";
import type { Page } from "../../server/adapters/http/contract.ts";
import { InsideError } from "./inside-client.ts";

/** A part of a long list of the inside API, as the page shows it. */
export interface InsideListView<Row> {
  /** Nothing has been read yet, or the last reading failed; rows that were read before stay. */
  readonly state: "loading" | "ready" | "failed";
  /** From the top of the list; those further down are not here yet. */
  readonly rows: readonly Row[];
  /** Rows of the whole list. */
  readonly total: number;
  /** Rows that came, went or moved while the list was held. */
  readonly waiting: number;
  /** Rows that are shown only because the list is held: the broker has them no more. */
  readonly goneKeys: ReadonlySet<string>;
  readonly error: InsideError | undefined;
  /** Of the rows, milliseconds since the epoch. */
  readonly loadedAt: number | undefined;
}

export type ReadPage<Row> = (
  cursor: string | undefined,
  limit: number,
  signal: AbortSignal,
) => Promise<Page<Row>>;

interface LoadedPage<Row> {
  cursor: string | undefined;
  items: readonly Row[];
  nextCursor: string | undefined;
  isStale: boolean;
}

const NONE: ReadonlySet<string> = new Set();

/** Rows asked for at once; a screen shows some fifty. */
export const LIST_PAGE_ROWS = 250;

/**
 * Reads a long list page by page as it is scrolled, and again what is on the screen when it may have changed. Held, it
 * renews its rows in place: none moves, none comes, none goes.
 */
export class InsideList<Row> {
  readonly store: StoreApi<InsideListView<Row>>;
  readonly #keyOf: (row: Row) => string;
  #read: ReadPage<Row> | undefined;
  #abort = new AbortController();
  #pages: LoadedPage<Row>[] = [];
  #total = 0;
  #first = 0;
  #end = 1;
  #isHeld = false;
  #isReading = false;
  #isReplaced = false;

  constructor(keyOf: (row: Row) => string) {
    this.#keyOf = keyOf;
    this.store = createStore<InsideListView<Row>>(() => ({
      state: "loading",
      rows: [],
      total: 0,
      waiting: 0,
      goneKeys: NONE,
      error: undefined,
      loadedAt: undefined,
    }));
  }

  /** Shows another list: other filter, other order. The rows of the one before stay until the first of it are here. */
  open(read: ReadPage<Row>): void {
    this.close();
    this.#abort = new AbortController();
    this.#read = read;
    this.#isReplaced = true;
    void this.#readOn();
  }

  /** Reads no more. */
  close(): void {
    this.#abort.abort();
    this.#read = undefined;
    this.#pages = [];
    this.#isReading = false;
  }

  /** These rows are on the screen. */
  show(first: number, count: number): void {
    this.#first = first;
    this.#end = Math.max(first + count, 1);
    void this.#readOn();
  }

  /** The list may have changed. */
  refresh(): void {
    for (const page of this.#pages) page.isStale = true;
    void this.#readOn();
  }

  /** Keeps every row where it is, until it is let go. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (!isHeld && this.#pages.length > 0) this.#publish();
  }

  async #readOn(): Promise<void> {
    if (this.#isReading) return;
    const { signal } = this.#abort;
    this.#isReading = true;
    try {
      for (let at = this.#wanted(); at !== undefined && !signal.aborted; at = this.#wanted()) {
        await this.#readPage(at, signal);
      }
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
    if (!signal.aborted) this.#isReading = false;
  }

  /** The next page to read, so that all rows on the screen are here and new. */
  #wanted(): number | undefined {
    if (this.#read === undefined) return undefined;
    let row = 0;
    for (const [at, page] of this.#pages.entries()) {
      const end = row + page.items.length;
      if (page.isStale && end > this.#first && row < this.#end) return at;
      row = end;
    }
    const isComplete = this.#pages.length > 0 && this.#pages.at(-1)?.nextCursor === undefined;
    if (isComplete && this.#pages.some((page) => page.isStale) && row <= this.#first) return 0;
    return row < this.#end && !isComplete ? this.#pages.length : undefined;
  }

  async #readPage(at: number, signal: AbortSignal): Promise<void> {
    const known = this.#pages[at];
    const cursor = known ? known.cursor : this.#pages[at - 1]?.nextCursor;
    const page = await this.#read?.(cursor, LIST_PAGE_ROWS, signal);
    if (page === undefined || signal.aborted) return;
    this.#total = page.total;
    const items = this.#withKnown(page.items);
    this.#pages[at] = { cursor, items, nextCursor: page.nextCursor, isStale: false };
    const next = this.#pages[at + 1];
    if (page.nextCursor === undefined) this.#pages.length = at + 1;
    else if (next !== undefined && next.cursor !== page.nextCursor) {
      next.cursor = page.nextCursor;
      next.isStale = true;
    }
    this.#publish();
  }

  /** Rows in which nothing changed stay the same objects: they are not drawn again. */
  #withKnown(items: readonly Row[]): readonly Row[] {
    const known = new Map(this.store.getState().rows.map((row) => [this.#keyOf(row), row]));
    return items.map((row) => {
      const before = known.get(this.#keyOf(row));
      return before !== undefined && JSON.stringify(before) === JSON.stringify(row) ? before : row;
    });
  }

  #publish(): void {
    const rows = this.#uniqueRows();
    const isHeld = this.#isHeld && !this.#isReplaced;
    this.#isReplaced = false;
    const common = { state: "ready", error: undefined, loadedAt: Date.now() } as const;
    if (isHeld) this.store.setState({ ...common, ...this.#held(rows) });
    else this.store.setState({ ...common, rows, total: this.#total, waiting: 0, goneKeys: NONE });
  }

  /** Pages that were read at different times may overlap. */
  #uniqueRows(): readonly Row[] {
    const rows = new Map<string, Row>();
    for (const page of this.#pages) for (const row of page.items) rows.set(this.#keyOf(row), row);
    return [...rows.values()];
  }

  #held(latest: readonly Row[]): Partial<InsideListView<Row>> {
    const before = this.store.getState();
    const newest = new Map(latest.map((row) => [this.#keyOf(row), row]));
    const rows = before.rows.map((row) => newest.get(this.#keyOf(row)) ?? row);
    const isComplete = this.#pages.at(-1)?.nextCursor === undefined;
    const keys = before.rows.map((row) => this.#keyOf(row));
    const gone = isComplete ? keys.filter((key) => !newest.has(key)) : [];
    for (const key of keys) newest.delete(key);
    const missing = Math.max(0, this.#end - rows.length);
    const shown = [...rows, ...[...newest.values()].slice(0, missing)];
    const waiting = Math.max(0, newest.size - missing) + gone.length;
    return {
      rows: shown,
      total: Math.max(before.total, shown.length),
      waiting,
      goneKeys: gone.length === 0 ? NONE : new Set(gone),
    };
  }

  #fail(error: unknown): void {
    const known = error instanceof InsideError ? error : new InsideError(String(error), undefined);
    // a cursor that is not understood any more: begin again from the top
    if (known.problem !== undefined) this.#pages = [];
    this.store.setState({ state: "failed", error: known });
  }
}
