const FIRST_MILLISECONDS = 100;
const LONGEST_MILLISECONDS = 5000;

/** Tries again what has failed, each time after a longer while. */
export class RetryTimer {
  readonly #retry: () => void;
  #timer: NodeJS.Timeout | undefined;
  #delay = FIRST_MILLISECONDS;

  constructor(retry: () => void) {
    this.#retry = retry;
  }

  /** It has failed and is not tried again yet. */
  get isWaiting(): boolean {
    return this.#timer !== undefined;
  }

  /** It has failed. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#retry();
    }, this.#delay).unref();
    this.#delay = Math.min(this.#delay * 2, LONGEST_MILLISECONDS);
  }

  /** It has succeeded, or is not to be tried any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#delay = FIRST_MILLISECONDS;
  }
}
