import { createHash, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** What the server keeps of a password (RFC 5802 §5.1): enough to check it, not enough to log in with it. */
export interface ScramKeys {
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** Bytes of a key: one SHA-256. */
export const KEY_BYTES = 32;
/** Bytes of the salt of a new user. */
export const SALT_BYTES = 16;
/** RFC 7677 §4 asks for as many at least. */
export const LEAST_ITERATIONS = 4096;
/** What OWASP advises for PBKDF2 with SHA-256. */
export const DEFAULT_ITERATIONS = 600_000;
/** More than this and every login takes seconds. */
export const MOST_ITERATIONS = 10_000_000;

const DIGEST = "sha256";
const derive = promisify(pbkdf2);

/** The keys of a password, which has gone through SASLprep (RFC 5802 §3). Computed by a thread beside the event loop. */
export async function deriveKeys(password: string, salt: Uint8Array, iterations: number): Promise<ScramKeys> {
  const salted = await derive(password, salt, iterations, KEY_BYTES, DIGEST);
  const storedKey = sha256(hmac(salted, "Client Key"));
  return { iterations, salt, storedKey, serverKey: hmac(salted, "Server Key") };
}

export function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac(DIGEST, key).update(text).digest();
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash(DIGEST).update(bytes).digest();
}

/** Whether two keys are the same; takes as long whether they are or not. */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Bytes from base64 in its one proper form; undefined for everything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
