import { randomBytes } from "node:crypto";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { EnhancedMethod, Exchange, ExchangeStep } from "../../core/ports/access.ts";
import type { Decoys } from "./decoys.ts";
import { saslPrep } from "./sasl-prep.ts";
import { hmac, isSame, type ScramKeys, sha256, toBase64 } from "./scram-keys.ts";
import { type ClientFirst, readClientFinal, readClientFirst, ScramError } from "./scram-messages.ts";

/** The method's name on the wire (RFC 7677). */
export const SCRAM_SHA_256 = "SCRAM-SHA-256";

const NONCE_BYTES = 18;

/** What the method needs of the outside. */
export interface ScramOptions {
  readonly users: ReadonlyMap<string, ScramKeys>;
  readonly decoys: Decoys;
  /** The server's part of the nonce: printable, without a comma. */
  readonly createNonce?: () => string;
}

/** The server's half of SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677). */
export function createScram(options: ScramOptions): EnhancedMethod {
  return { begin: () => new ScramExchange(options) };
}

interface Challenged {
  readonly first: ClientFirst;
  readonly userName: string;
  readonly keys: ScramKeys;
  readonly isKnown: boolean;
  readonly nonce: string;
  readonly serverFirst: string;
}

/** One login: the client names itself, is given salt and nonce, and proves that it knows the password. */
class ScramExchange implements Exchange {
  readonly #options: ScramOptions;
  /** Undefined before the client's first message. */
  #challenged: Challenged | undefined = undefined;

  constructor(options: ScramOptions) {
    this.#options = options;
  }

  next(data: Uint8Array | undefined): ExchangeStep {
    const challenged = this.#challenged;
    try {
      return challenged === undefined ? this.#onFirst(data) : onFinal(challenged, data);
    } catch (error) {
      if (!(error instanceof ScramError)) throw error;
      const message = challenged === undefined ? "client-first-message" : "client-final-message";
      return {
        kind: "refused",
        reasonCode: ReasonCode.NotAuthorized,
        reason: `${SCRAM_SHA_256}, ${message}: ${error.message}`,
        ...(challenged !== undefined && { userName: challenged.userName }),
      };
    }
  }

  #onFirst(data: Uint8Array | undefined): ExchangeStep {
    const { users, decoys, createNonce = randomNonce } = this.#options;
    const first = readClientFirst(data);
    const userName = saslPrep(first.userName);
    if (userName === undefined) throw new ScramError("its user name has characters that are not allowed");
    // the decoy is made for every name, so that time does not tell which of them exist
    const decoy = decoys(userName);
    const known = users.get(userName);
    const keys = known ?? decoy;
    const nonce = first.nonce + createNonce();
    const serverFirst = `r=${nonce},s=${toBase64(keys.salt)},i=${keys.iterations}`;
    this.#challenged = { first, userName, keys, isKnown: known !== undefined, nonce, serverFirst };
    return { kind: "continue", data: Buffer.from(serverFirst) };
  }
}

function onFinal(
  { first, userName, keys, isKnown, nonce, serverFirst }: Challenged,
  data: Uint8Array | undefined,
): ExchangeStep {
  const final = readClientFinal(data);
  if (final.channelBinding !== toBase64(Buffer.from(first.gs2Header))) {
    throw new ScramError("its channel binding is not that of the first message");
  }
  if (final.nonce !== nonce) throw new ScramError("its nonce is not the one it was given");
  const authMessage = `${first.bare},${serverFirst},${final.withoutProof}`;
  const signature = hmac(keys.storedKey, authMessage);
  const clientKey = final.proof.map((byte, at) => byte ^ (signature[at] ?? 0));
  const isRight = isSame(sha256(clientKey), keys.storedKey);
  if (!isRight || !isKnown) throw new ScramError("the user name or the password is wrong");
  const verifier = toBase64(hmac(keys.serverKey, authMessage));
  return { kind: "accepted", userName, data: Buffer.from(`v=${verifier}`) };
}

function randomNonce(): string {
  return toBase64(randomBytes(NONCE_BYTES));
}
