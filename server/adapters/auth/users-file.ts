import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { UsersFileError } from "./user-lines.ts";

/** Only its owner may read the keys: who has them can guess passwords offline. */
const OWNER_ONLY = 0o600;

/** The text of a file of users or of rights; throws UsersFileError. */
export function readUsersFile(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (isMissing(error)) throw new UsersFileError("missing", `${path}: there is no such file`);
    const reason = error instanceof TypeError ? "it is not UTF-8" : (error as Error).message;
    throw new UsersFileError("unreadable", `${path} cannot be read: ${reason}`);
  }
}

/** The same, and a file that is not there is an empty one. */
export function readUsersFileIfThere(path: string): string {
  try {
    return readUsersFile(path);
  } catch (error) {
    if (error instanceof UsersFileError && error.kind === "missing") return "";
    throw error;
  }
}

/** Writes a file of users whole or not at all; throws UsersFileError. */
export function writeUsersFile(path: string, text: string): void {
  let temporary: string | undefined;
  try {
    const target = realPath(path);
    temporary = `${target}.${randomUUID()}.tmp`;
    writeNew(temporary, text);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    throw new UsersFileError("unwritable", `${path} cannot be written: ${(error as Error).message}`);
  }
}

function writeNew(path: string, text: string): void {
  const file = openSync(path, "wx", OWNER_ONLY);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What a link points to is replaced, not the link. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
