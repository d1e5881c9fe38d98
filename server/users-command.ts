import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { pageRoleOf, readPageUsers } from "./adapters/auth/page-users.ts";
import { readPasswordUsers } from "./adapters/auth/passwords/password-file.ts";
import { hashPassword } from "./adapters/auth/passwords/password-hash.ts";
import { preparedPassword, saslPrep } from "./adapters/auth/sasl-prep.ts";
import { preparedNameProblem, readScramUsers, secretOf } from "./adapters/auth/scram-file.ts";
import {
  DEFAULT_ITERATIONS,
  deriveKeys,
  LEAST_ITERATIONS,
  MOST_ITERATIONS,
  SALT_BYTES,
} from "./adapters/auth/scram-keys.ts";
import { userNameProblem, withoutUser, withUser } from "./adapters/auth/user-lines.ts";
import { readUsersFile, readUsersFileIfThere, writeUsersFile } from "./adapters/auth/users-file.ts";
import type { PageRole } from "./core/ports/wire.ts";
import { readPassword, type Terminal } from "./read-password.ts";
import { StartError } from "./start-error.ts";
import { usersFileFailure } from "./users-file-failure.ts";

/** One kind of file of users, and the command that writes it. */
interface UsersKind {
  readonly command: string;
  readonly flag: string;
  readonly about: string;
  /** What may stand before the operands of add. */
  readonly option: "iterations" | "role" | undefined;
  /** The name as it stands in the file. */
  preparedName(name: string): string;
  nameProblem(name: string): string | undefined;
  read(text: string, file: string): ReadonlyMap<string, unknown>;
  /** What stands behind the name; undefined: not a password. */
  secret(password: Uint8Array, option: string | undefined): Promise<string | undefined>;
  /** Throws StartError for an option that does not fit, before a password is typed. */
  checkOption(option: string | undefined): void;
}

const SCRAM: UsersKind = {
  command: "vitrina scram",
  flag: "--scram-users",
  about: "Users who log in with SCRAM-SHA-256 or a password",
  option: "iterations",
  preparedName: (name) => saslPrep(name) ?? name,
  nameProblem: preparedNameProblem,
  read: readScramUsers,
  secret: async (password, option) => {
    const prepared = preparedPassword(password);
    if (prepared === undefined) return undefined;
    return secretOf(await deriveKeys(prepared, randomBytes(SALT_BYTES), iterationsOf(option)));
  },
  checkOption: iterationsOf,
};

const PASSWD: UsersKind = {
  command: "vitrina passwd",
  flag: "--password-file",
  about: "Users who log in with a password, in mosquitto's form with argon2id",
  option: undefined,
  preparedName: (name) => name,
  nameProblem: userNameProblem,
  read: readPasswordUsers,
  secret: async (password) => (password.length === 0 ? undefined : hashPassword(password)),
  checkOption: () => undefined,
};

const PAGE_USER: UsersKind = {
  command: "vitrina page-user",
  flag: "--page-users",
  about: "Users who log in to the page and the API",
  option: "role",
  preparedName: (name) => name,
  nameProblem: userNameProblem,
  read: readPageUsers,
  secret: async (password, option) =>
    password.length === 0 ? undefined : `${roleOf(option)}:${await hashPassword(password)}`,
  checkOption: roleOf,
};

const ITERATIONS_HELP = `

--iterations  How much work it is to try a password, for a client that logs in and for a thief
              of the file alike (default ${DEFAULT_ITERATIONS}; ${LEAST_ITERATIONS} to ${MOST_ITERATIONS})`;

const ROLE_HELP = `

--role  look: sees everything, and changes nothing. act: publishes, clears and restores retained
        messages, disconnects clients, starts and stops the demo. admin: ends sessions too.`;

const OPTION_HELP = { iterations: ITERATIONS_HELP, role: ROLE_HELP } as const;
const OPTION_USE = { iterations: "[--iterations <count>] ", role: "--role look|act|admin " } as const;

/** What stands behind each action. */
const OPERANDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["add", ["file", "name"]],
  ["remove", ["file", "name"]],
  ["list", ["file"]],
]);

interface Arguments {
  readonly positionals: readonly string[];
  readonly option: string | undefined;
  readonly isHelp: boolean;
}

interface GivenOptions {
  readonly iterations?: string;
  readonly role?: string;
  readonly help?: boolean;
}

/** `vitrina scram …`: returns what to print; throws StartError. */
export function runScramCommand(args: readonly string[], terminal: Terminal): Promise<string> {
  return runUsersCommand(SCRAM, args, terminal);
}

/** `vitrina passwd …`: returns what to print; throws StartError. */
export function runPasswdCommand(args: readonly string[], terminal: Terminal): Promise<string> {
  return runUsersCommand(PASSWD, args, terminal);
}

