import type { Acl } from "../ports/access.ts";
import type { Session } from "../session/session.ts";
import type { Subscription } from "../session/subscription.ts";
import type { WillContent } from "../session/will.ts";
import { BROKER, type Delivery, type Message } from "./message.ts";

/*
 * Rights that change under what is there already. What the broker does and what a preview tells ask the same here.
 */

/** Whether a subscription may stay. */
export function isSubscriptionAllowed(acl: Acl, { session, topicFilter }: Subscription): boolean {
  return acl.maySubscribe(session, topicFilter);
}

/** Whether a message may go on waiting for a session. */
export function isDeliveryAllowed(acl: Acl, session: Session, { message }: Delivery): boolean {
  return acl.mayReceive(session, message.topic.name);
}

/** Who has lost the right to publish there speaks there no more, not through what was retained either. */
export function isAuthorAllowed(acl: Acl, { publisher, topic }: Message): boolean {
  return publisher.clientId === BROKER.clientId || acl.mayPublish(publisher, topic.name);
}

/** Whether a will may be published when it is due. */
export function isWillAllowed(acl: Acl, session: Session, { topic }: WillContent): boolean {
  return acl.mayPublish(session, topic.name);
}
