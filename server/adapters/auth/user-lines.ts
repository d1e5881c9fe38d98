const NOT_IN_A_NAME = /[:\p{Cc}]/u;

/** Why a file of users cannot be used, in one sentence. */
export class UsersFileError extends Error {
  readonly kind: "missing" | "unreadable" | "invalid" | "unwritable";

  constructor(kind: UsersFileError["kind"], sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}

/** How the lines of one kind of file are read. */
export interface UserLineReader<T> {
  /** The file's name, for the message. */
  readonly file: string;
  /** The command that writes such a line. */
  readonly command: string;
  /** What a line stands for. */
  readonly what?: "user" | "token";
  /** What a secret says, or what is wrong with it or with the name. */
  read(name: string, secret: string): T | string;
}

/**
 * The users of a file, a line `name:secret` each; empty lines and lines that begin with `#` are passed over. Throws
 * UsersFileError at the first line that is broken: half a file would let in or lock out the wrong ones.
 */
export function readUsers<T extends object>(text: string, reader: UserLineReader<T>): ReadonlyMap<string, T> {
  const users = new Map<string, T>();
  for (const [at, line] of linesOf(text).entries()) {
    if (!isUser(line)) continue;
    const user = readLine(line, users, reader);
    if (typeof user !== "string") {
      users.set(line.slice(0, line.indexOf(":")), user);
      continue;
    }
    const { file, command, what = "user" } = reader;
    const advice = `Write the ${what} anew with "${command}", or remove the line`;
    throw new UsersFileError("invalid", `${file}, line ${at + 1}: ${user}. ${advice}`);
  }
  return users;
}

function readLine<T>(line: string, users: ReadonlyMap<string, T>, reader: UserLineReader<T>): T | string {
  const colon = line.indexOf(":");
  const { what = "user" } = reader;
  if (colon < 0) return `there is no colon between ${what} name and secret`;
  const name = line.slice(0, colon);
  const problem = userNameProblem(name, what);
  if (problem !== undefined) return problem;
  if (users.has(name)) return `the ${what} ${JSON.stringify(name)} is there twice`;
  return reader.read(name, line.slice(colon + 1).trim());
}

/** Why a user, or what else a line stands for, cannot stand in a file under this name. */
export function userNameProblem(name: string, what = "user"): string | undefined {
  if (name === "") return `the ${what} name is empty`;
  if (NOT_IN_A_NAME.test(name)) return `a ${what} name may have no ":" and no control characters`;
  if (name.startsWith("#")) return `a ${what} name may not begin with "#", which begins a comment`;
  if (name.trim() !== name) return `a ${what} name may not begin or end with a space`;
  return undefined;
}

/** The text with this user's line, in the place of an earlier one or at the end. */
export function withUser(text: string, name: string, secret: string): string {
  const line = `${name}:${secret}`;
  const lines = linesOf(text);
  const at = lines.findIndex((other) => isOf(other, name));
  return textOf(at < 0 ? [...lines, line] : lines.with(at, line));
}

/** The text without this user's line. */
export function withoutUser(text: string, name: string): string {
  return textOf(linesOf(text).filter((line) => !isOf(line, name)));
}

function isOf(line: string, name: string): boolean {
  return isUser(line) && line.startsWith(`${name}:`);
}

function isUser(line: string): boolean {
  return line.trim() !== "" && !line.startsWith("#");
}

function linesOf(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
