import type { Clock } from "../ports/clock.ts";
import type { Message } from "./message.ts";
import type { RetainedMessages } from "./retained.ts";

/** Sweeps are at least so long apart, milliseconds; until then what has expired is there for nobody. */
const SWEEP_MILLISECONDS = 1000;
/** Messages taken out at a time: a million that expire together must not hold up everybody. */
const MESSAGES_PER_SWEEP = 1000;

/** Takes out retained messages that have expired while nobody looked (MQTT 5.0 §3.3.2.3.3). */
export class RetainedSweep {
  readonly #retained: RetainedMessages;
  readonly #clock: Clock;
  readonly #clear: (topic: string) => void;
  #dueAt = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined = undefined;

  constructor(retained: RetainedMessages, clock: Clock, clear: (topic: string) => void) {
    this.#retained = retained;
    this.#clock = clock;
    this.#clear = clear;
  }

  /** A retained message came that expires then, milliseconds since the epoch. */
  ask(expiresAt: number): void {
    if (expiresAt >= this.#dueAt) return;
    const at = this.#next(expiresAt);
    // a sweep that is to come is never put off, or messages that expire as they come would do so for ever
    if (at < this.#dueAt) this.#waitUntil(at);
  }

  /** When to sweep for a message that expires then. */
  #next(expiresAt: number): number {
    return Math.max(expiresAt, this.#clock.now() + SWEEP_MILLISECONDS);
  }

  #waitUntil(at: number): void {
    this.#cancel?.();
    this.#dueAt = at;
    this.#cancel = this.#clock.after(Math.max(0, at - this.#clock.now()), () => this.#sweep());
  }

  #sweep(): void {
    const now = this.#clock.now();
    const { expiring } = this.#retained;
    let left = MESSAGES_PER_SWEEP;
    let first: Message | undefined = expiring.first;
    for (; first !== undefined && first.expiresAt <= now && left > 0; first = expiring.first) {
      this.#clear(first.topic.name); // [5 MQTT-3.3.2-5]
      left--;
    }
    this.#dueAt = Number.POSITIVE_INFINITY;
    if (first !== undefined) this.#waitUntil(left === 0 ? now : this.#next(first.expiresAt));
  }
}
