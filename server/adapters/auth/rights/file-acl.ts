import type { Action, ExplainingAcl, Ruling, Subject } from "../../../core/ports/access.ts";
import type { AclRule } from "./acl-file.ts";
import { Rights } from "./rights.ts";

/** Subjects whose rights are kept compiled; past this many they are compiled anew. */
const KEPT_SUBJECTS = 20_000;

/** Answers by the rules of an ACL file, which may be replaced while clients are connected. */
export class FileAcl implements ExplainingAcl {
  #rules: readonly AclRule[];
  /** Whether rules differ by client id; else all clients of a user share their compiled rights. */
  #namesClientIds: boolean;
  /** By user name, then by client id or "". */
  #compiled = new Map<string | undefined, Map<string, Rights>>();
  #count = 0;

  constructor(rules: readonly AclRule[]) {
    this.#rules = rules;
    this.#namesClientIds = nameClientIds(rules);
  }

  /** From now on these rules count; who is connected is asked anew. */
  replace(rules: readonly AclRule[]): void {
    this.#rules = rules;
    this.#namesClientIds = nameClientIds(rules);
    this.#forget();
  }

  mayPublish(subject: Subject, topic: string): boolean {
    return this.#rightsOf(subject).mayPublish(topic);
  }

  maySubscribe(subject: Subject, filter: string): boolean {
    return this.#rightsOf(subject).maySubscribe(filter);
  }

  mayReceive(subject: Subject, topic: string): boolean {
    return this.#rightsOf(subject).mayReceive(topic);
  }

  explain(subject: Subject, action: Action, topic: string): Ruling {
    return this.#rightsOf(subject).explain(action, topic);
  }

  #rightsOf(subject: Subject): Rights {
    const key = this.#namesClientIds ? subject.clientId : "";
    return this.#compiled.get(subject.userName)?.get(key) ?? this.#compile(subject, key);
  }

  #compile(subject: Subject, key: string): Rights {
    if (this.#count >= KEPT_SUBJECTS) this.#forget();
    let ofUser = this.#compiled.get(subject.userName);
    if (ofUser === undefined) {
      ofUser = new Map();
      this.#compiled.set(subject.userName, ofUser);
    }
    const rights = new Rights(this.#rules, subject);
    ofUser.set(key, rights);
    this.#count++;
    return rights;
  }

  #forget(): void {
    this.#compiled = new Map();
    this.#count = 0;
  }
}

function nameClientIds(rules: readonly AclRule[]): boolean {
  return rules.some(({ scope, filter }) => scope.kind === "pattern" && filter.includes("%c"));
}
