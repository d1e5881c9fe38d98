import type { MutableCounters } from "./counters.ts";
import type { Clock } from "./ports/clock.ts";
import type { DropReason, HeldBackBy, Observer } from "./ports/observer.ts";
import type { QueueLimit } from "./session/queue-policy.ts";
import { historyOf, type Session } from "./session/session.ts";

/** The setting to change where a queue has no room. */
export const SETTING_OF = {
  "queue-full": "maximum-queued-messages",
  "queue-bytes-full": "maximum-queued-bytes",
  "all-queues-full": "maximum-total-queued-messages",
  "all-queues-bytes-full": "maximum-total-queued-bytes",
  "memory-full": "maximum-memory-bytes",
  "store-full": "maximum-uncommitted-bytes",
} as const satisfies Record<QueueLimit, HeldBackBy>;

/** The setting to change for each drop that a limit caused; undefined where no limit is to blame. */
const LIMIT_OF: Readonly<Record<DropReason, string | undefined>> = {
  ...SETTING_OF,
  "outbox-full": "maximum-outbound-bytes",
  "packet-too-large": "the client's Maximum Packet Size",
  expired: undefined,
  "not-authorized": undefined,
  "session-ended": undefined,
  "offline-qos-0": undefined,
};

/** Where every message that does not reach a client is counted, with the reason and the limit's name. */
export class Drops {
  readonly #counters: MutableCounters;
  readonly #observer: Observer;
  readonly #clock: Clock;

  constructor(counters: MutableCounters, observer: Observer, clock: Clock) {
    this.#counters = counters;
    this.#observer = observer;
    this.#clock = clock;
  }

  /** A message at QoS 0 for a client that is away: counted, but no event, since nothing went wrong. */
  countOffline(session: Session): void {
    historyOf(session).drops["offline-qos-0"]++;
    this.#counters.dropped["offline-qos-0"]++;
  }

  /** `limit` names the setting where there is more than one that it can be. */
  count(session: Session, topic: string, reason: DropReason, limit = LIMIT_OF[reason]): void {
    historyOf(session).drops[reason]++;
    this.#counters.dropped[reason]++;
    this.#observer.onEvent({
      type: "messageDropped",
      at: this.#clock.now(),
      clientId: session.clientId,
      topic,
      reason,
      limit,
    });
  }
}
