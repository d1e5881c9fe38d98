import type { Clock } from "../ports/clock.ts";
import { SweepTimer } from "../sweep-timer.ts";
import { NEVER } from "./message.ts";
import type { RetainedMessages } from "./retained.ts";

/** Messages taken out at a time: a million that expire together must not hold up everybody. */
const MESSAGES_PER_SWEEP = 1000;

/** Takes out retained messages that have expired while nobody looked (MQTT 5.0 §3.3.2.3.3). */
export class RetainedSweep {
  readonly #retained: RetainedMessages;
  readonly #clear: (topic: string) => void;
  readonly #timer: SweepTimer;

  constructor(retained: RetainedMessages, clock: Clock, clear: (topic: string) => void) {
    this.#retained = retained;
    this.#clear = clear;
    this.#timer = new SweepTimer(clock, 0, (now) => this.#sweep(now));
  }

  /** A retained message came that expires then, milliseconds since the epoch. */
  ask(expiresAt: number): void {
    this.#timer.ask(expiresAt);
  }

  #sweep(now: number): number {
    const { expiring } = this.#retained;
    let left = MESSAGES_PER_SWEEP;
    let { first } = expiring;
    for (; first !== undefined && first.expiresAt <= now && left > 0; first = expiring.first) {
      this.#clear(first.topic.name); // [5 MQTT-3.3.2-5]
      left--;
    }
    return first?.expiresAt ?? NEVER;
  }
}
