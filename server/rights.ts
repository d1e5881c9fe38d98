import { allowAll } from "./adapters/auth/anonymous.ts";
import { PageAcl } from "./adapters/auth/page-access.ts";
import { type AclRule, readAclFile } from "./adapters/auth/rights/acl-file.ts";
import { FileAcl } from "./adapters/auth/rights/file-acl.ts";
import { UsersFileError } from "./adapters/auth/user-lines.ts";
import { readUsersFile } from "./adapters/auth/users-file.ts";
import type { ExplainingAcl, RightsDesk, RightsFile } from "./core/ports/access.ts";
import type { PageAccess } from "./page-access.ts";
import { StartError } from "./start-error.ts";
import { orUsersFileFailure } from "./users-file-failure.ts";

/** What clients may do, by the file of rights. */
export interface OpenRights extends RightsDesk {
  /** Reads the file anew; what is returned makes it count. Throws StartError. */
  reread(): () => void;
}

/** A file of rights that could be read. */
interface Reading {
  readonly text: string;
  readonly rules: readonly AclRule[];
}

/** Reads the file of rights, if there is to be one. Throws StartError. */
export function openRights(path: string | undefined, page: PageAccess | undefined): OpenRights {
  const withPage = (acl: ExplainingAcl): ExplainingAcl =>
    page === undefined ? acl : new PageAcl(acl, page.roleOf);
  const read: RightsDesk["read"] = (text) => {
    const file = readAclFile(text);
    return file.kind === "problems" ? file : { kind: "rights", rights: withPage(new FileAcl(file.rules)) };
  };
  if (path === undefined) {
    return { rights: withPage(allowAll), file: undefined, read, reread: () => () => undefined };
  }
  let inForce = readRights(path);
  const acl = new FileAcl(inForce.rules);
  const file: RightsFile = { path, inForce: () => inForce.text, onDisk: () => onDisk(path) };
  return {
    rights: withPage(acl),
    file,
    read,
    reread: () => {
      const renewed = readRights(path);
      return () => {
        inForce = renewed;
        acl.replace(renewed.rules);
      };
    },
  };
}

function readRights(path: string): Reading {
  const text = orUsersFileFailure(() => readUsersFile(path));
  const file = readAclFile(text);
  if (file.kind === "rules") return { text, rules: file.rules };
  // half a file would let in or lock out the wrong ones
  const lines = file.problems.map(({ line, reason }) => `${path}, line ${line}: ${reason}`);
  throw new StartError("acl-file-invalid", lines.join("; "));
}

function onDisk(path: string): ReturnType<RightsFile["onDisk"]> {
  try {
    return { kind: "text", text: readUsersFile(path) };
  } catch (error) {
    if (error instanceof UsersFileError) return { kind: "unreadable", reason: error.message };
    throw error;
  }
}
