import { createHash, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { hash as argon2Hash, verify as argon2Verify, parseOptions } from "@node-rs/argon2";

/** Whether a password is the one that was hashed; constant in time for a wrong one. */
export type VerifyPassword = (password: Uint8Array) => Promise<boolean>;

export type PasswordHash =
  | { readonly kind: "hash"; readonly verify: VerifyPassword }
  | { readonly kind: "problem"; readonly reason: string };

const deriveKey = promisify(pbkdf2);

const HASH_BYTES = 64;
/** As mosquitto_passwd writes them: 12 bytes, 64 since 2.1. */
const SALT_BYTES: readonly number[] = [12, 64];
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const WHOLE_NUMBER = /^[1-9]\d{0,8}$/;
/** More would let one login hold the process for minutes. */
const MOST_ITERATIONS = 10_000_000;
/** KiB; the same for memory. */
const MOST_MEMORY = 1024 * 1024;
const MOST_PASSES = 100;
/** As mosquitto 2.1 has it: 46 MiB (KiB here), one pass, one lane. */
const ARGON2ID = { memoryCost: 47_104, timeCost: 1, parallelism: 1, outputLen: HASH_BYTES };

/**
 * Reads a hash of mosquitto's password file: `$6$salt$hash` (SHA-512), `$7$iterations$salt$hash` (PBKDF2 with SHA-512)
 * or `$argon2id$…`.
 */
export function readPasswordHash(text: string): PasswordHash {
  const [before, algorithm, ...parts] = text.split("$");
  if (before !== "") return problem("a password hash begins with $");
  if (algorithm === "6") return readSha512(parts);
  if (algorithm === "7") return readPbkdf2(parts);
  if (algorithm === "argon2id") return readArgon2id(text);
  return problem(`hashes of the kind $${algorithm}$ are not known; $argon2id$, $7$ and $6$ are`);
}

/** Hashes a new password with argon2id; the result is what mosquitto_passwd 2.1 writes. */
export async function hashPassword(password: string | Uint8Array): Promise<string> {
  return argon2Hash(password, ARGON2ID);
}

function readSha512([salt, hash, ...rest]: readonly string[]): PasswordHash {
  const parts = readSaltAndHash(salt, hash, rest);
  if ("reason" in parts) return parts;
  return {
    kind: "hash",
    verify: async (password) =>
      timingSafeEqual(createHash("sha512").update(password).update(parts.salt).digest(), parts.hash),
  };
}

function readPbkdf2([iterations = "", salt, hash, ...rest]: readonly string[]): PasswordHash {
  const parts = readSaltAndHash(salt, hash, rest);
  if ("reason" in parts) return parts;
  if (!WHOLE_NUMBER.test(iterations) || Number(iterations) > MOST_ITERATIONS)
    return problem(`the iterations of a $7$ hash are a number from 1 to ${MOST_ITERATIONS}`);
  return {
    kind: "hash",
    verify: async (password) =>
      timingSafeEqual(
        await deriveKey(password, parts.salt, Number(iterations), HASH_BYTES, "sha512"),
        parts.hash,
      ),
  };
}

function readArgon2id(text: string): PasswordHash {
  try {
    const { memoryCost, timeCost } = parseOptions(text);
    if (memoryCost > MOST_MEMORY || timeCost > MOST_PASSES)
      return problem(`an $argon2id$ hash with m over ${MOST_MEMORY} or t over ${MOST_PASSES}`);
  } catch {
    return problem("the $argon2id$ hash cannot be read; is the line whole?");
  }
  return { kind: "hash", verify: (password) => argon2Verify(text, password) };
}

function readSaltAndHash(
  salt: string | undefined,
  hash: string | undefined,
  rest: readonly string[],
): { readonly salt: Buffer; readonly hash: Buffer } | { readonly kind: "problem"; readonly reason: string } {
  const saltBytes = decode(salt);
  const hashBytes = decode(hash);
  if (rest.length > 0 || saltBytes === undefined || hashBytes === undefined)
    return problem("salt and hash must be base64, with one $ between them; is the line whole?");
  if (!SALT_BYTES.includes(saltBytes.length)) return problem("the salt must have 12 or 64 bytes");
  if (hashBytes.length !== HASH_BYTES)
    return problem(`the hash must have ${HASH_BYTES} bytes; is the line whole?`);
  return { salt: saltBytes, hash: hashBytes };
}

function decode(text: string | undefined): Buffer | undefined {
  return text !== undefined && BASE64.test(text) ? Buffer.from(text, "base64") : undefined;
}

function problem(reason: string): { readonly kind: "problem"; readonly reason: string } {
  return { kind: "problem", reason };
}
