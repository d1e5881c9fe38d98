import { saslPrep } from "./sasl-prep.ts";
import {
  fromBase64,
  KEY_BYTES,
  LEAST_ITERATIONS,
  MOST_ITERATIONS,
  type ScramKeys,
  toBase64,
} from "./scram-keys.ts";
import { readUsers, userNameProblem } from "./user-lines.ts";

const LEAST_SALT_BYTES = 8;
const MOST_SALT_BYTES = 64;
/** PostgreSQL's form of a SCRAM secret. */
const SECRET = /^SCRAM-SHA-256\$(\d{1,10}):([^$:]*)\$([^$:]*):([^$:]*)$/;
const LINE_FORM = "name:SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>";

/** The users of a SCRAM file by their names; throws UsersFileError at the first line that is broken. */
export function readScramUsers(text: string, file: string): ReadonlyMap<string, ScramKeys> {
  return readUsers(text, { file, command: "vitrina scram add", read });
}

function read(name: string, secret: string): ScramKeys | string {
  const [, iterations = "", ...encoded] = SECRET.exec(secret) ?? [];
  if (encoded.length === 0) return `it is not ${LINE_FORM}`;
  return preparedNameProblem(name) ?? keysOf(Number(iterations), encoded);
}

function keysOf(iterations: number, encoded: readonly string[]): ScramKeys | string {
  if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
    return `${iterations} iterations, allowed are ${LEAST_ITERATIONS} to ${MOST_ITERATIONS}`;
  }
  const [salt, storedKey, serverKey] = encoded.map(fromBase64);
  if (salt === undefined || salt.length < LEAST_SALT_BYTES || salt.length > MOST_SALT_BYTES) {
    return `the salt is not ${LEAST_SALT_BYTES} to ${MOST_SALT_BYTES} bytes in base64`;
  }
  if (storedKey?.length !== KEY_BYTES) return `the StoredKey is not ${KEY_BYTES} bytes in base64`;
  if (serverKey?.length !== KEY_BYTES) return `the ServerKey is not ${KEY_BYTES} bytes in base64`;
  return { iterations, salt, storedKey, serverKey };
}

/** Why a user may not have this name, which is as SASLprep leaves it. */
export function preparedNameProblem(name: string): string | undefined {
  const problem = userNameProblem(name);
  if (problem !== undefined || saslPrep(name) === name) return problem;
  return "the user name has characters that SASLprep (RFC 4013) changes or forbids";
}

/** What stands behind the user's name. */
export function secretOf({ iterations, salt, storedKey, serverKey }: ScramKeys): string {
  const [saltText, storedText, serverText] = [salt, storedKey, serverKey].map(toBase64);
  return `SCRAM-SHA-256$${iterations}:${saltText}$${storedText}:${serverText}`;
}
