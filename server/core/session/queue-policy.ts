import type { Limits } from "../ports/limits.ts";
import type { Policy } from "../ports/policy.ts";
import type { Session } from "./session.ts";

/** Why one more message may not wait: its own queue, all queues together, the memory or the store has no room for it. */
export type QueueLimit =
  | "queue-full"
  | "queue-bytes-full"
  | "all-queues-full"
  | "all-queues-bytes-full"
  | "memory-full"
  | "store-full";

/** What waits, in one queue or in all. */
export interface Load {
  readonly messages: number;
  readonly bytes: number;
}

/** The limit of one queue that so many bytes more would break. */
export function limitOfOne(
  limits: Limits,
  messages: number,
  bytes: number,
  more: number,
): QueueLimit | undefined {
  if (messages >= limits.maximumQueuedMessages) return "queue-full";
  return bytes + more > limits.maximumQueuedBytes ? "queue-bytes-full" : undefined;
}

/** The limit of all queues together that so many bytes more would break. */
export function limitOfAll(
  limits: Limits,
  messages: number,
  bytes: number,
  more: number,
): QueueLimit | undefined {
  if (messages >= limits.maximumTotalQueuedMessages) return "all-queues-full";
  return bytes + more > limits.maximumTotalQueuedBytes ? "all-queues-bytes-full" : undefined;
}

/** Queues as the policy sees them. */
export interface PolicedQueues {
  /** The limit that so many bytes more would break. */
  limitOf(session: Session, bytes: number): QueueLimit | undefined;
  /** The same if nothing waited for this session: what no dropping of its own makes room for. */
  limitOfAlone(session: Session, bytes: number): QueueLimit | undefined;
  /** Drops what has waited longest, for the sake of a limit. */
  dropOldest(session: Session, limit: QueueLimit): void;
}

/**
 * Makes room for a message in a full queue, if the policy is to drop the oldest: only as much of the session's own as must go,
 * and nothing for a message that finds no room even then. Returns the limit by which it is dropped itself.
 */
export function makeRoom(
  policy: Policy["onFullQueue"],
  queues: PolicedQueues,
  session: Session,
  bytes: number,
): QueueLimit | undefined {
  let limit = queues.limitOf(session, bytes);
  if (limit === undefined || policy !== "drop-oldest") return limit;
  const alone = queues.limitOfAlone(session, bytes);
  if (alone !== undefined) return alone;
  for (; limit !== undefined; limit = queues.limitOf(session, bytes)) queues.dropOldest(session, limit);
  return undefined;
}
