import { ReasonCode } from "../../protocol/reason-codes.ts";
import { type Context, tell } from "./context.ts";
import { isDeliveryAllowed, isSubscriptionAllowed } from "./routing/still-allowed.ts";
import type { Session } from "./session/session.ts";

/** Rights have changed: ends the subscriptions and forgets the waiting messages that are not allowed any more. */
export function recheckRights(context: Context): void {
  for (const session of context.sessions) {
    endSubscriptions(context, session);
    const { acl, outgoing } = context;
    outgoing.backlog.withdraw(session, (delivery) => isDeliveryAllowed(acl, session, delivery));
  }
}

function endSubscriptions(context: Context, session: Session): void {
  const { acl, sessions } = context;
  for (const subscription of [...session.subscriptions.values()]) {
    if (isSubscriptionAllowed(acl, subscription)) continue;
    const { filter } = subscription;
    sessions.unsubscribe(session, filter);
    const { clientId } = session;
    const reason = "not allowed any more; the subscription has ended";
    tell(context, {
      type: "subscriptionRefused",
      clientId,
      filter,
      reasonCode: ReasonCode.NotAuthorized,
      reason,
    });
  }
}
