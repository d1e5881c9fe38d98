import { UsersFileError } from "./adapters/auth/users-text.ts";
import { StartError, type StartErrorCode } from "./start-error.ts";

const CODES: Readonly<Record<UsersFileError["kind"], StartErrorCode>> = {
  missing: "scram-users-unreadable",
  unreadable: "scram-users-unreadable",
  invalid: "scram-users-invalid",
  unwritable: "scram-users-unwritable",
};

/** A file of users that cannot be used, with its code; every other error as it is. */
export function usersFileFailure(error: unknown): unknown {
  return error instanceof UsersFileError ? new StartError(CODES[error.kind], error.message) : error;
}
