import { topicFilterError, topicNameError } from "../../../protocol/topics/validate.ts";
import { Problem } from "./problems.ts";

/** What the broker tells of itself; read-only for all others. */
const SYSTEM_TREE = /^\$SYS(\/|$)/;

/** Refuses what is no topic name (§4.7); `field` says where it stood. */
export function checkTopic(topic: string, field: string): void {
  const detail = topicNameError(topic);
  if (detail !== undefined) throw new Problem("invalid-topic", `${field}: ${detail}`, [{ field, detail }]);
}

/** Refuses what is no topic filter (§4.7). */
export function checkFilter(filter: string, field: string): void {
  const detail = topicFilterError(filter);
  if (detail !== undefined) throw new Problem("invalid-filter", `${field}: ${detail}`, [{ field, detail }]);
}

/** Refuses a change to what the broker tells of itself. */
export function checkNotReserved(topic: string): void {
  if (!SYSTEM_TREE.test(topic)) return;
  throw new Problem(
    "reserved-topic",
    `"${topic}" is written by the broker alone; choose a topic outside $SYS.`,
  );
}
