import { type QoS, RetainHandling } from "../../../protocol/packets.ts";
import type { Acl } from "../ports/access.ts";
import type { Clock } from "../ports/clock.ts";
import type { Replay } from "../session/replay.ts";
import type { Subscription } from "../session/subscription.ts";
import { type Delivery, type Message, NO_IDENTIFIERS } from "./message.ts";
import type { RetainedMessages } from "./retained.ts";
import { isAuthorAllowed } from "./still-allowed.ts";

/** What the replay asks, and whom it tells that a message has expired. */
export interface ReplayParts {
  readonly retained: RetainedMessages;
  readonly acl: Acl;
  readonly clock: Clock;
  readonly publisher: { clearRetained(topic: string): unknown };
}

/** The retained messages for a new subscription, found while they are sent (MQTT 5.0 §3.3.1.3, §3.8.4). */
export class RetainedReplay implements Replay {
  readonly #parts: ReplayParts;
  readonly #subscription: Subscription;
  readonly #matching: Iterator<Message>;
  /** Found and not taken: the client may acknowledge no more of them at a time. */
  #found: Message | undefined = undefined;
  /** Taken in place of one that was found before: if its topic was cleared meanwhile, the search comes to it once more. */
  #successors: Set<Message> | undefined = undefined;

  constructor(parts: ReplayParts, subscription: Subscription) {
    this.#parts = parts;
    this.#subscription = subscription;
    this.#matching = parts.retained.matching(subscription.topicFilter);
  }

  peek(): Delivery | undefined {
    const subscription = this.#current();
    if (subscription === undefined) return undefined;
    if (this.#found !== undefined) this.#found = this.#successorOf(this.#found);
    for (;;) {
      this.#found ??= this.#next();
      if (this.#found === undefined) return undefined;
      if (this.#isFor(subscription, this.#found)) return deliveryOf(subscription, this.#found);
      this.#found = undefined;
    }
  }

  shift(): void {
    this.#found = undefined;
  }

  /** What is retained on its topic now: it may have been replaced while it was waiting. */
  #successorOf(found: Message): Message | undefined {
    const now = this.#parts.retained.get(found.topic.name);
    if (now === undefined || now === found) return now;
    this.#successors ??= new Set();
    this.#successors.add(now);
    return now;
  }

  #next(): Message | undefined {
    for (;;) {
      const next = this.#matching.next().value as Message | undefined;
      if (next === undefined || this.#successors?.has(next) !== true) return next;
    }
  }

  /** The subscription as it is now; undefined if it is no more, or was made again and replays from the start. */
  #current(): Subscription | undefined {
    const { session, filter } = this.#subscription;
    const now = session.subscriptions.get(filter); // [5 MQTT-3.10.4-2]
    const isRestarted = now !== this.#subscription && now?.retainHandling === RetainHandling.SendAtSubscribe;
    return isRestarted ? undefined : now;
  }

  #isFor({ session, noLocal }: Subscription, message: Message): boolean {
    const { publisher, acl, clock } = this.#parts;
    if (message.expiresAt <= clock.now()) {
      publisher.clearRetained(message.topic.name); // [5 MQTT-3.3.2-5]
      return false;
    }
    if (noLocal && message.publisher.clientId === session.clientId) return false; // [5 MQTT-3.8.3-3]
    return acl.mayReceive(session, message.topic.name) && isAuthorAllowed(acl, message);
  }
}

function deliveryOf({ qos, identifier }: Subscription, message: Message): Delivery {
  return {
    message,
    qos: Math.min(message.qos, qos) as QoS, // [5 MQTT-3.8.4-8] [3 MQTT-3.8.4-6]
    retain: true, // as the result of the subscription (§3.3.1.3) [3 MQTT-3.3.1-8]
    subscriptionIdentifiers: identifier === undefined ? NO_IDENTIFIERS : [identifier], // [5 MQTT-3.3.4-5]
    sharedFilter: undefined,
    place: 0,
  };
}
