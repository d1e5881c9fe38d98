import type { Clock } from "../../../core/ports/clock.ts";

/** Logins that may fail before the next has to wait. */
export const FREE_ATTEMPTS = 5;
/** The longest wait, and how long failures of an address are remembered, in milliseconds. */
export const LONGEST_WAIT_MILLISECONDS = 15 * 60_000;
/** Addresses that are remembered; the one that failed longest ago gives way. */
export const MAXIMUM_ADDRESSES = 10_000;
const FIRST_WAIT_MILLISECONDS = 1_000;
/** Hextets of an IPv6 address that one household or server has for itself (RFC 6177). */
const NETWORK_HEXTETS = 4;

interface Failures {
  count: number;
  lastAt: number;
}

/** Slows down guessing by address, never by name: nobody can lock out another by guessing at their name. */
export class LoginAttempts {
  readonly #clock: Clock;
  /** By address, the one that failed longest ago first. */
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long this address has to wait before its next attempt, in milliseconds; 0: not at all. */
  waitOf(address: string): number {
    const failures = this.#failures.get(networkOf(address));
    if (failures === undefined || failures.count < FREE_ATTEMPTS) return 0;
    const wait = FIRST_WAIT_MILLISECONDS * 2 ** (failures.count - FREE_ATTEMPTS);
    const until = failures.lastAt + Math.min(wait, LONGEST_WAIT_MILLISECONDS);
    return Math.max(0, until - this.#clock.now());
  }

  /** Counts an attempt as one that fails, before it is known: those at the same time count too. */
  begin(address: string): void {
    const network = networkOf(address);
    const now = this.#clock.now();
    const earlier = this.#failures.get(network);
    const isForgotten = earlier === undefined || now - earlier.lastAt > LONGEST_WAIT_MILLISECONDS;
    this.#failures.delete(network);
    if (this.#failures.size >= MAXIMUM_ADDRESSES) this.#forgetOldest();
    this.#failures.set(network, { count: isForgotten ? 1 : earlier.count + 1, lastAt: now });
  }

  /** The attempt did not fail; earlier ones still count, or whoever has a login could guess at others without end. */
  takeBack(address: string): void {
    const network = networkOf(address);
    const failures = this.#failures.get(network);
    if (failures === undefined) return;
    failures.count--;
    if (failures.count <= 0) this.#failures.delete(network);
  }

  #forgetOldest(): void {
    const oldest = this.#failures.keys().next();
    if (!oldest.done) this.#failures.delete(oldest.value);
  }
}

/** Whoever has an IPv6 address mostly has 2^64 of them. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("%", 1)[0]?.split("::") ?? [];
  const hextets = head.split(":");
  const missing = tail === undefined ? 0 : NETWORK_HEXTETS - hextets.length;
  const full = [...hextets, ...new Array<string>(Math.max(0, missing)).fill("0")];
  return full.slice(0, NETWORK_HEXTETS).join(":");
}
