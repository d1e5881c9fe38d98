import { createHash, randomBytes } from "node:crypto";
import type { PageRole } from "../../core/ports/wire.ts";
import { pageRoleOf, ROLES_IN_WORDS } from "./page-users.ts";
import { readUsers } from "./user-lines.ts";

/** What every token begins with, so that people and scanners for secrets know one when they see it. */
export const TOKEN_PREFIX = "vit_";
const TOKEN_BYTES = 32;
const NEVER = "never";
const DIGEST = /^[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** A token of the API as its file has it; the token itself is nowhere. */
export interface ApiToken {
  readonly name: string;
  readonly role: PageRole;
  /** Undefined: never. */
  readonly expiresAt: number | undefined;
  readonly digest: Uint8Array;
}

/** The tokens by their names, a line `name:role:expiry:digest` each; throws UsersFileError at the first that is broken. */
export function readApiTokens(text: string, file: string): ReadonlyMap<string, ApiToken> {
  return readUsers(text, { file, command: "vitrina api-token add", what: "token", read });
}

function read(name: string, line: string): ApiToken | string {
  const first = line.indexOf(":");
  const last = line.lastIndexOf(":");
  if (first === last) return `the token ${JSON.stringify(name)} is not name:role:expiry:digest`;
  const word = line.slice(0, first);
  const role = pageRoleOf(word);
  if (role === undefined) return `the role ${JSON.stringify(word)} is none; roles are ${ROLES_IN_WORDS}`;
  const expiry = line.slice(first + 1, last);
  const expiresAt = expiry === NEVER ? undefined : instantOf(expiry);
  if (Number.isNaN(expiresAt))
    return `the expiry ${JSON.stringify(expiry)} is neither "${NEVER}" nor a time like 2030-12-31T12:00:00Z`;
  const digest = line.slice(last + 1);
  if (!DIGEST.test(digest)) return "the digest is not the 64 hexadecimal digits of a SHA-256";
  return { name, role, expiresAt, digest: Buffer.from(digest, "hex") };
}

/** NaN where it is none. */
function instantOf(text: string): number {
  if (!INSTANT.test(text)) return Number.NaN;
  const instant = Date.parse(text);
  // the 31st of February is not the 3rd of March
  return !Number.isNaN(instant) && expiryText(instant) === text ? instant : Number.NaN;
}

/** A new token: 256 random bits. */
export function newApiToken(): string {
  return TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString("base64url");
}

/**
 * What stands behind the name of this token in the file. SHA-256 is enough: slow hashes make up for passwords that can be
 * guessed, and nobody guesses 256 random bits.
 */
export function apiTokenLine(token: string, role: PageRole, expiresAt: number | undefined): string {
  const digest = createHash("sha256").update(token).digest("hex");
  return [role, expiryText(expiresAt), digest].join(":");
}

/** When a token ends, as its line has it: without fractions of a second. */
export function expiryText(expiresAt: number | undefined): string {
  return expiresAt === undefined ? NEVER : new Date(expiresAt).toISOString().replace(/\.\d+Z$/, "Z");
}
