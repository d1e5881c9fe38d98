import { hkdfSync, randomBytes } from "node:crypto";
import { DEFAULT_ITERATIONS, hmac, KEY_BYTES, SALT_BYTES, type ScramKeys } from "./scram-keys.ts";

/** Keys for a user name that does not exist. */
export type Decoys = (userName: string) => ScramKeys;

/**
 * Keys that no password fits, the same for a name whenever it is asked for, and shaped like those of a real user: a client
 * cannot tell by salt or iterations whether a name exists.
 */
export function createDecoys(users: ReadonlyMap<string, ScramKeys>): Decoys {
  const secret = randomBytes(KEY_BYTES);
  const models = [...users.values()];
  return (userName) => {
    const seed = hmac(secret, userName);
    const model = models[seed.readUInt32BE() % models.length];
    const bytes = (info: string, length: number): Uint8Array =>
      new Uint8Array(hkdfSync("sha256", seed, "", info, length));
    return {
      iterations: model?.iterations ?? DEFAULT_ITERATIONS,
      salt: bytes("salt", model?.salt.length ?? SALT_BYTES),
      storedKey: bytes("stored key", KEY_BYTES),
      serverKey: bytes("server key", KEY_BYTES),
    };
  };
}
