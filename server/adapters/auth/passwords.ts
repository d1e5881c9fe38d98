import { randomBytes } from "node:crypto";
import type { Decoys } from "./decoys.ts";
import { saslPrep } from "./sasl-prep.ts";
import { deriveKeys, hmac, isSame, KEY_BYTES, type ScramKeys } from "./scram-keys.ts";
import { Turns } from "./turns.ts";

/** Two of the four threads that Node.js has for such work: files and names are still looked up meanwhile. */
const CHECKS_AT_ONCE = 2;

/** What a check of a password came to. */
export type PasswordCheck = "right" | "wrong" | "busy";

/** What passwords are checked against, and how many checks may wait. */
export interface PasswordOptions {
  readonly users: ReadonlyMap<string, ScramKeys>;
  readonly decoys: Decoys;
  readonly maximumWaiting: number;
}

/**
 * Checks passwords that come with CONNECT. PBKDF2 is slow on purpose, so few run at once. A password that was right once is
 * known again at once, by an HMAC under a key that lives as long as the process: when all devices come back together those
 * who belong here do not wait for each other, nor for those who guess.
 */
export class Passwords {
  readonly #options: PasswordOptions;
  readonly #turns: Turns;
  readonly #secret = randomBytes(KEY_BYTES);
  readonly #right = new Map<string, Uint8Array>();

  constructor(options: PasswordOptions) {
    this.#options = options;
    this.#turns = new Turns(CHECKS_AT_ONCE, options.maximumWaiting);
  }

  /** Both as they have gone through SASLprep. */
  check(userName: string, password: string): Promise<PasswordCheck> | PasswordCheck {
    const digest = hmac(this.#secret, password);
    const earlier = this.#right.get(userName);
    if (earlier !== undefined && isSame(earlier, digest)) return "right";
    return this.#turns.take(() => this.#derive(userName, password, digest)) ?? "busy";
  }

  async #derive(userName: string, password: string, digest: Uint8Array): Promise<PasswordCheck> {
    // a user that does not exist takes as long as one that does
    const decoy = this.#options.decoys(userName);
    const known = this.#options.users.get(userName);
    const { salt, iterations, storedKey } = known ?? decoy;
    const derived = await deriveKeys(password, salt, iterations);
    if (!isSame(derived.storedKey, storedKey) || known === undefined) return "wrong";
    this.#right.set(userName, digest);
    return "right";
  }
}

/** A password from the wire or from standard input, in the form in which it is compared; undefined: never a right one. */
export function preparedPassword(bytes: Uint8Array): string | undefined {
  try {
    return saslPrep(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
