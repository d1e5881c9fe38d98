import type { Context } from "../context.ts";
import type { Acl } from "../ports/access.ts";
import type { ChangedClient, RightsChange } from "../ports/inside-rights.ts";
import { messageBytes } from "../routing/message.ts";
import {
  isAuthorAllowed,
  isDeliveryAllowed,
  isSubscriptionAllowed,
  isWillAllowed,
} from "../routing/still-allowed.ts";
import type { Session } from "../session/session.ts";

type Step = RightsChange | undefined;

/** What other rights would change for what is there, asked one by one so that others get their turn between. */
export function* changesBy(context: Context, next: Acl): Generator<Step> {
  for (const session of context.sessions) {
    yield* endingSubscriptions(session, next);
    yield* droppedMessages(session, next);
    yield willChange(context, session, next);
  }
  yield* retainedChanges(context, next);
}

function* endingSubscriptions(session: Session, next: Acl): Generator<Step> {
  for (const subscription of session.subscriptions.values()) {
    const { filter, topicFilter } = subscription;
    yield isSubscriptionAllowed(next, subscription)
      ? undefined
      : { kind: "subscriptionEnds", client: clientOf(session), filter, topicFilter };
  }
}

function* droppedMessages(session: Session, next: Acl): Generator<Step> {
  // a copy: between two steps messages leave the queue
  for (const delivery of [...session.queue]) {
    const { message } = delivery;
    yield isDeliveryAllowed(next, session, delivery)
      ? undefined
      : {
          kind: "messageDropped",
          client: clientOf(session),
          topic: message.topic.name,
          bytes: messageBytes(message),
        };
  }
}

function willChange({ acl }: Context, session: Session, next: Acl): Step {
  if (session.will === undefined) return undefined;
  const { content } = session.will;
  const isAllowed = isWillAllowed(acl, session, content);
  if (isAllowed === isWillAllowed(next, session, content)) return undefined;
  const kind = isAllowed ? "willSilenced" : "willHeard";
  return { kind, client: clientOf(session), topic: content.topic.name };
}

function* retainedChanges({ acl, clock, retained }: Context, next: Acl): Generator<Step> {
  for (const message of retained) {
    const isAllowed = isAuthorAllowed(acl, message);
    const isChanged = message.expiresAt > clock.now() && isAllowed !== isAuthorAllowed(next, message);
    const kind = isAllowed ? "retainedSilenced" : "retainedHeard";
    yield isChanged ? { kind, author: message.publisher, topic: message.topic.name } : undefined;
  }
}

function clientOf({ clientId, userName, link }: Session): ChangedClient {
  return { clientId, userName, isConnected: link !== undefined };
}
