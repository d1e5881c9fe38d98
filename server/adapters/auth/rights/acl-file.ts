import { topicFilterError } from "../../../../protocol/topics/validate.ts";
import type { RightsProblem } from "../../../core/ports/access.ts";

/** What a rule grants or takes away. */
export type Access = "read" | "write" | "readwrite" | "deny";

/** For whom a rule stands: those without a user name, one user, or everybody (`pattern`). */
export type RuleScope =
  | { readonly kind: "anonymous" }
  | { readonly kind: "user"; readonly userName: string }
  | { readonly kind: "pattern" };

/** One line of an ACL file. */
export interface AclRule {
  /** From 1. */
  readonly line: number;
  readonly scope: RuleScope;
  readonly access: Access;
  /** A topic filter; in a pattern `%c` and `%u` stand for the client id and the user name. */
  readonly filter: string;
  /** As it stands in the file, without space around it. */
  readonly text: string;
}

/** Half a file would let in or lock out the wrong ones: a line that cannot be read makes it none. */
export type AclFile =
  | { readonly kind: "rules"; readonly rules: readonly AclRule[] }
  | { readonly kind: "problems"; readonly problems: readonly RightsProblem[] };

const ACCESSES: readonly string[] = ["read", "write", "readwrite", "deny"] satisfies Access[];

/**
 * Reads mosquitto's ACL file: `user <name>`, `topic [read|write|readwrite|deny] <filter>` for that user, or before any
 * `user` for clients without one, and `pattern [access] <filter>` for all. Empty lines and lines with `#` say nothing.
 */
export function readAclFile(text: string): AclFile {
  const rules: AclRule[] = [];
  const problems: RightsProblem[] = [];
  let scope: RuleScope = { kind: "anonymous" };
  for (const [at, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = at + 1;
    const said = raw.trim();
    if (said === "" || said.startsWith("#")) continue;
    const [keyword = "", rest] = cut(said);
    if (keyword === "user" && rest !== "") scope = { kind: "user", userName: rest };
    else if (keyword === "user") problems.push({ line, reason: "`user` needs a name behind it" });
    else if (keyword === "topic" || keyword === "pattern") {
      const rule = readRule(rest);
      const forWhom: RuleScope = keyword === "topic" ? scope : { kind: "pattern" };
      if (typeof rule === "string") problems.push({ line, reason: rule });
      else rules.push({ line, scope: forWhom, text: said, ...rule });
    } else problems.push({ line, reason: `"${keyword}" is not one of user, topic, pattern` });
  }
  return problems.length > 0 ? { kind: "problems", problems } : { kind: "rules", rules };
}

/** Access and filter of what stands behind `topic` or `pattern`, or what is wrong with it. */
function readRule(said: string): Pick<AclRule, "access" | "filter"> | string {
  const [first = "", rest] = cut(said);
  // without an access word the whole rest is the filter, even one that has spaces
  const hasAccess = ACCESSES.includes(first);
  const filter = hasAccess ? rest : said;
  const error = filter === "" ? "a topic filter is missing" : topicFilterError(filter);
  return error ?? { access: hasAccess ? (first as Access) : "readwrite", filter };
}

/** The first word, and what comes behind it. */
function cut(text: string): [string, string] {
  const space = text.search(/\s/);
  return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space).trim()];
}
