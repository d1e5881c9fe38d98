import { UsersFileError } from "./adapters/auth/user-lines.ts";
import { StartError, type StartErrorCode } from "./start-error.ts";

const CODES: Readonly<Record<UsersFileError["kind"], StartErrorCode>> = {
  missing: "users-file-unreadable",
  unreadable: "users-file-unreadable",
  invalid: "users-file-invalid",
  unwritable: "users-file-unwritable",
};

/** What `use` returns; a file of users that it cannot use as a StartError with its code. */
export function orUsersFileFailure<T>(use: () => T, command?: string): T {
  try {
    return use();
  } catch (error) {
    throw usersFileFailure(error, command);
  }
}

/** A file of users that cannot be used, with its code; every other error as it is. `command` makes such a file. */
export function usersFileFailure(error: unknown, command?: string): unknown {
  if (!(error instanceof UsersFileError)) return error;
  const hint = error.kind === "missing" && command !== undefined ? `. "${command}" makes one` : "";
  return new StartError(CODES[error.kind], error.message + hint);
}
