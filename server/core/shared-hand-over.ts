import type { Context } from "./context.ts";
import type { Delivery } from "./routing/message.ts";
import { Prospect } from "./routing/shared-group.ts";
import type { Session } from "./session/session.ts";

/*
 * What becomes of messages that one member of a shared subscription was chosen for and cannot have (MQTT 5.0 §4.8.2).
 *
 * Sent to it and not acknowledged: they stay its own while its session lives [5 MQTT-4.8.2-4]. When the session ends, those
 * at QoS 1 go to another member; those at QoS 2 to nobody, since it may have them [5 MQTT-4.8.2-5].
 *
 * Waiting for it and not sent: the group's, as with HiveMQ. A group is a pool of workers, and those who are there do the
 * work: what waited for one that went away goes to those who stay, and one that comes takes up what waits for those who
 * are away. What nobody who is there has room for goes on waiting where it is.
 */

/** What a session leaves behind when it ends. */
export interface Legacy {
  /** Sent at QoS 1 by a shared subscription and not acknowledged. */
  readonly inFlight: readonly Delivery[];
  /** What waits by a shared subscription … */
  readonly waiting: readonly Delivery[];
  /** … and so many beside it, which are for nobody else. */
  readonly ownWaiting: number;
}

/** What another member may have to take over of a session that is about to end. */
export function legacyOf(session: Session): Legacy {
  const inFlight: Delivery[] = [];
  for (const { qos, state, message } of session.window.entries())
    if (qos === 1 && state === "published" && message?.sharedFilter !== undefined) inFlight.push(message);
  const waiting = [...session.queue.shared()];
  return { inFlight, waiting, ownWaiting: session.queue.size - waiting.length };
}

/** Gives what an ended session leaves behind to other members of its groups, and counts what nobody gets. */
export function handOverLegacy(context: Context, { inFlight, waiting, ownWaiting }: Legacy): void {
  context.counters.dropped["session-ended"] += ownWaiting;
  for (const delivery of inFlight) handOver(context, delivery);
  for (const delivery of waiting)
    if (!handOver(context, delivery)) context.counters.dropped["session-ended"]++;
}

function handOver(context: Context, { message, sharedFilter }: Delivery): boolean {
  if (sharedFilter === undefined || message.expiresAt <= context.clock.now()) return false;
  return context.publisher.handOver(message, sharedFilter, Prospect.OnReturn);
}

/**
 * Gives what waits for a session by shared subscriptions to members whose clients are there: all of it while its own client is
 * away, else what is by a subscription that has `ended`.
 */
export function handOverWaiting(context: Context, session: Session, ended?: string): void {
  // once nobody has room for one message of a group, nobody is asked about the next
  const full = new Set<string>();
  const give = ({ message, sharedFilter }: Delivery): boolean => {
    if (sharedFilter === undefined || full.has(sharedFilter)) return false;
    if (session.link !== undefined && session.subscriptions.has(sharedFilter)) return false;
    const isGiven = context.publisher.handOver(message, sharedFilter, Prospect.Later);
    if (!isGiven) full.add(sharedFilter);
    return isGiven;
  };
  const isOver = (): boolean =>
    session.link === undefined ? full.size > 0 && areFull(session, full) : ended === undefined;
  context.outgoing.backlog.giveAway(session, give, isOver);
}

/** Whether nobody has room in any of its groups. */
function areFull({ subscriptions }: Session, full: ReadonlySet<string>): boolean {
  for (const { shareName, filter } of subscriptions.values())
    if (shareName !== undefined && !full.has(filter)) return false;
  return true;
}

/** A member is there: what waits for others of its groups that are away goes to those who are there. */
export function takeUpWaiting(context: Context, session: Session, filters: Iterable<string>): void {
  for (const filter of filters) {
    const subscription = session.subscriptions.get(filter);
    if (subscription?.shareName === undefined) continue;
    const group = context.routes.tree.group(subscription.shareName, subscription.topicFilter);
    for (const member of group?.members ?? [])
      if (member.session.link === undefined) handOverWaiting(context, member.session);
  }
}
