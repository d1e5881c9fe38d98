import { PAGE_ROLES, type PageRole, type PageUser } from "../../core/ports/wire.ts";
import { Logins } from "./logins.ts";
import { readPasswordHash, type VerifyPassword } from "./passwords/password-hash.ts";
import { readUsers } from "./user-lines.ts";

/** Checked one at a time, beside those of MQTT: some of Node's four threads stay free. */
const CHECKS_AT_ONCE = 1;
/** The roles as a sentence lists them. */
export const ROLES_IN_WORDS = `${PAGE_ROLES.slice(0, -1).join(", ")} or ${PAGE_ROLES.at(-1)}`;

interface KnownUser {
  readonly role: PageRole;
  /** Role and hash as they stand in the file. */
  readonly line: string;
  readonly verify: VerifyPassword;
}

/** The users of the page by their names, a line `name:role:hash` each; throws UsersFileError at the first that is broken. */
export function readPageUsers(text: string, file: string): ReadonlyMap<string, KnownUser> {
  return readUsers(text, { file, command: "vitrina page-user add", read });
}

function read(name: string, line: string): KnownUser | string {
  const colon = line.indexOf(":");
  if (colon < 0) return `the user ${JSON.stringify(name)} has no role: a line is name:role:hash`;
  const word = line.slice(0, colon);
  const role = pageRoleOf(word);
  if (role === undefined) return `the role ${JSON.stringify(word)} is none; roles are ${ROLES_IN_WORDS}`;
  if (colon === line.length - 1) return `the user ${JSON.stringify(name)} has no password`;
  const hash = readPasswordHash(line.slice(colon + 1));
  return hash.kind === "problem" ? hash.reason : { role, line, verify: hash.verify };
}

/** The role of this name, or undefined. */
export function pageRoleOf(word: string): PageRole | undefined {
  return PAGE_ROLES.find((role) => role === word);
}

/** Knows the users of the page by their passwords; the file may be read anew while it runs. */
export class PageUsers {
  #users: ReadonlyMap<string, KnownUser>;
  readonly #logins: Logins;

  constructor(users: ReadonlyMap<string, KnownUser>, maximumWaitingLogins: number) {
    this.#users = users;
    this.#logins = new Logins(maximumWaitingLogins, CHECKS_AT_ONCE);
  }

  /** A user that does not exist takes as long as one that does. */
  async check(name: string, password: string): Promise<PageUser | "wrong" | "busy"> {
    const known = this.#users.get(name);
    const { verify } = known ?? this.#users.values().next().value ?? {};
    const bytes = new TextEncoder().encode(password);
    if (bytes.length === 0 || verify === undefined) return "wrong";
    const check = await this.#logins.check(name, bytes, async () => {
      const isRight = await verify(bytes);
      return isRight && known !== undefined;
    });
    if (check === "busy") return "busy";
    // the file may have been read anew meanwhile
    const isKnown = known !== undefined && this.#users.get(name)?.line === known.line;
    return check === "right" && isKnown ? { name, role: known.role } : "wrong";
  }

  /** Undefined: there is no such user. */
  roleOf(name: string): PageRole | undefined {
    return this.#users.get(name)?.role;
  }

  /** From now on these count; returns the users who are gone, or have another password or role. */
  replace(users: ReadonlyMap<string, KnownUser>): ReadonlySet<string> {
    const before = this.#users;
    this.#users = users;
    this.#logins.forget();
    return new Set([...before.keys()].filter((name) => users.get(name)?.line !== before.get(name)?.line));
  }
}
