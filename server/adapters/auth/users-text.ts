import { saslPrep } from "./sasl-prep.ts";
import {
  fromBase64,
  KEY_BYTES,
  LEAST_ITERATIONS,
  MOST_ITERATIONS,
  type ScramKeys,
  toBase64,
} from "./scram-keys.ts";

/** Why a file of users cannot be used, in one sentence. */
export class UsersFileError extends Error {
  readonly kind: "missing" | "unreadable" | "invalid" | "unwritable";

  constructor(kind: UsersFileError["kind"], sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}

const LEAST_SALT_BYTES = 8;
const MOST_SALT_BYTES = 64;
/** PostgreSQL's form of a SCRAM secret behind the user's name. */
const LINE = /^([^:]*):SCRAM-SHA-256\$(\d{1,10}):([^$:]*)\$([^$:]*):([^$:]*)$/;
const LINE_FORM = "name:SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>";
const NOT_IN_A_NAME = /[:\p{Cc}]/u;

/** The users of a file by their names; throws UsersFileError at the first line that is broken. */
export function parseUsers(text: string, file: string): ReadonlyMap<string, ScramKeys> {
  const users = new Map<string, ScramKeys>();
  for (const [at, line] of linesOf(text).entries()) {
    if (!isUser(line)) continue;
    const problem = addUser(users, line);
    if (problem === undefined) continue;
    const sentence = `${file}, line ${at + 1}: ${problem}. Write the user anew with "vitrina scram add", or remove the line`;
    throw new UsersFileError("invalid", sentence);
  }
  return users;
}

function addUser(users: Map<string, ScramKeys>, line: string): string | undefined {
  const [, name = "", iterations = "", ...encoded] = LINE.exec(line) ?? [];
  if (encoded.length === 0) return `it is not ${LINE_FORM}`;
  const problem = nameProblem(name);
  if (problem !== undefined) return problem;
  if (users.has(name)) return `the user ${JSON.stringify(name)} is there twice`;
  const keys = keysOf(Number(iterations), encoded);
  if (typeof keys === "string") return keys;
  users.set(name, keys);
  return undefined;
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
export function nameProblem(name: string): string | undefined {
  if (name === "") return "the user name is empty";
  if (NOT_IN_A_NAME.test(name)) return 'a user name may have no ":" and no control characters';
  if (name.startsWith("#")) return 'a user name may not begin with "#", which begins a comment';
  if (name.trim() !== name) return "a user name may not begin or end with a space";
  if (saslPrep(name) !== name)
    return "the user name has characters that SASLprep (RFC 4013) changes or forbids";
  return undefined;
}

/** The text with this user's line, in the place of an earlier one or at the end. */
export function withUser(text: string, name: string, keys: ScramKeys): string {
  const line = lineOf(name, keys);
  const lines = linesOf(text);
  const at = lines.findIndex((other) => isOf(other, name));
  return textOf(at < 0 ? [...lines, line] : lines.with(at, line));
}

/** The text without this user's line. */
export function withoutUser(text: string, name: string): string {
  return textOf(linesOf(text).filter((line) => !isOf(line, name)));
}

function lineOf(name: string, { iterations, salt, storedKey, serverKey }: ScramKeys): string {
  const [saltText, storedText, serverText] = [salt, storedKey, serverKey].map(toBase64);
  return `${name}:SCRAM-SHA-256$${iterations}:${saltText}$${storedText}:${serverText}`;
}

function isOf(line: string, name: string): boolean {
  return isUser(line) && line.startsWith(`${name}:`);
}

function isUser(line: string): boolean {
  return line.trim() !== "" && !line.startsWith("#");
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
