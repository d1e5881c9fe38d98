import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { preparedPassword } from "./adapters/auth/passwords.ts";
import { saslPrep } from "./adapters/auth/sasl-prep.ts";
import {
  DEFAULT_ITERATIONS,
  deriveKeys,
  LEAST_ITERATIONS,
  MOST_ITERATIONS,
  SALT_BYTES,
} from "./adapters/auth/scram-keys.ts";
import { readUsersFile, readUsersFileIfThere, writeUsersFile } from "./adapters/auth/users-file.ts";
import { nameProblem, withoutUser, withUser } from "./adapters/auth/users-text.ts";
import { readPassword, type Terminal } from "./read-password.ts";
import { StartError } from "./start-error.ts";
import { usersFileFailure } from "./users-file-failure.ts";

const HELP = `Users who log in with SCRAM-SHA-256 or a password, for --scram-users <file>.

Usage: vitrina scram add [--iterations <count>] <file> <name>
       vitrina scram remove <file> <name>
       vitrina scram list <file>

add     Adds a user, or gives one a new password. The password is asked for twice and not shown;
        when standard input is no terminal, it is the one line there.
remove  Removes a user.
list    Prints the names of all users.

--iterations  How much work it is to try a password, for a client that logs in and for a thief
              of the file alike (default ${DEFAULT_ITERATIONS}; ${LEAST_ITERATIONS} to ${MOST_ITERATIONS})

A running server goes on with the users that the file had when it started.`;

const SEE_HELP = "See vitrina scram --help";

/** What stands behind each action. */
const OPERANDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["add", ["file", "name"]],
  ["remove", ["file", "name"]],
  ["list", ["file"]],
]);

interface Arguments {
  readonly positionals: readonly string[];
  readonly iterations: string | undefined;
  readonly isHelp: boolean;
}

/** `vitrina scram …`: returns what to print; throws StartError. */
export async function runScramCommand(args: readonly string[], terminal: Terminal): Promise<string> {
  const { positionals, iterations, isHelp } = readArguments(args);
  if (isHelp) return HELP;
  const [action = "", ...given] = positionals;
  const operands = OPERANDS.get(action);
  if (operands === undefined) throw wrongUse(`"vitrina scram" can add, remove or list. ${SEE_HELP}`);
  if (operands.length !== given.length) {
    throw wrongUse(`"vitrina scram ${action}" needs <${operands.join("> <")}>. ${SEE_HELP}`);
  }
  const [file = "", name = ""] = given;
  if (iterations !== undefined && action !== "add") throw wrongUse("--iterations is for add alone");
  try {
    if (action === "list") return [...readUsersFile(file).users.keys()].join("\n");
    if (action === "remove") return remove(file, preparedName(name));
    return await add(file, preparedName(name), iterationsOf(iterations), terminal);
  } catch (error) {
    throw usersFileFailure(error);
  }
}

function readArguments(args: readonly string[]): Arguments {
  const options = { iterations: { type: "string" }, help: { type: "boolean", short: "h" } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { positionals, iterations: values.iterations, isHelp: values.help === true };
  } catch (error) {
    throw wrongUse(`${(error as Error).message.split(". ")[0]}. ${SEE_HELP}`);
  }
}

function preparedName(name: string): string {
  const prepared = saslPrep(name) ?? name;
  const problem = nameProblem(prepared);
  if (problem !== undefined) throw wrongUse(`${JSON.stringify(name)}: ${problem}`);
  return prepared;
}

function iterationsOf(text = String(DEFAULT_ITERATIONS)): number {
  const count = /^\d+(_\d+)*$/.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
  if (count >= LEAST_ITERATIONS && count <= MOST_ITERATIONS) return count;
  const allowed = `a whole number from ${LEAST_ITERATIONS} to ${MOST_ITERATIONS}`;
  throw wrongUse(`--iterations: ${JSON.stringify(text)} is not allowed; allowed is ${allowed}`);
}

async function add(file: string, name: string, iterations: number, terminal: Terminal): Promise<string> {
  readUsersFileIfThere(file); // a broken file is told before a password is typed
  const password = preparedPassword(await readPassword(name, terminal));
  if (password === undefined) {
    const reason =
      "the password is empty, or has characters that are not allowed in one (SASLprep, RFC 4013)";
    throw new StartError("scram-password-invalid", reason);
  }
  const keys = await deriveKeys(password, randomBytes(SALT_BYTES), iterations);
  const { text, users } = readUsersFileIfThere(file);
  writeUsersFile(file, withUser(text, name, keys));
  return `${file}: ${users.has(name) ? "a new password for" : "added"} ${name}`;
}

function remove(file: string, name: string): string {
  const { text, users } = readUsersFile(file);
  if (!users.has(name)) throw wrongUse(`${file} has no user ${JSON.stringify(name)}`);
  writeUsersFile(file, withoutUser(text, name));
  return `${file}: removed ${name}`;
}

function wrongUse(sentence: string): StartError {
  return new StartError("scram-command-invalid", sentence);
}
