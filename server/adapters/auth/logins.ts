import { createHmac, randomBytes } from "node:crypto";
import { isSame, KEY_BYTES } from "./scram-keys.ts";
import { Turns } from "./turns.ts";

/** Two of the four threads that Node.js has for such work: files and names are still looked up meanwhile. */
const CHECKS_AT_ONCE = 2;

/** What a check of a password came to. */
export type PasswordCheck = "right" | "wrong" | "busy";

/**
 * Checks passwords that come with CONNECT. A hash is slow on purpose, so few are computed at once. A password that was right
 * once is known again at once, by an HMAC under a key that lives as long as the process: when all devices come back together
 * those who belong here do not wait for each other, nor for those who guess.
 */
export class Logins {
  readonly #turns: Turns;
  readonly #secret = randomBytes(KEY_BYTES);
  #right = new Map<string, Uint8Array>();

  constructor(maximumWaiting: number, checksAtOnce = CHECKS_AT_ONCE) {
    this.#turns = new Turns(checksAtOnce, maximumWaiting);
  }

  /** `verify` is asked unless the answer is known; it takes as long for a user who does not exist. */
  check(
    userName: string,
    password: Uint8Array,
    verify: () => Promise<boolean>,
  ): Promise<PasswordCheck> | PasswordCheck {
    const digest = createHmac("sha256", this.#secret).update(password).digest();
    const earlier = this.#right.get(userName);
    if (earlier !== undefined && isSame(earlier, digest)) return "right";
    return this.#turns.take(() => this.#verify(userName, digest, verify)) ?? "busy";
  }

  /** Forgets whom it knows: their passwords may have changed. */
  forget(): void {
    this.#right = new Map();
  }

  async #verify(
    userName: string,
    digest: Uint8Array,
    verify: () => Promise<boolean>,
  ): Promise<PasswordCheck> {
    const right = this.#right;
    if (!(await verify())) return "wrong";
    right.set(userName, digest);
    return "right";
  }
}
