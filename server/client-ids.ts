import { randomUUID } from "node:crypto";
import { isLoginNeeded } from "./config/check.ts";
import type { Settings } from "./config/settings.ts";
import type { ClientIdRules } from "./core/ports/policy.ts";

/** Stands for the user name in --client-id-prefix-by-user. */
const USER_NAME = "%u";
/** The listener of the page, the API and MQTT over WebSocket. */
const PAGE_LISTENER = "http";
/** The form of the ids that {@link createClientId} makes. */
const MADE_BY_US = "auto-????????-????-????-????-????????????";

/** A client id for a client that says none. */
export function createClientId(): string {
  return `auto-${randomUUID()}`;
}

/** Which client ids the settings allow. */
export function clientIdRulesOf(settings: Settings): ClientIdRules {
  const { clientIdPatterns, clientIdPrefixByUser, userNameAsClientId: isUserName } = settings;
  const [before = "", after = ""] = clientIdPrefixByUser?.split(USER_NAME) ?? [];
  const prefix = clientIdPrefixByUser === undefined ? undefined : { before, after };
  // who was given an id comes back with it
  const ours = prefix === undefined ? MADE_BY_US : `${before}*${after}${MADE_BY_US}`;
  return {
    patterns: clientIdPatterns.length === 0 ? [] : [...clientIdPatterns, ours],
    prefix,
    isUserName,
    // where the page asks for no login its API takes over and ends any session
    freeListener: isLoginNeeded(settings) ? undefined : PAGE_LISTENER,
  };
}
