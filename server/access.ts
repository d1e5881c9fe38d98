import { PageAuthenticator } from "./adapters/auth/page-access.ts";
import { readPasswordUsers } from "./adapters/auth/passwords/password-file.ts";
import { readScramUsers } from "./adapters/auth/scram-file.ts";
import { type UserRules, Users } from "./adapters/auth/users.ts";
import { readUsersFile } from "./adapters/auth/users-file.ts";
import { isLoginNeeded } from "./config/check.ts";
import { isAnonymousAllowed } from "./config/listeners.ts";
import type { Settings } from "./config/settings.ts";
import type { Authenticator, RightsDesk } from "./core/ports/access.ts";
import type { PageAccess } from "./page-access.ts";
import { openRights } from "./rights.ts";
import { StartError } from "./start-error.ts";
import { orUsersFileFailure } from "./users-file-failure.ts";

/** Who may come in and what they may do, by the files that the settings name. */
export interface Access {
  readonly authenticator: Authenticator;
  readonly rights: RightsDesk;
  /**
   * Reads the files anew; returns the users who are not there any more or have another password. Throws StartError and
   * changes nothing if one of the files is broken.
   */
  reload(): ReadonlySet<string>;
}

/** Reads the files of users and rights; throws StartError. */
export function openAccess(settings: Settings, page: PageAccess | undefined): Access {
  const users = new Users(userRules(settings), settings.maximumWaitingLogins);
  const rights = openRights(settings.aclFile, page);
  return {
    authenticator: page === undefined ? users : new PageAuthenticator(users),
    rights,
    reload: (): ReadonlySet<string> => {
      // all are read before one counts
      const renewedUsers = userRules(settings);
      const renewRights = rights.reread();
      const renewPageUsers = page?.reread();
      renewPageUsers?.();
      renewRights();
      return users.replace(renewedUsers);
    },
  };
}

function userRules(settings: Settings): UserRules {
  const { scramUsers, passwordFile, listeners } = settings;
  const scram =
    scramUsers === undefined ? undefined : usersOf(scramUsers, readScramUsers, "vitrina scram add");
  const passwords =
    passwordFile === undefined ? undefined : usersOf(passwordFile, readPasswordUsers, "vitrina passwd add");
  for (const name of passwords?.keys() ?? []) {
    if (scram?.has(name) !== true) continue;
    const sentence = `the user ${JSON.stringify(name)} is in ${passwordFile} and in ${scramUsers}. Remove one of the two`;
    throw new StartError("users-file-invalid", sentence);
  }
  const doors = new Map(listeners.map((listener) => [listener.name, listener]));
  return {
    scram,
    passwords,
    certificateUserNameOf: ({ listener }) => doors.get(listener)?.certificateUserName ?? "none",
    isAnonymousAllowed: ({ listener }) => {
      const door = doors.get(listener);
      return door === undefined ? isPageOpen(settings) : isAnonymousAllowed(door);
    },
  };
}

function usersOf<T>(path: string, read: (text: string, file: string) => T, command: string): T {
  return orUsersFileFailure(() => read(readUsersFile(path), path), command);
}

/** Where the page asks for a login its door for MQTT does too. */
function isPageOpen(settings: Settings): boolean {
  const { allowAnonymous, denyAnonymous } = settings;
  return !denyAnonymous && (allowAnonymous || !isLoginNeeded(settings));
}
