import { wildcardError } from "./wildcards.ts";

const PREFIX = "$share/";

/** A shared subscription, `$share/{ShareName}/{filter}` (MQTT 5.0 §4.8.2). */
export interface SharedFilter {
  readonly shareName: string;
  readonly filter: string;
}

/** Whether a filter asks for a shared subscription [5 MQTT-4.8.2-1]. */
export function isSharedFilter(filter: string): boolean {
  return filter.startsWith(PREFIX);
}

/** The two parts of a shared subscription's filter; undefined for any other filter, and for one that is not valid. */
export function parseSharedFilter(filter: string): SharedFilter | undefined {
  if (!isSharedFilter(filter) || sharedFilterError(filter) !== undefined) return undefined;
  const nameEnd = filter.indexOf("/", PREFIX.length);
  return { shareName: filter.slice(PREFIX.length, nameEnd), filter: filter.slice(nameEnd + 1) };
}

/** What is wrong with a filter that begins with `$share/`, or undefined. */
export function sharedFilterError(filter: string): string | undefined {
  const nameEnd = filter.indexOf("/", PREFIX.length);
  const shareName = nameEnd < 0 ? filter.slice(PREFIX.length) : filter.slice(PREFIX.length, nameEnd);
  if (shareName === "") return "the share name of a shared subscription is empty"; // [5 MQTT-4.8.2-1]
  if (/[+#]/.test(shareName)) return "a share name must not contain + or #"; // [5 MQTT-4.8.2-2]
  if (nameEnd < 0 || nameEnd === filter.length - 1) {
    return "a shared subscription needs a topic filter behind the share name: $share/name/filter"; // [5 MQTT-4.8.2-2]
  }
  return wildcardError(filter.slice(nameEnd + 1));
}
