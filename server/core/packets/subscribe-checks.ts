import { utf8ByteLength } from "../../../protocol/bytes/utf8.ts";
import { MqttError } from "../../../protocol/errors.ts";
import type { ProtocolVersion, Subscribe } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { isSharedFilter, sharedFilterError } from "../../../protocol/topics/shared.ts";
import { levelCount, topicFilterError } from "../../../protocol/topics/validate.ts";
import type { Context } from "../context.ts";
import type { Policy } from "../ports/policy.ts";
import type { Subscription } from "../session/subscription.ts";
import { NO_STORE_ROOM } from "../store-room.ts";
import type { Refusal } from "./refusal.ts";

const WILDCARDS = /[+#]/;
/** The rights do not allow the filter; all else was asked before. */
export const NO_RIGHT_TO_SUBSCRIBE: Refusal = {
  reasonCode: ReasonCode.NotAuthorized,
  reason: "not allowed to subscribe to it",
};

/**
 * Throws for a filter that is none, in SUBSCRIBE as in UNSUBSCRIBE; it ends the connection (MQTT 5.0 §4.7, §4.13.1). To
 * 3.1.1 `$share/…` is a filter like any other, so there one without a name is merely refused.
 */
export function checkFilters(filters: readonly string[], version: ProtocolVersion): void {
  for (const filter of filters) {
    const error = topicFilterError(filter);
    if (error === undefined || (version !== 5 && isSharedFilter(filter))) continue;
    // [5 MQTT-4.7.1-1] [5 MQTT-4.7.1-2] [5 MQTT-4.7.3-1] [5 MQTT-4.8.2-1] [5 MQTT-4.8.2-2] [5 MQTT-4.13.1-1]
    // [3 MQTT-4.7.1-2] [3 MQTT-4.7.1-3] [3 MQTT-4.7.3-1] [3 MQTT-4.8.0-1]
    throw new MqttError(ReasonCode.MalformedPacket, error, { clause: `${version === 5 ? 5 : 3} §4.7` });
  }
}

/**
 * Throws for a SUBSCRIBE that the specification or CONNACK forbids as a whole; it ends the connection (MQTT 5.0 §3.2.2.3).
 * CONNACK of 3.1.1 cannot tell what is not offered, so there such a filter is merely refused.
 */
export function checkAnnounced(
  { policy }: Pick<Context, "policy">,
  packet: Pick<Subscribe, "subscriptions" | "properties">,
  version: ProtocolVersion,
): void {
  if (packet.properties.subscriptionIdentifiers !== undefined && policy.unavailable.has("identifiers")) {
    throw new MqttError(
      ReasonCode.SubscriptionIdentifiersNotSupported,
      notOffered("a subscription identifier"),
      { clause: "5 §3.2.2.3.12" },
    );
  }
  if (version !== 5) return;
  for (const { filter } of packet.subscriptions) {
    const refusal = refusalOfKind(filter, policy);
    if (refusal !== undefined) {
      throw new MqttError(refusal.reasonCode, refusal.reason, { clause: "5 §3.2.2.3" });
    }
  }
}

/** Why this broker takes no filters of such a kind. */
function refusalOfKind(filter: string, { unavailable }: Policy): Refusal | undefined {
  if (unavailable.has("shared") && isSharedFilter(filter)) {
    const reason = notOffered("a shared subscription");
    return { reasonCode: ReasonCode.SharedSubscriptionsNotSupported, reason };
  }
  if (unavailable.has("wildcards") && WILDCARDS.test(filter)) {
    const reason = notOffered("a filter with wildcards");
    return { reasonCode: ReasonCode.WildcardSubscriptionsNotSupported, reason }; // [3 MQTT-3.8.3-2]
  }
  return undefined;
}

function notOffered(what: string): string {
  return `${what}, which this broker does not offer (without)`;
}

/** Why one filter of a SUBSCRIBE is not taken, though the others may be (§3.9.3). */
export function refusalOf(
  context: Context,
  { session, filter, topicFilter }: Subscription,
): Refusal | undefined {
  const { limits } = context;
  // others that are none have ended the connection
  const error = isSharedFilter(filter) ? sharedFilterError(filter) : undefined;
  if (error !== undefined) return { reasonCode: ReasonCode.TopicFilterInvalid, reason: error };
  const ofKind = refusalOfKind(filter, context.policy);
  if (ofKind !== undefined) return ofKind;
  const bytes = utf8ByteLength(topicFilter);
  if (bytes > limits.maximumTopicBytes) {
    return {
      reasonCode: ReasonCode.TopicFilterInvalid,
      reason: `${bytes} bytes, allowed are ${limits.maximumTopicBytes} (maximum-topic-bytes)`,
    };
  }
  if (levelCount(topicFilter) > limits.maximumTopicLevels) {
    return {
      reasonCode: ReasonCode.TopicFilterInvalid,
      reason: `more than ${limits.maximumTopicLevels} levels (maximum-topic-levels)`,
    };
  }
  if (
    session.subscriptions.size >= limits.maximumSubscriptionsPerClient &&
    !session.subscriptions.has(filter)
  ) {
    return {
      reasonCode: ReasonCode.QuotaExceeded,
      reason: "too many subscriptions (maximum-subscriptions-per-client)",
    };
  }
  if (context.memory.isReached && !session.subscriptions.has(filter)) {
    const reason = "too much memory is in use for another subscription (maximum-memory-bytes)";
    return { reasonCode: ReasonCode.QuotaExceeded, reason, heldBackBy: "maximum-memory-bytes" };
  }
  if (context.outgoing.lacksStore(session) && !session.subscriptions.has(filter)) {
    const heldBackBy = "maximum-uncommitted-bytes";
    return { reasonCode: ReasonCode.QuotaExceeded, reason: NO_STORE_ROOM, heldBackBy };
  }
  return context.acl.maySubscribe(session, topicFilter) ? undefined : NO_RIGHT_TO_SUBSCRIBE;
}