/** `vitrina page-user …`: returns what to print; throws StartError. */
export function runPageUserCommand(args: readonly string[], terminal: Terminal): Promise<string> {
  return runUsersCommand(PAGE_USER, args, terminal);
}

async function runUsersCommand(
  kind: UsersKind,
  args: readonly string[],
  terminal: Terminal,
): Promise<string> {
  const { positionals, option, isHelp } = readArguments(kind, args);
  if (isHelp) return helpOf(kind);
  const [action = "", ...given] = positionals;
  const operands = OPERANDS.get(action);
  if (operands === undefined) throw wrongUse(`"${kind.command}" can add, remove or list. ${seeHelp(kind)}`);
  if (operands.length !== given.length) {
    throw wrongUse(`"${kind.command} ${action}" needs <${operands.join("> <")}>. ${seeHelp(kind)}`);
  }
  const [file = "", name = ""] = given;
  if (option !== undefined && action !== "add") throw wrongUse(`--${kind.option} is for add alone`);
  try {
    if (action === "list") return [...kind.read(readUsersFile(file), file).keys()].join("\n");
    if (action === "remove") return remove(kind, file, nameFor(kind, name));
    return await add(kind, file, nameFor(kind, name), option, terminal);
  } catch (error) {
    throw usersFileFailure(error);
  }
}

function helpOf({ command, flag, about, option }: UsersKind): string {
  return `${about}, for ${flag} <file>.

Usage: ${command} add ${option === undefined ? "" : OPTION_USE[option]}<file> <name>
       ${command} remove <file> <name>
       ${command} list <file>

add     Adds a user, or gives one a new password. The password is asked for twice and not shown;
        when standard input is no terminal, it is the one line there.
remove  Removes a user.
list    Prints the names of all users.${option === undefined ? "" : OPTION_HELP[option]}

A running server reads the file again when it changes.`;
}

function seeHelp({ command }: UsersKind): string {
  return `See ${command} --help`;
}

function readArguments(kind: UsersKind, args: readonly string[]): Arguments {
  const help = { help: { type: "boolean", short: "h" } } as const;
  const options = {
    ...help,
    ...(kind.option !== undefined && { [kind.option]: { type: "string" } as const }),
  };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { iterations, role, help: isHelp } = values as GivenOptions;
    return { positionals, option: iterations ?? role, isHelp: isHelp === true };
  } catch (error) {
    throw wrongUse(`${(error as Error).message.split(". ")[0]}. ${seeHelp(kind)}`);
  }
}

function nameFor(kind: UsersKind, name: string): string {
  const prepared = kind.preparedName(name);
  const problem = kind.nameProblem(prepared);
  if (problem !== undefined) throw wrongUse(`${JSON.stringify(name)}: ${problem}`);
  return prepared;
}

function iterationsOf(text = String(DEFAULT_ITERATIONS)): number {
  const count = /^\d+(_\d+)*$/.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
  if (count >= LEAST_ITERATIONS && count <= MOST_ITERATIONS) return count;
  const allowed = `a whole number from ${LEAST_ITERATIONS} to ${MOST_ITERATIONS}`;
  throw wrongUse(`--iterations: ${JSON.stringify(text)} is not allowed; allowed is ${allowed}`);
}

/** A role is always said: no one is to become more by a word left out. */
function roleOf(text: string | undefined): PageRole {
  const role = pageRoleOf(text ?? "");
  if (role !== undefined) return role;
  const given = text === undefined ? "is missing" : `${JSON.stringify(text)} is not allowed`;
  throw wrongUse(`--role: ${given}; allowed is look, act or admin`);
}

async function add(
  kind: UsersKind,
  file: string,
  name: string,
  option: string | undefined,
  terminal: Terminal,
): Promise<string> {
  kind.checkOption(option);
  kind.read(readUsersFileIfThere(file), file); // a broken file is told before a password is typed
  const secret = await kind.secret(await readPassword(name, terminal), option);
  if (secret === undefined) {
    const reason =
      "the password is empty, or has characters that are not allowed in one (SASLprep, RFC 4013)";
    throw new StartError("password-invalid", reason);
  }
  const text = readUsersFileIfThere(file);
  const isKnown = kind.read(text, file).has(name);
  writeUsersFile(file, withUser(text, name, secret));
  return `${file}: ${isKnown ? "a new password for" : "added"} ${name}`;
}

function remove(kind: UsersKind, file: string, name: string): string {
  const text = readUsersFile(file);
  if (!kind.read(text, file).has(name)) throw wrongUse(`${file} has no user ${JSON.stringify(name)}`);
  writeUsersFile(file, withoutUser(text, name));
  return `${file}: removed ${name}`;
}

function wrongUse(sentence: string): StartError {
  return new StartError("users-command-invalid", sentence);
}
