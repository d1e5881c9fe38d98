import { utf8ByteLength } from "../../../protocol/bytes/utf8.ts";
import { MqttError } from "../../../protocol/errors.ts";
import {
  NO_PROPERTIES,
  PacketType,
  RetainHandling,
  type Subscribe,
  type SubscriptionRequest,
} from "../../../protocol/packets.ts";
import { FIRST_ERROR_CODE, ReasonCode } from "../../../protocol/reason-codes.ts";
import { isSharedFilter, parseSharedFilter, sharedFilterError } from "../../../protocol/topics/shared.ts";
import { levelCount, topicFilterError } from "../../../protocol/topics/validate.ts";
import { type ClientLink, type Context, tell } from "../context.ts";
import { RetainedReplay } from "../routing/retained-replay.ts";
import type { Session } from "../session/session.ts";
import type { Subscription } from "../session/subscription.ts";
import { takeUpWaiting } from "../shared-hand-over.ts";

const FAILURE_IN_3 = 0x80;

/** SUBSCRIBE (MQTT 5.0 §3.8.4): each filter is answered for itself. */
export function onSubscribe(context: Context, link: ClientLink, session: Session, packet: Subscribe): void {
  const identifier = packet.properties.subscriptionIdentifiers?.[0];
  // one code for each filter, in their order [5 MQTT-3.8.4-5] [5 MQTT-3.8.4-6] [5 MQTT-3.9.3-1] [3 MQTT-3.8.4-4] [3 MQTT-3.8.4-5] [3 MQTT-3.9.3-1]
  const reasonCodes = packet.subscriptions.map((request) =>
    subscribe(context, session, link.isBridge ? asBridge(request) : request, identifier),
  );
  if (context.store.isDurable) link.outbox.gate();
  // [5 MQTT-3.8.4-1] [5 MQTT-3.8.4-2] [5 MQTT-2.2.1-6] [3 MQTT-3.8.4-1] [3 MQTT-3.8.4-2] [3 MQTT-2.3.1-7]
  link.send({
    type: PacketType.Suback,
    packetId: packet.packetId,
    reasonCodes: link.version === 5 ? reasonCodes : reasonCodes.map(in3),
    properties: NO_PROPERTIES,
  });
  context.outgoing.pump(session); // retained messages come after SUBACK
  takeUpWaiting(
    context,
    session,
    packet.subscriptions.map(({ filter }) => filter),
  );
}

/** A bridge gets nothing back of what it brought, and every RETAIN as it was; before 5.0 it cannot ask for that. */
function asBridge(request: SubscriptionRequest): SubscriptionRequest {
  return { ...request, noLocal: !isSharedFilter(request.filter), retainAsPublished: true };
}

function in3(reasonCode: ReasonCode): ReasonCode {
  return reasonCode >= FIRST_ERROR_CODE ? FAILURE_IN_3 : reasonCode;
}

function subscribe(
  context: Context,
  session: Session,
  request: SubscriptionRequest,
  identifier: number | undefined,
): ReasonCode {
  const { filter } = request;
  const shared = parseSharedFilter(filter);
  if (isSharedFilter(filter) && request.noLocal) {
    throw new MqttError(ReasonCode.ProtocolError, "No Local on a shared subscription", {
      clause: "5 MQTT-3.8.3-4",
    }); // [5 MQTT-3.8.3-4]
  }
  const refusal = refusalOf(context, session, filter, shared?.filter ?? filter);
  if (refusal !== undefined) {
    tell(context, { type: "subscriptionRefused", clientId: session.clientId, filter, ...refusal });
    return refusal.reasonCode;
  }
  const isNew = !session.subscriptions.has(filter);
  const subscription: Subscription = {
    session,
    filter,
    topicFilter: shared?.filter ?? filter,
    shareName: shared?.shareName,
    identifier,
    qos: request.qos,
    noLocal: request.noLocal,
    retainAsPublished: request.retainAsPublished,
    retainHandling: request.retainHandling,
  };
  context.sessions.subscribe(session, subscription);
  tell(context, { type: "subscribed", clientId: session.clientId, filter, qos: request.qos });
  if (sendsRetained(subscription, isNew)) session.replays.push(new RetainedReplay(context, subscription)); // [5 MQTT-3.8.4-4]
  return request.qos; // the granted QoS is the one asked for [5 MQTT-3.8.4-7]
}

/** [5 MQTT-3.3.1-9] [5 MQTT-3.3.1-10] [5 MQTT-3.3.1-11] [3 MQTT-3.3.1-6]; never for shared subscriptions (§4.8.2). */
function sendsRetained(subscription: Subscription, isNew: boolean): boolean {
  if (subscription.shareName !== undefined) return false;
  if (subscription.retainHandling === RetainHandling.SendAtSubscribe) return true;
  return subscription.retainHandling === RetainHandling.SendIfNew && isNew;
}

function refusalOf(
  context: Context,
  session: Session,
  filter: string,
  topicFilter: string,
): { reasonCode: ReasonCode; reason: string } | undefined {
  const { limits } = context;
  const error = isSharedFilter(filter) ? sharedFilterError(filter) : topicFilterError(filter);
  if (error !== undefined) return { reasonCode: ReasonCode.TopicFilterInvalid, reason: error };
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
  if (!context.acl.maySubscribe(session, topicFilter))
    return { reasonCode: ReasonCode.NotAuthorized, reason: "not allowed to subscribe to it" };
  return undefined;
}
