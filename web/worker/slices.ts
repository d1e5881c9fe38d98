/** Long work cut into slices: each `yield` is a place where it may be put aside. */
export type SlicedWork = Iterator<void, void>;

/** Runs long work a few milliseconds at a time, so that messages and the page never wait for it. */
export class Slices {
  readonly #works = new Map<string, SlicedWork>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isIdle(): boolean {
    return this.#works.size === 0;
  }

  isRunning(name: string): boolean {
    return this.#works.has(name);
  }

  /** Begins a work; one of the same name that is not finished is given up. */
  start(name: string, work: SlicedWork): void {
    this.#works.set(name, work);
  }

  cancel(name: string): void {
    this.#works.delete(name);
  }

  /** Works for about so long, each work a step at a time, and says whether some is left. */
  run(milliseconds: number): boolean {
    const end = this.#now() + milliseconds;
    do {
      for (const [name, work] of this.#works) {
        if (work.next().done && this.#works.get(name) === work) this.#works.delete(name);
      }
    } while (this.#works.size > 0 && this.#now() < end);
    return this.#works.size > 0;
  }
}
