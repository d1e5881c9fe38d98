import { readUsers } from "../user-lines.ts";
import { readPasswordHash, type VerifyPassword } from "./password-hash.ts";

/** A user of the file. */
export interface PasswordUser {
  /** As it stands in the file; another one is another password. */
  readonly hash: string;
  readonly verify: VerifyPassword;
}

/** The users of mosquitto's password file by their names; throws UsersFileError at the first line that is broken. */
export function readPasswordUsers(text: string, file: string): ReadonlyMap<string, PasswordUser> {
  return readUsers(text, { file, command: "vitrina passwd add", read });
}

function read(name: string, hash: string): PasswordUser | string {
  if (hash === "") return `the user ${JSON.stringify(name)} has no password`;
  const read = readPasswordHash(hash);
  return read.kind === "problem" ? read.reason : { hash, verify: read.verify };
}
