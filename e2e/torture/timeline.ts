/** What the broker has seen is safe at the latest after so long, if it lives so long; milliseconds. */
const SURELY_COMMITTED = 2_000;

/** One time that the broker was ended, and when it was back. */
interface Downtime {
  readonly how: string;
  readonly from: number;
  /** Infinite until it is back. */
  until: number;
}

/** When the broker was ended and when it was back, by the clock of this process in milliseconds. */
export class Timeline {
  readonly #downtimes: Downtime[] = [];

  noteEnd(how: string): void {
    this.#downtimes.push({ how, from: performance.now(), until: Number.POSITIVE_INFINITY });
  }

  noteReady(): void {
    const now = performance.now();
    // more than one where it was ended again before it was ready
    for (const downtime of this.#downtimes) downtime.until = Math.min(downtime.until, now);
  }

  /** How long it was away each time, milliseconds. */
  get restarts(): readonly number[] {
    return this.#downtimes.map(({ from, until }) => until - from).filter(Number.isFinite);
  }

  /** From when on the broker surely remembers what it was told, without an answer, at `at`. */
  safeAt(at: number): number {
    let safe = at;
    for (const { from, until } of this.#downtimes)
      if (until > safe && from < safe + SURELY_COMMITTED) safe = until;
    return safe;
  }

  /** The first moment from `at` on at which it runs. */
  upAt(at: number): number {
    const down = this.#downtimes.find(({ from, until }) => from <= at && at < until);
    return down === undefined ? at : down.until;
  }

  /** The ends and starts from one moment to another, as lines with their times. */
  between(from: number, until: number): { readonly at: number; readonly what: string }[] {
    return this.#downtimes
      .flatMap((downtime) => [
        { at: downtime.from, what: `-- broker: ${downtime.how}` },
        { at: downtime.until, what: "-- broker: ready again" },
      ])
      .filter(({ at }) => at >= from && at <= until);
  }
}
