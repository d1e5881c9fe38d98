import type { Clock } from "../engine-ports.ts";

/** How long a PINGREQ may be unanswered before the connection counts as stale. */
const STALE_AFTER_MS = 2_500;

/** Whether a connection seems to be dead: a ping was sent and nothing came since. */
export class StaleWatch {
  readonly #clock: Clock;
  readonly #onChanged: (isStale: boolean) => void;
  #isStale = false;
  #cancel: () => void = () => {};

  constructor(clock: Clock, onChanged: (isStale: boolean) => void) {
    this.#clock = clock;
    this.#onChanged = onChanged;
  }

  onPing(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(STALE_AFTER_MS, () => this.#set(true));
  }

  onHeard(): void {
    this.#cancel();
    this.#set(false);
  }

  /** Nothing is expected any more; nobody is told. */
  stop(): void {
    this.#cancel();
    this.#isStale = false;
  }

  #set(isStale: boolean): void {
    if (this.#isStale === isStale) return;
    this.#isStale = isStale;
    this.#onChanged(isStale);
  }
}
