import { compileFilter } from "../../../../protocol/topics/match.ts";
import type { Subject } from "../../../core/ports/access.ts";
import type { AclRule } from "./acl-file.ts";
import { covers, overlap } from "./filters.ts";

/** What somebody wants to do with a topic; `subscribe` asks for a filter. */
export type Action = "publish" | "receive" | "subscribe";

/** The answer to "may X do Y?", with what decided it. */
export interface Decision {
  readonly isAllowed: boolean;
  /** The deciding line of the ACL file, from 1; undefined: no line speaks of it, which means no. */
  readonly line: number | undefined;
  readonly reason: string;
}

interface CompiledRule {
  readonly rule: AclRule;
  /** With the client id and user name put in. */
  readonly filter: string;
  readonly matches: (topic: string) => boolean;
}

/** Answers kept for each subject and action; past this many they are forgotten and asked anew. */
const KEPT_ANSWERS = 10_000;
/** Would widen a filter that they are put into. */
const UNSAFE = /[+#/]/;

/**
 * What one client may do by an ACL file: its own rules first, a `deny` before the others, then the patterns likewise; the
 * first that speaks of a topic decides, and what no rule speaks of is not allowed.
 */
export class Rights {
  readonly #own: readonly CompiledRule[];
  readonly #patterns: readonly CompiledRule[];
  /** Why the patterns say nothing to this client; undefined: they do. */
  readonly #barred: string | undefined;
  readonly #publish = new Map<string, boolean>();
  readonly #receive = new Map<string, boolean>();

  constructor(rules: readonly AclRule[], subject: Subject) {
    const patterns = rules.filter(({ scope }) => scope.kind === "pattern");
    this.#barred = barredFrom(patterns, subject);
    this.#own = compile(
      rules.filter(({ scope }) => isOwn(scope, subject)),
      subject,
    );
    this.#patterns =
      this.#barred === undefined
        ? compile(
            patterns.filter((rule) => speaksTo(rule, subject)),
            subject,
          )
        : [];
  }

  mayPublish(topic: string): boolean {
    return remembered(this.#publish, topic, () => this.decide("publish", topic).isAllowed);
  }

  mayReceive(topic: string): boolean {
    return remembered(this.#receive, topic, () => this.decide("receive", topic).isAllowed);
  }

  maySubscribe(filter: string): boolean {
    return this.decide("subscribe", filter).isAllowed;
  }

  decide(action: Action, topic: string): Decision {
    return (
      decideBy(this.#own, action, topic) ??
      decideBy(this.#patterns, action, topic) ?? {
        isAllowed: false,
        line: undefined,
        reason: this.#barred ?? "no rule allows it",
      }
    );
  }
}

function isOwn(scope: AclRule["scope"], { userName }: Subject): boolean {
  if (scope.kind === "anonymous") return userName === undefined;
  return scope.kind === "user" && scope.userName === userName;
}

function speaksTo({ filter }: AclRule, { userName }: Subject): boolean {
  return userName !== undefined || !filter.includes("%u");
}

/** A client id or user name with `+`, `#` or `/` would widen the filter that it is put into, so no pattern counts for it. */
function barredFrom(patterns: readonly AclRule[], { clientId, userName }: Subject): string | undefined {
  const uses = (sign: string): boolean => patterns.some(({ filter }) => filter.includes(sign));
  if (uses("%c") && UNSAFE.test(clientId)) return "patterns do not count for a client id with +, # or /";
  if (userName !== undefined && uses("%u") && UNSAFE.test(userName))
    return "patterns do not count for a user name with +, # or /";
  return undefined;
}

/** A `deny` stands before all that allows. */
function compile(rules: readonly AclRule[], { clientId, userName }: Subject): readonly CompiledRule[] {
  const ordered = [
    ...rules.filter(({ access }) => access === "deny"),
    ...rules.filter(({ access }) => access !== "deny"),
  ];
  return ordered.map((rule) => {
    const filter = rule.scope.kind === "pattern" ? fill(rule.filter, clientId, userName ?? "") : rule.filter;
    return { rule, filter, matches: compileFilter(filter) };
  });
}

/** In one pass: a client id that contains `%u` stays what it is. */
function fill(filter: string, clientId: string, userName: string): string {
  return filter.replaceAll(/%[cu]/g, (sign) => (sign === "%c" ? clientId : userName));
}

function decideBy(rules: readonly CompiledRule[], action: Action, topic: string): Decision | undefined {
  const wanted = action === "publish" ? "write" : "read";
  for (const { rule, filter, matches } of rules) {
    const isDeny = rule.access === "deny";
    if (!isDeny && rule.access !== wanted && rule.access !== "readwrite") continue;
    const speaks =
      action !== "subscribe" ? matches(topic) : isDeny ? covers(filter, topic) : overlap(filter, topic);
    if (!speaks) continue;
    return { isAllowed: !isDeny, line: rule.line, reason: `${rule.access} ${filter}` };
  }
  return undefined;
}

function remembered(answers: Map<string, boolean>, topic: string, ask: () => boolean): boolean {
  const before = answers.get(topic);
  if (before !== undefined) return before;
  if (answers.size >= KEPT_ANSWERS) answers.clear();
  const answer = ask();
  answers.set(topic, answer);
  return answer;
}
