/** A use after so long without one is news again, in milliseconds. */
const QUIET = 3_600_000;
/** Pairs of token and address that are remembered; the one that was used longest ago gives way. */
const KEPT_PAIRS = 1_000;

/** Tells the first use of a token from an address apart from those that follow: a scraper asks every few seconds. */
export class TokenUses {
  /** By token and address, the one that was used last at the end. */
  readonly #usedAt = new Map<string, number>();

  /** Takes note of a use; true where it is the first, or the first after an hour. */
  isNews(token: string, address: string, now: number): boolean {
    const pair = `${address} ${token}`;
    const before = this.#usedAt.get(pair);
    this.#usedAt.delete(pair);
    this.#usedAt.set(pair, now);
    if (this.#usedAt.size > KEPT_PAIRS) this.#usedAt.delete(this.#usedAt.keys().next().value as string);
    return before === undefined || now - before >= QUIET;
  }
}
