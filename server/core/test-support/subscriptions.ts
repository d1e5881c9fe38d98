import { parseSharedFilter } from "../../../protocol/topics/shared.ts";
import type { Session } from "../session/session.ts";
import type { Subscription } from "../session/subscription.ts";

/** A subscription with what a test does not care about filled in. */
export function subscriptionTo(
  session: Session,
  filter: string,
  rest: Partial<Subscription> = {},
): Subscription {
  const shared = parseSharedFilter(filter);
  return {
    session,
    filter,
    topicFilter: shared?.filter ?? filter,
    shareName: shared?.shareName,
    identifier: undefined,
    qos: 0,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0,
    ...rest,
  };
}
