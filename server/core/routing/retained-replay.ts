import type { QoS } from "../../../protocol/packets.ts";
import type { Acl } from "../ports/access.ts";
import type { Clock } from "../ports/clock.ts";
import type { Subscription } from "../session/subscription.ts";
import { type Delivery, NO_IDENTIFIERS } from "./message.ts";
import type { RetainedMessages } from "./retained.ts";

/** What the replay asks. */
export interface ReplayParts {
  readonly retained: RetainedMessages;
  readonly acl: Acl;
  readonly clock: Clock;
}

/** The retained messages for a new subscription, found while they are sent (MQTT 5.0 §3.3.1.3, §3.8.4). */
export function* retainedFor(parts: ReplayParts, subscription: Subscription): Generator<Delivery> {
  const { session, identifier } = subscription;
  const subscriptionIdentifiers = identifier === undefined ? NO_IDENTIFIERS : [identifier];
  for (const message of parts.retained.matching(subscription.topicFilter)) {
    if (message.expiresAt <= parts.clock.now()) {
      parts.retained.delete(message.topic.name); // [5 MQTT-3.3.2-5]
      continue;
    }
    if (!parts.acl.mayReceive(session, message.topic.name)) continue;
    const qos = Math.min(message.qos, subscription.qos) as QoS;
    // a retained message is sent with RETAIN set, as the result of the subscription (§3.3.1.3)
    yield { message, qos, retain: true, subscriptionIdentifiers };
  }
}
