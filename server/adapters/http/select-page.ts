import { setImmediate as nextTurn } from "node:timers/promises";
import { z } from "zod";
import type { Page } from "./contract.ts";
import { Problem } from "./problems.ts";

/** What a row is sorted by; undefined comes last in ascending order. */
export type SortValue = string | number | boolean | undefined;

export interface PageOptions<Row> {
  /** What the rows are sorted by; part of the cursor, so that a cursor is not used with another order. */
  readonly sort: string;
  readonly order: "asc" | "desc";
  readonly limit: number;
  readonly cursor: string | undefined;
  matches(row: Row): boolean;
  value(row: Row): SortValue;
  /** Unique; orders rows whose values are the same. */
  key(row: Row): string;
}

interface Place {
  readonly value: SortValue;
  readonly key: string;
}

interface Candidate<Row> extends Place {
  readonly row: Row;
}

/** Rows looked at before others get their turn: a long list must not hold up the broker. */
const ROWS_PER_TURN = 2_000;
/** How many times the asked number of rows come together before they are cut down. */
const CROWD = 4;

/**
 * The page of `rows` that follows the cursor. The list may be long and unsorted, so it is read once and only the best
 * `limit` are kept; a cursor is a place in the order, not a count, so nothing is shown twice when rows come and go.
 */
export async function selectPage<Row>(rows: Iterable<Row>, options: PageOptions<Row>): Promise<Page<Row>> {
  const compare = comparison(options.order);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, options);
  const best = new Best<Row>(options.limit + 1, compare);
  let total = 0;
  let seen = 0;
  for (const row of rows) {
    if (++seen % ROWS_PER_TURN === 0) await nextTurn();
    if (!options.matches(row)) continue;
    total++;
    const candidate = { row, value: options.value(row), key: options.key(row) };
    if (after === undefined || compare(candidate, after) > 0) best.offer(candidate);
  }
  const found = best.take();
  const items = found.slice(0, options.limit).map((candidate) => candidate.row);
  const last = found.length > options.limit ? found[options.limit - 1] : undefined;
  return { items, total, ...(last && { nextCursor: writeCursor(last, options) }) };
}

/** The first `count` of all that are offered: gathered loosely, and cut down when too many have come together. */
class Best<Row> {
  readonly #count: number;
  readonly #compare: (a: Place, b: Place) => number;
  #candidates: Candidate<Row>[] = [];
  #worst: Place | undefined;

  constructor(count: number, compare: (a: Place, b: Place) => number) {
    this.#count = count;
    this.#compare = compare;
  }

  offer(candidate: Candidate<Row>): void {
    if (this.#worst !== undefined && this.#compare(candidate, this.#worst) > 0) return;
    this.#candidates.push(candidate);
    if (this.#candidates.length >= CROWD * this.#count) this.#worst = this.take().at(-1);
  }

  take(): readonly Candidate<Row>[] {
    this.#candidates = this.#candidates.sort(this.#compare).slice(0, this.#count);
    return this.#candidates;
  }
}

function comparison(order: "asc" | "desc"): (a: Place, b: Place) => number {
  const sign = order === "asc" ? 1 : -1;
  return (a, b) => sign * compareValues(a.value, b.value) || compareValues(a.key, b.key);
}

function compareValues(a: SortValue, b: SortValue): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}

const cursorContent = z.tuple([
  z.string(),
  z.enum(["asc", "desc"]),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
  z.string(),
]);

function writeCursor(place: Place, { sort, order }: { sort: string; order: string }): string {
  return Buffer.from(JSON.stringify([sort, order, place.value ?? null, place.key])).toString("base64url");
}

function readCursor(cursor: string, { sort, order }: { sort: string; order: string }): Place {
  const content = cursorContent.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  if (!content.success) {
    throw new Problem(
      "invalid-cursor",
      "cursor must be the nextCursor of the page before; leave it out to begin.",
    );
  }
  const [ofSort, ofOrder, value, key] = content.data;
  if (ofSort !== sort || ofOrder !== order) {
    throw new Problem(
      "invalid-cursor",
      `cursor belongs to the list sorted by ${ofSort} ${ofOrder}, not by ${sort} ${order}; leave it out to begin.`,
    );
  }
  return { value: value ?? undefined, key };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
