import { MqttError } from "../../protocol/errors.ts";
import { MAXIMUM_PACKET_ID } from "../../protocol/limits.ts";
import { type Context, tell } from "./context.ts";
import type {
  Recovered,
  RecoveredDelivery,
  RecoveredRetained,
  RecoveredSession,
  StoredMessage,
  StoredWill,
} from "./ports/store.ts";
import type { StoreDamage } from "./ports/store-status.ts";
import type { Message } from "./routing/message.ts";
import { fromStored } from "./routing/stored-message.ts";
import type { Session } from "./session/session.ts";
import { createSubscription } from "./session/subscription.ts";

/** Puts milliseconds far apart; it has no factor in common with the number of packet ids. */
const SCATTER = 40_507;

/** What was found in the store and cannot be taken up, since its topic breaks a limit that was not there when it came. */
interface LeftOut {
  retained: number;
  queued: number;
  wills: number;
  /** Of the first. */
  reason: string | undefined;
}

/** What of a session runs by the clock. */
type Timed = Pick<RecoveredSession, "will" | "leftAt">;

/** What has been taken up so far. */
interface Progress {
  sessions: number;
  retained: number;
  queued: number;
  readonly leftOut: LeftOut;
  /** Each queued message once, however many sessions have it. */
  readonly messages: Map<StoredMessage, Message>;
}

/** Takes up what the store kept: retained messages, sessions with all that waited for them, delayed wills. */
export async function recover(context: Context): Promise<void> {
  const began = context.clock.now();
  const recovered = await context.store.recover();
  const leftOut: LeftOut = { retained: 0, queued: 0, wills: 0, reason: undefined };
  const progress: Progress = { sessions: 0, retained: 0, queued: 0, leftOut, messages: new Map() };
  if (recovered.damage !== undefined) tell(context, { type: "storeDamaged", damage: recovered.damage });
  context.publisher.keeper.startAt(recovered.nextMessageNumber);
  context.outgoing.backlog.startAt(recovered.nextPlace);
  for await (const part of recovered.retained)
    for (const found of part) recoverRetained(context, found, progress);
  context.wills.recoverEnded(recovered.endedWills);
  context.totals.start(recovered.totals);
  await recoverSessions(context, recovered, progress);
  tellProgress(context, progress, began, recovered.damage);
}

/** What runs by the clock begins only when all sessions are there: a will that is due reaches them all. */
async function recoverSessions(context: Context, { sessions }: Recovered, progress: Progress): Promise<void> {
  const timed: { readonly session: Session; readonly kept: Timed }[] = [];
  for await (const part of sessions) {
    for (const kept of part) {
      const { will, leftAt } = kept;
      timed.push({ session: recoverSession(context, kept, progress), kept: { will, leftAt } });
    }
  }
  for (const { session, kept } of timed) {
    if (kept.will !== undefined) recoverWill(context, session, kept.will, progress);
    if (session.expirySeconds > 0) leaveSession(context, session, kept.leftAt);
  }
  const now = context.clock.now();
  for (const { session } of timed) {
    if (session.expirySeconds === 0) endWithProcess(context, session);
    else if (isOver(session, now)) context.sessions.end(session, "expired"); // [5 MQTT-4.1.0-2]
  }
}

function tellProgress(
  context: Context,
  progress: Progress,
  at: number,
  damage: StoreDamage | undefined,
): void {
  if (!context.store.isDurable) return;
  const { sessions, retained, queued } = progress;
  const { reason, ...counts } = progress.leftOut;
  const takenUp = { sessions, retained, queued, milliseconds: context.clock.now() - at };
  const leftOut = reason === undefined ? undefined : { ...counts, reason };
  context.recoveryLog.last = { at, ...takenUp, leftOut, damage };
  tell(context, { type: "recovered", ...takenUp });
  if (leftOut !== undefined) tell(context, { type: "recoveryIncomplete", ...leftOut });
}

