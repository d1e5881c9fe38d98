import { addressGroup } from "./connection/address-group.ts";
import type { Clock } from "./ports/clock.ts";
import type { Limits } from "./ports/limits.ts";

const MILLISECONDS = 1000;
/** The first delay; each further failure doubles it. */
const FIRST_DELAY = 250;
/** An address is forgotten when no login from it has failed for so long, milliseconds. */
const MEMORY = 600_000;
/** Addresses remembered; the one that failed longest ago makes room. */
const KEPT_ADDRESSES = 10_000;
/** What part of the time for CONNECT may be spent waiting: the password has still to be checked in the rest. */
const PART_OF_CONNECT_TIMEOUT = 0.5;

interface Failures {
  count: number;
  at: number;
}

/**
 * Who guesses passwords has to wait before each guess is looked at: by address, so that nobody can lock a user out by
 * failing in its name. A login that succeeds ends no delay, or a guesser with one password of its own would have none.
 */
export class LoginDelays {
  readonly #clock: Clock;
  readonly #allowed: number;
  readonly #longest: number;
  /** By address, the last that failed at the end. */
  readonly #failures = new Map<string, Failures>();

  constructor(limits: Limits, clock: Clock) {
    this.#clock = clock;
    this.#allowed = limits.failedLoginsBeforeDelay;
    const longestSeconds = Math.min(
      limits.maximumLoginDelaySeconds,
      limits.connectTimeoutSeconds * PART_OF_CONNECT_TIMEOUT,
    );
    this.#longest = longestSeconds * MILLISECONDS;
  }

  /** Milliseconds that a login from this address waits until it is looked at. */
  delayOf(address: string): number {
    const failures = this.#known(addressGroup(address));
    const over = (failures?.count ?? 0) - this.#allowed;
    return over < 0 || failures === undefined ? 0 : Math.min(this.#longest, FIRST_DELAY * 2 ** over);
  }

  /** A login has failed; returns how many have by now, if from here on those from this address wait. */
  failed(address: string): number | undefined {
    const group = addressGroup(address);
    const count = (this.#known(group)?.count ?? 0) + 1;
    this.#failures.delete(group); // the newest stands last
    this.#failures.set(group, { count, at: this.#clock.now() });
    if (this.#failures.size > KEPT_ADDRESSES) this.#failures.delete(this.#oldest());
    return count === this.#allowed && this.#longest > 0 ? count : undefined;
  }

  #known(group: string): Failures | undefined {
    const failures = this.#failures.get(group);
    return failures !== undefined && this.#clock.now() - failures.at < MEMORY ? failures : undefined;
  }

  #oldest(): string {
    return this.#failures.keys().next().value as string;
  }
}
