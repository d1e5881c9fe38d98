import { utf8ByteLength } from "../bytes/utf8.ts";
import { MAXIMUM_STRING_BYTES } from "../limits.ts";
import { isSharedFilter, sharedFilterError } from "./shared.ts";
import { hasWildcard, wildcardError } from "./wildcards.ts";

/** UTF-8 takes at most three bytes for a UTF-16 code unit. */
const MAXIMUM_BYTES_PER_UNIT = 3;

/** What is wrong with a topic name, or undefined (MQTT 5.0 §4.7, §3.3.2.1). */
export function topicNameError(topic: string): string | undefined {
  // [5 MQTT-4.7.0-1] [5 MQTT-3.3.2-2] [3 MQTT-4.7.1-1] [3 MQTT-3.3.2-2]
  if (hasWildcard(topic)) return "a topic name must not contain the wildcards + and #";
  return commonError(topic, "topic name");
}

/** What is wrong with a topic filter, shared ones included, or undefined (MQTT 5.0 §4.7, §4.8.2). */
export function topicFilterError(filter: string): string | undefined {
  const common = commonError(filter, "topic filter");
  if (common !== undefined) return common;
  return isSharedFilter(filter) ? sharedFilterError(filter) : wildcardError(filter);
}

/** The number of levels of a topic name or filter: one more than it has separators. */
export function levelCount(topic: string): number {
  let count = 1;
  for (let at = topic.indexOf("/"); at >= 0; at = topic.indexOf("/", at + 1)) count += 1;
  return count;
}

function commonError(topic: string, what: string): string | undefined {
  if (topic === "") return `a ${what} must not be empty`; // [5 MQTT-4.7.3-1] [3 MQTT-4.7.3-1]
  if (topic.includes("\0")) return `a ${what} must not contain the null character U+0000`; // [5 MQTT-4.7.3-2] [3 MQTT-4.7.3-2]
  if (/\p{Surrogate}/u.test(topic)) return `a ${what} must not contain half a surrogate pair`;
  // [5 MQTT-4.7.3-3] [3 MQTT-4.7.3-3]
  const mayBeTooLong = topic.length * MAXIMUM_BYTES_PER_UNIT > MAXIMUM_STRING_BYTES;
  if (mayBeTooLong && utf8ByteLength(topic) > MAXIMUM_STRING_BYTES)
    return `a ${what} has at most ${MAXIMUM_STRING_BYTES} bytes`;
  return undefined;
}
