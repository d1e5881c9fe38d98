import { compileFilter } from "../../../../protocol/topics/match.ts";
import type { Action, RightsLine, Ruling, Subject } from "../../../core/ports/access.ts";
import type { AclRule } from "./acl-file.ts";
import { covers, overlap } from "./filters.ts";

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
  readonly #barredBy: Ruling["barredBy"];
  readonly #publish = new Map<string, boolean>();
  readonly #receive = new Map<string, boolean>();

  constructor(rules: readonly AclRule[], subject: Subject) {
    const patterns = rules.filter(({ scope }) => scope.kind === "pattern");
    this.#barredBy = barrierOf(patterns, subject);
    this.#own = compile(
      rules.filter(({ scope }) => isOwn(scope, subject)),
      subject,
    );
    this.#patterns =
      this.#barredBy === undefined
        ? compile(
            patterns.filter((rule) => speaksTo(rule, subject)),
            subject,
          )
        : [];
  }

  mayPublish(topic: string): boolean {
    return remembered(this.#publish, topic, () => this.#isAllowed("publish", topic));
  }

  mayReceive(topic: string): boolean {
    return remembered(this.#receive, topic, () => this.#isAllowed("receive", topic));
  }

  maySubscribe(filter: string): boolean {
    return this.#isAllowed("subscribe", filter);
  }

  /** What decides, for people who ask. */
  explain(action: Action, topic: string): Ruling {
    const deciding = this.#decidingRule(action, topic);
    return {
      isAllowed: allows(deciding),
      decider: deciding === undefined ? { by: "no-line" } : { by: "line", line: lineOf(deciding) },
      partly: action === "subscribe" ? this.#partsOf(topic) : [],
      barredBy: this.#barredBy,
    };
  }

  #isAllowed(action: Action, topic: string): boolean {
    return allows(this.#decidingRule(action, topic));
  }

  /** Undefined: no rule speaks of it, which means no. */
  #decidingRule(action: Action, topic: string): CompiledRule | undefined {
    return decidingOf(this.#own, action, topic) ?? decidingOf(this.#patterns, action, topic);
  }

  #partsOf(asked: string): readonly RightsLine[] {
    return [...this.#own, ...this.#patterns]
      .filter(({ rule, filter }) => isAbout(rule, "subscribe") && overlap(filter, asked))
      .map(lineOf);
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
function barrierOf(patterns: readonly AclRule[], { clientId, userName }: Subject): Ruling["barredBy"] {
  const uses = (sign: string): boolean => patterns.some(({ filter }) => filter.includes(sign));
  if (uses("%c") && UNSAFE.test(clientId)) return "client-id";
  if (userName !== undefined && uses("%u") && UNSAFE.test(userName)) return "user-name";
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

/** The first rule that speaks of it. */
function decidingOf(rules: readonly CompiledRule[], action: Action, topic: string): CompiledRule | undefined {
  for (const compiled of rules) {
    const { rule, filter, matches } = compiled;
    if (!isAbout(rule, action)) continue;
    const covering = rule.access === "deny" ? covers : overlap;
    if (action === "subscribe" ? covering(filter, topic) : matches(topic)) return compiled;
  }
  return undefined;
}

function isAbout({ access }: AclRule, action: Action): boolean {
  return access === "deny" || access === "readwrite" || access === (action === "publish" ? "write" : "read");
}

function allows(deciding: CompiledRule | undefined): boolean {
  return deciding !== undefined && deciding.rule.access !== "deny";
}

function lineOf({ rule, filter }: CompiledRule): RightsLine {
  const { line, text, access, scope } = rule;
  return { line, text, access, filter, isPattern: scope.kind === "pattern" };
}

function remembered(answers: Map<string, boolean>, topic: string, ask: () => boolean): boolean {
  const before = answers.get(topic);
  if (before !== undefined) return before;
  if (answers.size >= KEPT_ANSWERS) answers.clear();
  const answer = ask();
  answers.set(topic, answer);
  return answer;
}