/** Its time has passed while the process was down: no client comes back to it. */
function isOver({ expiresAt }: Session, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

/** A session that was to end with its connection, of which only the will was kept: it is due. */
function endWithProcess(context: Context, session: Session): void {
  if (session.will === undefined) context.store.append({ type: "sessionEnded", clientId: session.clientId });
  context.sessions.end(session, "disconnected");
}

/** One whose topic is not allowed stays in the store: it is there again once the limit is raised. */
function recoverRetained(context: Context, found: RecoveredRetained, progress: Progress): void {
  if (!isAllowed(context, found.topic, progress)) {
    progress.leftOut.retained++;
    return;
  }
  progress.retained++;
  context.publisher.recoverRetained(found);
}

function recoverSession(context: Context, kept: RecoveredSession, progress: Progress): Session {
  progress.sessions++;
  const session = context.sessions.start(kept.clientId, kept.userName);
  session.expirySeconds = kept.expirySeconds;
  for (const subscription of kept.subscriptions) {
    const live = createSubscription(session, subscription, subscription.subscriptionIdentifier);
    session.subscriptions.set(live.filter, live);
    context.routes.add(live);
  }
  if (kept.receivedPacketIds.length > 0) session.received = new Set(kept.receivedPacketIds);
  for (const delivery of kept.deliveries) recoverDelivery(context, session, delivery, progress);
  session.window.countFrom(unfamiliarPacketId(context));
  context.outgoing.backlog.restore(session, kept.waiting);
  progress.queued += kept.waiting.messages;
  return session;
}

/**
 * Where what was kept last is lost (a damaged journal, a power failure without `fsync`), a client may have begun exchanges of
 * QoS 2 of which nothing is known any more: another message with the same packet id it would take for a repetition. So ids
 * go on elsewhere after each start.
 */
function unfamiliarPacketId({ clock }: Context): number {
  return 1 + (((Math.floor(clock.now()) % MAXIMUM_PACKET_ID) * SCATTER) % MAXIMUM_PACKET_ID);
}

/** Its expiry counts from when it was left; one that was connected is left now, whenever the next start is. */
function leaveSession(
  { sessions, store, clock }: Context,
  session: Session,
  leftAt: number | undefined,
): void {
  const at = leftAt ?? clock.now();
  if (leftAt === undefined) store.append({ type: "sessionLeft", clientId: session.clientId, at });
  sessions.expireFrom(session, at);
}

function recoverDelivery(
  context: Context,
  session: Session,
  kept: RecoveredDelivery,
  progress: Progress,
): void {
  const { packetId, state, message: stored, ...rest } = kept;
  // once released only the packet id is needed
  const isReleased = stored === undefined || state === "released";
  const message = isReleased ? undefined : queuedMessageOf(context, stored, progress);
  if (!isReleased && message === undefined) {
    // its packet id is given to others, so the store must forget it too
    progress.leftOut.queued++;
    context.store.append({ type: "deliveryEnded", clientId: session.clientId, packetId });
    return;
  }
  progress.queued++;
  const whole = message && { sharedFilter: undefined, ...rest, message };
  session.window.restore({ packetId, qos: kept.qos === 1 ? 1 : 2, message: whole, state });
}

function recoverWill(context: Context, session: Session, kept: StoredWill, progress: Progress): void {
  const { message, delaySeconds, dueAt, cause } = kept;
  if (!isAllowed(context, message.topic, progress)) {
    progress.leftOut.wills++;
    context.store.append({ type: "willEnded", clientId: session.clientId });
    return;
  }
  const topic = context.topics.own(message.topic);
  const waiting = dueAt === undefined ? undefined : { dueAt, cause: cause ?? "connection-lost" };
  context.wills.recover(session, { ...message, topic }, delaySeconds, waiting);
}

function queuedMessageOf(context: Context, stored: StoredMessage, progress: Progress): Message | undefined {
  const known = progress.messages.get(stored);
  if (known !== undefined || !isAllowed(context, stored.topic, progress)) return known;
  const message = fromStored(stored, context.topics.own(stored.topic));
  progress.messages.set(stored, message);
  return message;
}

function isAllowed({ topics }: Context, name: string, progress: Progress): boolean {
  try {
    topics.expectAllowed(name);
    return true;
  } catch (error) {
    if (!(error instanceof MqttError)) throw error;
    progress.leftOut.reason ??= error.message;
    return false;
  }
}
