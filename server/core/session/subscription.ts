import type { SubscriptionOptions, SubscriptionRequest } from "../../../protocol/packets.ts";
import { parseSharedFilter } from "../../../protocol/topics/shared.ts";
import type { StoredSubscription } from "../ports/store.ts";
import type { Session } from "./session.ts";

/** One subscription of one session (MQTT 5.0 §3.8.3). */
export interface Subscription extends SubscriptionOptions {
  readonly session: Session;
  /** As the client wrote it, with `$share/…` if it is shared. */
  readonly filter: string;
  /** The filter that topics are matched against. */
  readonly topicFilter: string;
  readonly shareName: string | undefined;
  readonly identifier: number | undefined;
}

/** The subscription that a session has asked for, now or before a restart. */
export function createSubscription(
  session: Session,
  { filter, qos, noLocal, retainAsPublished, retainHandling }: SubscriptionRequest,
  identifier: number | undefined,
): Subscription {
  const shared = parseSharedFilter(filter);
  return {
    session,
    filter,
    topicFilter: shared?.filter ?? filter,
    shareName: shared?.shareName,
    identifier,
    qos,
    noLocal,
    retainAsPublished,
    retainHandling,
  };
}

/** A subscription as it is kept. */
export function storedSubscription(subscription: Subscription): StoredSubscription {
  const { filter, qos, noLocal, retainAsPublished, retainHandling, identifier } = subscription;
  return { filter, qos, noLocal, retainAsPublished, retainHandling, subscriptionIdentifier: identifier };
}
