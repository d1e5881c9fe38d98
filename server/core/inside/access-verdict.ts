import { MqttError } from "../../../protocol/errors.ts";
import { NO_PROPERTIES, RetainHandling } from "../../../protocol/packets.ts";
import type { Context } from "../context.ts";
import { BROKERS_OWN, checkAnnounced, refusalOfRight } from "../packets/publish-checks.ts";
import type { Refusal } from "../packets/refusal.ts";
import {
  checkAnnounced as checkAnnouncedToSubscribers,
  checkFilters,
  NO_RIGHT_TO_SUBSCRIBE,
  refusalOf as refusalOfSubscription,
} from "../packets/subscribe-checks.ts";
import type { AccessQuestion, AccessVerdict } from "../ports/inside-rights.ts";
import { createSession, type Session } from "../session/session.ts";
import { createSubscription } from "../session/subscription.ts";

const ALLOWED: AccessVerdict = { by: "rights", isAllowed: true };
const NOT_ALLOWED: AccessVerdict = { by: "rights", isAllowed: false };

/** Whether a client may do it, by the checks of its packets in their order; nothing is done. */
export function verdictOn(context: Context, question: AccessQuestion): AccessVerdict {
  try {
    if (question.action === "publish") return onPublishing(context, question);
    if (question.action === "subscribe") return onSubscribing(context, question);
    return context.acl.mayReceive(question, question.topic) ? ALLOWED : NOT_ALLOWED;
  } catch (error) {
    // a packet like this would end the connection
    if (error instanceof MqttError) return bySetting(error.reasonCode, error.message);
    throw error;
  }
}

function onPublishing(context: Context, { topic, qos, retain, ...subject }: AccessQuestion): AccessVerdict {
  const named = context.topics.named(topic);
  checkAnnounced(context, { qos, retain, hasSubscriptionIdentifier: false });
  const refusal = refusalOfRight(context, subject, named);
  if (refusal === BROKERS_OWN) return { by: "brokers-topic" };
  return refusal === undefined ? ALLOWED : NOT_ALLOWED;
}

function onSubscribing(context: Context, question: AccessQuestion): AccessVerdict {
  const request = {
    filter: question.topic,
    qos: question.qos,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: RetainHandling.SendAtSubscribe,
  } as const;
  checkFilters([question.topic], 5);
  checkAnnouncedToSubscribers(context, { subscriptions: [request], properties: NO_PROPERTIES }, 5);
  const subscription = createSubscription(sessionOf(context, question), request, undefined);
  const refusal: Refusal | undefined = refusalOfSubscription(context, subscription);
  if (refusal === undefined) return ALLOWED;
  return refusal === NO_RIGHT_TO_SUBSCRIBE ? NOT_ALLOWED : bySetting(refusal.reasonCode, refusal.reason);
}

/** The session that is there, or one that would begin; nobody else sees it. */
function sessionOf({ sessions, clock }: Context, { clientId, userName }: AccessQuestion): Session {
  const present = sessions.get(clientId);
  return present?.userName === userName && present !== undefined
    ? present
    : createSession(clientId, userName, 1, clock.now());
}

function bySetting(reasonCode: number, reason: string): AccessVerdict {
  return { by: "setting", reasonCode, reason };
}
