import { isUtf8 } from "../../../protocol/bytes/utf8.ts";
import type { PublishView } from "../../../protocol/codec/publish.ts";
import { MqttError, protocolError } from "../../../protocol/errors.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { ClientLink, Context } from "../context.ts";
import type { Subject } from "../ports/access.ts";
import { Publication } from "../routing/publication.ts";
import type { Topic } from "../routing/topic.ts";
import type { Session } from "../session/session.ts";
import { NO_STORE_ROOM } from "../store-room.ts";
import { warn } from "../warn.ts";
import type { Refusal } from "./refusal.ts";

/** Throws for a PUBLISH that CONNACK said must not come; it ends the connection (MQTT 5.0 §3.2.2.3). */
export function checkAnnounced(
  { policy }: Pick<Context, "policy">,
  view: Pick<PublishView, "hasSubscriptionIdentifier" | "qos" | "retain">,
): void {
  if (view.hasSubscriptionIdentifier) {
    throw protocolError("a client may not send a Subscription Identifier", "5 MQTT-3.3.4-6");
  }
  if (view.qos > policy.maximumQoS) {
    const message = `QoS ${view.qos}, allowed is ${policy.maximumQoS} (maximum-qos)`;
    throw new MqttError(ReasonCode.QoSNotSupported, message, { clause: "5 MQTT-3.2.2-11" }); // [5 MQTT-3.2.2-11]
  }
  if (view.retain && policy.unavailable.has("retain")) {
    const message = "a retained message, and this broker keeps none (without)";
    throw new MqttError(ReasonCode.RetainNotSupported, message, { clause: "5 MQTT-3.2.2-14" }); // [5 MQTT-3.2.2-14]
  }
}

/**
 * Receive Maximum (§3.3.4): more unfinished messages than were announced end the connection, or are let pass with a
 * warning. What they cost is bounded all the same, by 65,535 packet ids. 3.x knows no Receive Maximum.
 */
export function checkReceiveMaximum(context: Context, link: ClientLink, session: Session): void {
  const { limits, policy } = context;
  if (link.quota.unfinished(session.received?.size ?? 0) < limits.receiveMaximum) return;
  const detail = `more than ${limits.receiveMaximum} unfinished QoS 1 and 2 messages (receive-maximum)`;
  // [5 MQTT-3.3.4-7]
  if (policy.strictness === "strict") {
    throw new MqttError(ReasonCode.ReceiveMaximumExceeded, detail, { clause: "5 MQTT-3.3.4-7" });
  }
  warn(context, link, session, "receive-maximum-exceeded", detail);
}

/** What can be refused by the answer to a PUBLISH (§3.4.2.1). */
export function refusalOf(
  context: Context,
  link: ClientLink,
  session: Session,
  topic: Topic,
  view: PublishView,
): Refusal | undefined {
  const ofRight = refusalOfRight(context, session, topic);
  if (ofRight !== undefined) return ofRight;
  if (context.policy.checkPayloadFormat && !hasPromisedFormat(view)) return notUtf8(view);
  if (view.retain && view.payloadStart < view.end) {
    const limit = context.publisher.retainLimit(topic, view.end - view.start, session.userName);
    if (limit === "maximum-uncommitted-bytes") return notStored(link, view);
    if (limit !== undefined) return noRoom(`no room for another retained message (${limit})`);
  }
  if (view.qos === 0) return undefined;
  if (context.storeRoom.isFull && mustBeStored(context, link, session, topic, view))
    return notStored(link, view);
  // 3.x has no way to say no: whoever has room gets it, and for the others it is dropped
  if (context.policy.onFullQueue !== "refuse-publisher" || link.version < 5) return undefined;
  const { publisher } = context;
  const publication = Publication.received(topic, view, session, link.heardAt, publisher.keeper);
  const full = publisher.fullQueue(publication);
  if (full === undefined) return undefined;
  // the publisher is told no other client's id
  return { ...noRoom(`no room in the queue of a subscriber (${full.setting})`), fullClientId: full.clientId };
}

/** Whether the store would have to keep something of it: for somebody who gets it, or its packet id. */
function mustBeStored(
  { publisher, outgoing, counters }: Context,
  link: ClientLink,
  session: Session,
  topic: Topic,
  view: PublishView,
): boolean {
  if (view.qos === 2 && outgoing.lacksStore(session)) {
    counters.heldBack["maximum-uncommitted-bytes"]++;
    return true;
  }
  return publisher.lacksStore(Publication.received(topic, view, session, link.heardAt, publisher.keeper));
}

/** An acknowledgement would say that it is safe. 3.x can be told no only by the end of the connection [3 MQTT-3.3.5-2]. */
function notStored({ version }: ClientLink, { qos }: PublishView): Refusal {
  if (version === 5 || qos === 0) return noRoom(NO_STORE_ROOM);
  throw new MqttError(ReasonCode.QuotaExceeded, NO_STORE_ROOM, { clause: "3 MQTT-3.3.5-2" });
}

function noRoom(reason: string): Refusal {
  return { reasonCode: ReasonCode.QuotaExceeded, reason };
}

/** `$SYS` topics are refused whatever the rights say (§4.7.2). */
export const BROKERS_OWN: Refusal = {
  reasonCode: ReasonCode.NotAuthorized,
  reason: "$SYS topics are the broker's own",
};
const NOT_ALLOWED: Refusal = {
  reasonCode: ReasonCode.NotAuthorized,
  reason: "not allowed to publish there",
};

/** Whether the client has no right to publish there, whatever the message is. */
export function refusalOfRight(
  { acl }: Pick<Context, "acl">,
  subject: Subject,
  topic: Topic,
): Refusal | undefined {
  if (topic.isBrokers) return BROKERS_OWN;
  return acl.mayPublish(subject, topic.name) ? undefined : NOT_ALLOWED;
}

function hasPromisedFormat({ payloadFormatIndicator, buffer, payloadStart, end }: PublishView): boolean {
  return payloadFormatIndicator === 0 || isUtf8(buffer.subarray(payloadStart, end));
}

/** §3.3.2.3.2; at QoS 0 there is no answer but the end of the connection. */
function notUtf8({ qos }: PublishView): Refusal {
  const reason = "the payload is said to be text (Payload Format Indicator 1) and is not UTF-8";
  if (qos > 0) return { reasonCode: ReasonCode.PayloadFormatInvalid, reason };
  throw new MqttError(ReasonCode.PayloadFormatInvalid, reason, { clause: "5 §3.3.2.3.2" });
}
