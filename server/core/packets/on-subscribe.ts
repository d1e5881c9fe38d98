import {
  NO_PROPERTIES,
  PacketType,
  RetainHandling,
  type Suback,
  type Subscribe,
  type SubscriptionRequest,
} from "../../../protocol/packets.ts";
import { FIRST_ERROR_CODE, type ReasonCode } from "../../../protocol/reason-codes.ts";
import { isSharedFilter } from "../../../protocol/topics/shared.ts";
import { type ClientLink, type Context, tell } from "../context.ts";
import { RetainedReplay } from "../routing/retained-replay.ts";
import { Queue } from "../session/queue.ts";
import { isStored, type Session } from "../session/session.ts";
import { createSubscription, type Subscription } from "../session/subscription.ts";
import { takeUpWaiting } from "../shared-hand-over.ts";
import { checkAnnounced, checkFilters, refusalOf } from "./subscribe-checks.ts";
import { withReason } from "./with-reason.ts";

const FAILURE_IN_3 = 0x80;

/** SUBSCRIBE (MQTT 5.0 §3.8.4): each filter is answered for itself. */
export function onSubscribe(context: Context, link: ClientLink, session: Session, packet: Subscribe): void {
  // decide
  const identifier = packet.properties.subscriptionIdentifiers?.[0];
  const filters = packet.subscriptions.map(({ filter }) => filter);
  checkFilters(filters, link.version);
  checkAnnounced(context, packet, link.version);
  const reasons: string[] = [];
  // one code for each filter, in their order [5 MQTT-3.8.4-5] [5 MQTT-3.8.4-6] [5 MQTT-3.9.3-1] [3 MQTT-3.8.4-4] [3 MQTT-3.8.4-5] [3 MQTT-3.9.3-1]
  const reasonCodes = packet.subscriptions.map((request) =>
    subscribe(context, session, link.isBridge ? asBridge(request) : request, identifier, reasons),
  );
  if (isStored(session, context.store) && reasonCodes.some(isGranted)) link.outbox.gate();
  // [5 MQTT-3.8.4-1] [5 MQTT-3.8.4-2] [5 MQTT-2.2.1-6] [3 MQTT-3.8.4-1] [3 MQTT-3.8.4-2] [3 MQTT-2.3.1-7]
  const suback: Suback = {
    type: PacketType.Suback,
    packetId: packet.packetId,
    reasonCodes: link.version === 5 ? reasonCodes : reasonCodes.map(in3),
    properties: NO_PROPERTIES,
  };
  const [reason] = reasons;
  link.send(reason === undefined ? suback : withReason(link, suback, reason));
  context.outgoing.pump(session); // retained messages come after SUBACK
  takeUpWaiting(context, session, filters);
}

/** A bridge gets nothing back of what it brought, and every RETAIN as it was; before 5.0 it cannot ask for that. */
function asBridge(request: SubscriptionRequest): SubscriptionRequest {
  return { ...request, noLocal: !isSharedFilter(request.filter), retainAsPublished: true };
}

function isGranted(reasonCode: ReasonCode): boolean {
  return reasonCode < FIRST_ERROR_CODE;
}

function in3(reasonCode: ReasonCode): ReasonCode {
  return isGranted(reasonCode) ? reasonCode : FAILURE_IN_3;
}

function subscribe(
  context: Context,
  session: Session,
  request: SubscriptionRequest,
  identifier: number | undefined,
  reasons: string[],
): ReasonCode {
  const { filter } = request;
  const subscription = createSubscription(session, request, identifier);
  const refusal = refusalOf(context, subscription);
  if (refusal !== undefined) {
    const { reasonCode, reason, heldBackBy } = refusal;
    if (heldBackBy !== undefined) context.counters.heldBack[heldBackBy]++;
    tell(context, { type: "subscriptionRefused", clientId: session.clientId, filter, reasonCode, reason });
    reasons.push(`${filter}: ${reason}`);
    return reasonCode;
  }
  const isNew = !session.subscriptions.has(filter);
  context.sessions.subscribe(session, subscription);
  tell(context, { type: "subscribed", clientId: session.clientId, filter, qos: request.qos });
  if (sendsRetained(subscription, isNew)) {
    session.replays ??= new Queue();
    session.replays.push(new RetainedReplay(context, subscription)); // [5 MQTT-3.8.4-4]
  }
  return request.qos; // the granted QoS is the one asked for [5 MQTT-3.8.4-7] [5 MQTT-3.2.2-10]
}

/** [5 MQTT-3.3.1-9] [5 MQTT-3.3.1-10] [5 MQTT-3.3.1-11] [3 MQTT-3.3.1-6]; never for shared subscriptions (§4.8.2). */
function sendsRetained(subscription: Subscription, isNew: boolean): boolean {
  if (subscription.shareName !== undefined) return false;
  if (subscription.retainHandling === RetainHandling.SendAtSubscribe) return true;
  return subscription.retainHandling === RetainHandling.SendIfNew && isNew;
}
