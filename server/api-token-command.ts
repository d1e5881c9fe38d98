import { parseArgs } from "node:util";
import { apiTokenLine, expiryText, newApiToken, readApiTokens } from "./adapters/auth/api-tokens.ts";
import { pageRoleOf } from "./adapters/auth/page-users.ts";
import { userNameProblem, withoutUser, withUser } from "./adapters/auth/user-lines.ts";
import { readUsersFile, readUsersFileIfThere, writeUsersFile } from "./adapters/auth/users-file.ts";
import type { PageRole } from "./core/ports/wire.ts";
import type { Terminal } from "./read-password.ts";
import { StartError } from "./start-error.ts";
import { usersFileFailure } from "./users-file-failure.ts";

const HELP = `Tokens with which scripts use the API and /metrics, for --api-tokens <file>.

Usage: vitrina api-token add --role look|act|admin [--expires <days>] <file> <name>
       vitrina api-token remove <file> <name>
       vitrina api-token list <file>

add     Makes a token and prints it, this once: the file has its digest only. A script sends it as
        "Authorization: Bearer vit_…".
remove  Removes a token.
list    Prints the name, the role and the end of each token.

--role     look: sees everything, and changes nothing. act: publishes, clears and restores retained
           messages, disconnects clients, starts and stops the demo. admin: ends sessions too.
--expires  The token ends after so many days (1 to 3650); without it only when it is removed.

A running server reads the file again when it gets SIGHUP.`;
const SEE_HELP = "See vitrina api-token --help";

/** What stands behind each action. */
const OPERANDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["add", ["file", "name"]],
  ["remove", ["file", "name"]],
  ["list", ["file"]],
]);
const OPTIONS = {
  role: { type: "string" },
  expires: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;
const MOST_DAYS = 3_650;
const DAY = 86_400_000;

interface Wanted {
  readonly role: PageRole;
  readonly expiresAt: number | undefined;
}

/** `vitrina api-token …`: returns what to print, for `add` the token alone; throws StartError. */
export async function runApiTokenCommand(args: readonly string[], { prompt }: Terminal): Promise<string> {
  const { positionals, values } = readArguments(args);
  if (values.help === true) return HELP;
  const [action = "", ...given] = positionals;
  const operands = OPERANDS.get(action);
  if (operands === undefined) throw wrongUse(`"vitrina api-token" can add, remove or list. ${SEE_HELP}`);
  if (operands.length !== given.length) {
    throw wrongUse(`"vitrina api-token ${action}" needs <${operands.join("> <")}>. ${SEE_HELP}`);
  }
  const [file = "", name = ""] = given;
  const option = values.role === undefined ? values.expires && "expires" : "role";
  if (option !== undefined && action !== "add") throw wrongUse(`--${option} is for add alone`);
  try {
    if (action === "list") return list(file);
    if (action === "remove") return remove(file, name);
    return add(file, name, { role: roleOf(values.role), expiresAt: expiryOf(values.expires) }, prompt);
  } catch (error) {
    throw usersFileFailure(error);
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw wrongUse(`${(error as Error).message.split(". ")[0]}. ${SEE_HELP}`);
  }
}

/** A role is always said: no token is to do more by a word left out. */
function roleOf(text: string | undefined): PageRole {
  const role = pageRoleOf(text ?? "");
  if (role !== undefined) return role;
  const given = text === undefined ? "is missing" : `${JSON.stringify(text)} is not allowed`;
  throw wrongUse(`--role: ${given}; allowed is look, act or admin`);
}

function expiryOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (days >= 1 && days <= MOST_DAYS) return Date.now() + days * DAY;
  const allowed = `a whole number of days from 1 to ${MOST_DAYS}`;
  throw wrongUse(`--expires: ${JSON.stringify(text)} is not allowed; allowed is ${allowed}`);
}

function add(file: string, name: string, wanted: Wanted, prompt: NodeJS.WritableStream): string {
  const problem = userNameProblem(name, "token");
  if (problem !== undefined) throw wrongUse(`${JSON.stringify(name)}: ${problem}`);
  const text = readUsersFileIfThere(file);
  // the script that has it would stand outside from one moment to the next
  if (readApiTokens(text, file).has(name)) {
    throw wrongUse(
      `${file} has a token ${JSON.stringify(name)} already. Remove it first, or take another name`,
    );
  }
  const { role, expiresAt } = wanted;
  const token = newApiToken();
  writeUsersFile(file, withUser(text, name, apiTokenLine(token, role, expiresAt)));
  prompt.write(
    `${file}: added ${name} (${role}, ends: ${expiryText(expiresAt)}). The token, shown this once:\n`,
  );
  return token;
}

function remove(file: string, name: string): string {
  const text = readUsersFile(file);
  if (!readApiTokens(text, file).has(name)) throw wrongUse(`${file} has no token ${JSON.stringify(name)}`);
  writeUsersFile(file, withoutUser(text, name));
  return `${file}: removed ${name}`;
}

function list(file: string): string {
  const tokens = [...readApiTokens(readUsersFile(file), file).values()];
  return tokens.map(({ name, role, expiresAt }) => [name, role, endText(expiresAt)].join("\t")).join("\n");
}

function endText(expiresAt: number | undefined): string {
  const isOver = expiresAt !== undefined && expiresAt <= Date.now();
  return expiryText(expiresAt) + (isOver ? " (over)" : "");
}

function wrongUse(sentence: string): StartError {
  return new StartError("users-command-invalid", sentence);
}
