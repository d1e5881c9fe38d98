import type { DropReason, Limits } from "../../server/adapters/http/contract.ts";

/** The flag that sets a limit: `maximumQueuedMessages` is `--maximum-queued-messages`. */
export function flagOf(limit: keyof Limits): string {
  return `--${limit.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The environment variable that sets a limit. */
export function variableOf(limit: keyof Limits): string {
  return `VITRINA_${flagOf(limit).slice(2).toUpperCase().replaceAll("-", "_")}`;
}

/** The limit of the broker that caused a drop, where one is to blame. */
export const LIMIT_OF_DROP: Partial<Record<DropReason, keyof Limits>> = {
  "queue-full": "maximumQueuedMessages",
  "queue-bytes-full": "maximumQueuedBytes",
  "all-queues-full": "maximumTotalQueuedMessages",
  "all-queues-bytes-full": "maximumTotalQueuedBytes",
  "memory-full": "maximumMemoryBytes",
  "store-full": "maximumUncommittedBytes",
  "outbox-full": "maximumOutboundBytes",
};
