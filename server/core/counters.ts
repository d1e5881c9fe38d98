import type { Counters } from "./ports/inside.ts";
import type { DropReason, HeldBackBy } from "./ports/observer.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The broker's counters while they are counted; {@link Counters} is what others see. */
export type MutableCounters = Writable<Omit<Counters, "dropped" | "heldBack">> & {
  readonly dropped: Record<DropReason, number>;
  readonly heldBack: Record<HeldBackBy, number>;
};

/** No drop of any reason yet. */
export function noDrops(): Record<DropReason, number> {
  return {
    "queue-full": 0,
    "queue-bytes-full": 0,
    "all-queues-full": 0,
    "all-queues-bytes-full": 0,
    "memory-full": 0,
    "store-full": 0,
    "outbox-full": 0,
    "packet-too-large": 0,
    expired: 0,
    "not-authorized": 0,
    "session-ended": 0,
    "offline-qos-0": 0,
  };
}

/** Counters at zero. */
export function createCounters(): MutableCounters {
  return {
    bytesReceived: 0,
    bytesSent: 0,
    packetsReceived: 0,
    packetsSent: 0,
    publishReceived: 0,
    publishSent: 0,
    publishBytesReceived: 0,
    publishBytesSent: 0,
    connectionsAccepted: 0,
    connectionsRefused: 0,
    sessionsExpired: 0,
    willsFired: 0,
    dropped: noDrops(),
    heldBack: {
      "maximum-connections": 0,
      "maximum-pending-connections": 0,
      "maximum-connections-per-address": 0,
      "maximum-connections-per-user": 0,
      "maximum-connects-per-second": 0,
      "maximum-login-delay-seconds": 0,
      "maximum-messages-per-second": 0,
      "maximum-bytes-per-second": 0,
      "contested-client-id": 0,
      "maximum-memory-bytes": 0,
      "maximum-uncommitted-bytes": 0,
      "maximum-retained-messages": 0,
      "maximum-retained-bytes": 0,
      "maximum-retained-messages-per-user": 0,
      "maximum-retained-bytes-per-user": 0,
      "maximum-queued-messages": 0,
      "maximum-queued-bytes": 0,
      "maximum-total-queued-messages": 0,
      "maximum-total-queued-bytes": 0,
      "client-id-patterns": 0,
      "client-id-prefix-by-user": 0,
      "user-name-as-client-id": 0,
    },
  };
}
