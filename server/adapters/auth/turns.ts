/** Lets so many pieces of work run at once, so many more wait, and turns the rest away. */
export class Turns {
  readonly #maximumWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number, maximumWaiting: number) {
    this.#free = atOnce;
    this.#maximumWaiting = maximumWaiting;
  }

  /** Does the work when its turn comes; undefined: too many wait already. */
  take<T>(work: () => Promise<T>): Promise<T> | undefined {
    if (this.#free > 0) {
      this.#free--;
      return this.#run(work);
    }
    if (this.#waiting.length >= this.#maximumWaiting) return undefined;
    return new Promise<void>((resolve) => this.#waiting.push(resolve)).then(() => this.#run(work));
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      // whoever waited longest has this turn; nobody can come between
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
