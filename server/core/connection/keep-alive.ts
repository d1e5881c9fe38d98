import type { Clock } from "../ports/clock.ts";

/** A client may be silent for one and a half times its Keep Alive [5 MQTT-3.1.2-22] [3 MQTT-3.1.2-24]. */
const PATIENCE = 1.5;
const MILLISECONDS = 1000;

/** Who is watched. */
export interface KeptAlive {
  /** It was not heard in time. */
  onSilent(): void;
}

/**
 * Watches that a client is heard in time (MQTT 5.0 §3.1.2.10). The timer is not moved for every packet: when it rings
 * and something was heard meanwhile, it is set again for the rest.
 */
export class KeepAlive {
  readonly #clock: Clock;
  readonly #patience: number;
  readonly #owner: KeptAlive;
  readonly #ring = (): void => this.#look();
  #heardAt: number;
  #cancel: () => void;

  constructor(clock: Clock, seconds: number, owner: KeptAlive) {
    this.#clock = clock;
    this.#patience = seconds * PATIENCE * MILLISECONDS;
    this.#owner = owner;
    this.#heardAt = clock.now();
    this.#cancel = clock.after(this.#patience, this.#ring);
  }

  /** Something came at this time, milliseconds since the epoch. */
  heard(at: number): void {
    this.#heardAt = at;
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    const left = this.#heardAt + this.#patience - this.#clock.now();
    if (left <= 0) this.#owner.onSilent();
    else this.#cancel = this.#clock.after(left, this.#ring);
  }
}
