import { parseSharedFilter } from "../../protocol/topics/shared.ts";
import type { Context } from "./context.ts";
import type { RecoveredSession } from "./ports/store.ts";
import { fromStored } from "./routing/stored-message.ts";
import type { Session } from "./session/session.ts";

/** Takes up what the store kept: retained messages, sessions with all that waited for them, delayed wills. */
export async function recover(context: Context): Promise<void> {
  const recovered = await context.store.recover();
  context.publisher.keeper.startAt(recovered.nextMessageNumber);
  for (const stored of recovered.retained) context.retained.set(fromStored(stored, context.topics));
  for (const session of recovered.sessions) recoverSession(context, session);
}

function recoverSession(context: Context, kept: RecoveredSession): void {
  const session = context.sessions.start(kept.clientId, kept.userName);
  session.expirySeconds = kept.expirySeconds;
  for (const subscription of kept.subscriptions) {
    const shared = parseSharedFilter(subscription.filter);
    const {
      filter,
      qos,
      noLocal,
      retainAsPublished,
      retainHandling,
      subscriptionIdentifier: identifier,
    } = subscription;
    const live = {
      session,
      filter,
      qos,
      noLocal,
      retainAsPublished,
      retainHandling,
      identifier,
      topicFilter: shared?.filter ?? filter,
      shareName: shared?.shareName,
    };
    session.subscriptions.set(filter, live);
    context.routes.add(live);
  }
  for (const packetId of kept.receivedPacketIds) session.received.add(packetId);
  for (const message of kept.messages) recoverMessage(context, session, message);
  if (kept.will !== undefined) recoverWill(context, session, kept.will);
  context.sessions.expireFrom(session, kept.leftAt ?? context.clock.now());
}

function recoverMessage(
  context: Context,
  session: Session,
  kept: RecoveredSession["messages"][number],
): void {
  const message = kept.message === undefined ? undefined : fromStored(kept.message, context.topics);
  const { qos, retain, subscriptionIdentifiers, sharedFilter, delivery } = kept;
  const whole =
    message === undefined ? undefined : { message, qos, retain, subscriptionIdentifiers, sharedFilter };
  if (delivery !== undefined && qos > 0) {
    session.window.restore({
      packetId: delivery.packetId,
      qos: qos === 1 ? 1 : 2,
      message: whole,
      state: delivery.state,
    });
  } else if (whole !== undefined) {
    context.outgoing.backlog.push(session, whole);
  }
}

function recoverWill(
  context: Context,
  session: Session,
  { message, delaySeconds, dueAt }: NonNullable<RecoveredSession["will"]>,
): void {
  context.wills.recover(
    session,
    { ...message, topic: context.topics.named(message.topic) },
    delaySeconds,
    dueAt,
  );
}
