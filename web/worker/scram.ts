import { hmac } from "@noble/hashes/hmac.js";
import { pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { ScramProblem } from "./messages/connection.ts";
import { saslprep } from "./saslprep.ts";

export class ScramError extends Error {
  readonly problem: ScramProblem;

  constructor(problem: ScramProblem) {
    super(`SCRAM: ${problem}`);
    this.name = "ScramError";
    this.problem = problem;
  }
}

/** Fewer would give the password away too cheaply (RFC 7677 §4). */
const MINIMUM_ITERATIONS = 4096;
/** More would keep the page at work for minutes: 600,000 take about a second without WebCrypto, a fifth of it with. */
const MAXIMUM_ITERATIONS = 10_000_000;
const NONCE_BYTES = 18;
const HASH_BITS = 256;
const BITS_IN_BYTE = 8;
/** No channel binding, no other identity (RFC 5802 §6, §5). */
const GS2_HEADER = "n,,";

/** One SCRAM-SHA-256 exchange, the client's side (RFC 5802 §3): first message, answer to the challenge, proof of the server. */
export class Scram {
  readonly #bareFirst: string;
  readonly #nonce: string;
  readonly #password: Uint8Array<ArrayBuffer>;
  #expectedSignature: string | undefined;

  private constructor(userName: string, password: string, nonce: string) {
    this.#nonce = nonce;
    this.#password = new TextEncoder().encode(password);
    const escaped = userName.replaceAll("=", "=3D").replaceAll(",", "=2C");
    this.#bareFirst = `n=${escaped},r=${nonce}`;
  }

  /** Throws ScramError for a name or password that cannot be one. */
  static async begin(userName: string, password: string, nonce: string = randomNonce()): Promise<Scram> {
    try {
      return new Scram(await saslprep(userName), await saslprep(password), nonce);
    } catch {
      throw new ScramError("characters");
    }
  }

  /** The client-first-message: the Authentication Data of CONNECT. */
  get first(): Uint8Array {
    return new TextEncoder().encode(GS2_HEADER + this.#bareFirst);
  }

  /** The client-final-message, which answers the server-first-message. Throws ScramError for one that is wrong. */
  async answer(data: Uint8Array): Promise<Uint8Array> {
    const challenge = textOf(data);
    const { nonce, salt, iterations } = parseChallenge(challenge);
    if (!nonce.startsWith(this.#nonce) || nonce === this.#nonce) throw new ScramError("challenge");
    const salted = await saltedPassword(this.#password, salt, iterations);
    const unproven = `c=${btoa(GS2_HEADER)},r=${nonce}`;
    const authMessage = utf8(`${this.#bareFirst},${challenge},${unproven}`);
    const clientKey = hmac(sha256, salted, utf8("Client Key"));
    const signature = hmac(sha256, sha256(clientKey), authMessage);
    const proof = clientKey.map((byte, i) => byte ^ (signature[i] ?? 0));
    const serverKey = hmac(sha256, salted, utf8("Server Key"));
    this.#expectedSignature = `v=${base64Of(hmac(sha256, serverKey, authMessage))}`;
    return utf8(`${unproven},p=${base64Of(proof)}`);
  }

  /** Checks the server-final-message: only who knows the password can write it. Throws ScramError. */
  verify(data: Uint8Array | undefined): void {
    const [signature] = data === undefined ? [] : textOf(data).split(",");
    if (signature === undefined || signature !== this.#expectedSignature) throw new ScramError("signature");
  }
}

interface Challenge {
  readonly nonce: string;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly iterations: number;
}

/** `r=…,s=…,i=…`, perhaps with extensions behind (RFC 5802 §7, server-first-message). */
function parseChallenge(text: string): Challenge {
  const [, nonce, salt, count] = /^r=([^,]+),s=([^,]+),i=([1-9]\d*)(?:,|$)/.exec(text) ?? [];
  if (nonce === undefined || salt === undefined) throw new ScramError("challenge");
  const iterations = Number(count);
  if (iterations < MINIMUM_ITERATIONS || iterations > MAXIMUM_ITERATIONS) throw new ScramError("iterations");
  try {
    return { nonce, salt: Uint8Array.from(atob(salt), (sign) => sign.charCodeAt(0)), iterations };
  } catch {
    throw new ScramError("challenge");
  }
}

/** Hi() of RFC 5802 §2.2, which is PBKDF2; a page that did not come over TLS has no WebCrypto. */
async function saltedPassword(
  password: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array> {
  // WebCrypto takes no empty key everywhere
  const subtle = password.length > 0 ? globalThis.crypto?.subtle : undefined;
  if (subtle === undefined) {
    return pbkdf2Async(sha256, password, salt, { c: iterations, dkLen: HASH_BITS / BITS_IN_BYTE });
  }
  const key = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const bits = await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, HASH_BITS);
  return new Uint8Array(bits);
}

function randomNonce(): string {
  return base64Of(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
