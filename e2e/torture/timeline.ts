/** Answers that are remembered: those of minutes. */
const MOST_ANSWERS = 20_000;
const FORGOTTEN_ANSWERS = 10_000;

/** One time that the broker was ended, and when it was back. */
interface Downtime {
  readonly how: string;
  readonly from: number;
  /** Infinite until it is back. */
  until: number;
  /** What it was told before this moment it has surely kept. */
  readonly keptUpTo: number;
}

/** When the broker was ended and when it was back, by the clock of this process in milliseconds. */
export class Timeline {
  readonly #downtimes: Downtime[] = [];
  #keptUpTo = 0;
  #witness = { sentAt: 0, answeredAt: 0 };
  /** Those that were sent after the one before was answered. */
  readonly #answers: { readonly sentAt: number; readonly answeredAt: number }[] = [];

  noteEnd(how: string): void {
    const from = performance.now();
    this.#downtimes.push({ how, from, until: Number.POSITIVE_INFINITY, keptUpTo: this.#keptUpTo });
  }

  /**
   * The broker has acknowledged what was sent at this moment. What another client did before then it has seen too, if not
   * in the same turn of its loop: so it is sure only when something is acknowledged that was sent after this answer.
   */
  noteAnswer(sentAt: number): void {
    if (sentAt < this.#witness.answeredAt) return;
    this.#keptUpTo = this.#witness.sentAt;
    this.#witness = { sentAt, answeredAt: performance.now() };
    this.#answers.push(this.#witness);
    if (this.#answers.length > MOST_ANSWERS) this.#answers.splice(0, FORGOTTEN_ANSWERS);
  }

  /** When the broker, however slow it was, had surely seen what was told it, without an answer, at `at`; infinite: not yet. */
  seenAt(at: number): number {
    return this.#answers.find(({ sentAt }) => sentAt >= at)?.answeredAt ?? Number.POSITIVE_INFINITY;
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
    for (const { until, keptUpTo } of this.#downtimes) if (until > safe && safe >= keptUpTo) safe = until;
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
