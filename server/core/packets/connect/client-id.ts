import { utf8ByteLength } from "../../../../protocol/bytes/utf8.ts";
import type { Connect } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Context } from "../../context.ts";
import { isOfForm } from "../../glob.ts";
import type { Accepted } from "../../ports/access.ts";
import type { HeldBackBy } from "../../ports/observer.ts";
import type { ClientIdPrefix, ClientIdRules } from "../../ports/policy.ts";
import type { Refusal } from "../refusal.ts";
import type { Candidate } from "./on-connect.ts";

type ByUser = Extract<HeldBackBy, "client-id-prefix-by-user" | "user-name-as-client-id">;
type Rule = ByUser | Extract<HeldBackBy, "client-id-patterns">;

/** The client id that a client has, or what keeps it out. */
export type Naming =
  | { readonly kind: "named"; readonly clientId: string }
  | ({ readonly kind: "refused"; readonly rule: Rule } & Refusal);

/** The client id of a client that is known by now: its own, the broker's, or its user name; by the rules that are set. */
export function nameClient(
  context: Context,
  { peer }: Candidate,
  connect: Connect,
  identity: Accepted,
): Naming {
  const rules = context.policy.clientIds;
  if (identity.isOfThePage === true || peer.listener === rules.freeListener)
    return nameFreely(context, rules, connect, identity);
  const { userName = "" } = identity;
  const byUser = ruleByUser(rules);
  if (byUser !== undefined && userName === "") {
    const reason = `a client needs a user name here (${byUser})`;
    return { kind: "refused", rule: byUser, reasonCode: ReasonCode.NotAuthorized, reason };
  }
  const beginning = beginningFor(rules.prefix, userName);
  if (beginning === undefined) {
    const reason = `a user name with what ends user names in "${templateOf(rules.prefix)}" has no client id (client-id-prefix-by-user)`;
    return invalid("client-id-prefix-by-user", reason);
  }
  const clientId = rules.isUserName ? userName : connect.clientId || unusedClientId(context, beginning); // [5 MQTT-3.1.3-6] [5 MQTT-3.1.3-7] [3 MQTT-3.1.3-6]
  const problem = problemOf(rules, clientId, beginning) ?? lengthProblem(context, byUser, clientId);
  return problem ?? { kind: "named", clientId };
}

/** Where no rule is asked nobody gets the session of another user by its id, or the rules for the others would be void. */
function nameFreely(
  context: Context,
  rules: ClientIdRules,
  connect: Connect,
  { userName }: Accepted,
): Naming {
  const clientId = connect.clientId || unusedClientId(context, "");
  const session = context.sessions.get(clientId);
  const byUser = ruleByUser(rules);
  if (byUser === undefined || session === undefined || session.userName === userName)
    return { kind: "named", clientId };
  return invalid(byUser, `the client id is that of another user's session (${byUser})`);
}

function ruleByUser({ isUserName, prefix }: ClientIdRules): ByUser | undefined {
  if (isUserName) return "user-name-as-client-id";
  return prefix === undefined ? undefined : "client-id-prefix-by-user";
}

/**
 * How this user's client ids begin; undefined: no id would be this user's for certain, since the user name is what stands before
 * the first `after`. Else "fleet" could have the ids of "fleet-2" where user names end with "-".
 */
function beginningFor(prefix: ClientIdPrefix | undefined, userName: string): string | undefined {
  if (prefix === undefined) return "";
  const { before, after } = prefix;
  return (userName + after).indexOf(after) === userName.length ? before + userName + after : undefined;
}

function problemOf(
  { patterns, prefix }: ClientIdRules,
  clientId: string,
  beginning: string,
): Naming | undefined {
  // the texts name no user: they are to fit into a CONNACK whatever the name
  if (!clientId.startsWith(beginning)) {
    const reason = `the client id does not begin with "${templateOf(prefix)}", where %u is the user name (client-id-prefix-by-user)`;
    return invalid("client-id-prefix-by-user", reason);
  }
  if (patterns.length > 0 && !patterns.some((form) => isOfForm(clientId, form)))
    return invalid(
      "client-id-patterns",
      "the client id is of none of the allowed forms (client-id-patterns)",
    );
  return undefined;
}

/** One that the client did not say itself has not been measured yet. */
function lengthProblem(
  { limits }: Context,
  byUser: ByUser | undefined,
  clientId: string,
): Naming | undefined {
  const bytes = utf8ByteLength(clientId);
  if (byUser === undefined || bytes <= limits.maximumClientIdBytes) return undefined;
  const reason = `a client id of ${bytes} bytes by ${byUser}, allowed are ${limits.maximumClientIdBytes} (maximum-client-id-bytes)`;
  return invalid(byUser, reason);
}

function invalid(rule: Rule, reason: string): Naming {
  return { kind: "refused", rule, reasonCode: ReasonCode.ClientIdentifierNotValid, reason };
}

function templateOf(prefix: ClientIdPrefix | undefined): string {
  return prefix === undefined ? "" : `${prefix.before}%u${prefix.after}`;
}

/** [5 MQTT-3.2.2-16] */
function unusedClientId(context: Context, beginning: string): string {
  let clientId = beginning + context.createClientId();
  while (context.sessions.get(clientId) !== undefined) clientId = beginning + context.createClientId();
  return clientId;
}
