import { SESSION_NEVER_EXPIRES } from "../../protocol/limits.ts";
import { type Context, tell } from "./context.ts";
import type { DisconnectCause, SessionEnd } from "./ports/observer.ts";
import type { Delivery } from "./routing/message.ts";
import { waitingDelivery } from "./routing/stored-message.ts";
import { createSession, historyOf, isDurable, isStored, type Link, type Session } from "./session/session.ts";
import { type Subscription, storedSubscription } from "./session/subscription.ts";
import { WaitingQueue } from "./session/waiting-queue.ts";
import { handOverLegacy, handOverWaiting, legacyOf } from "./shared-hand-over.ts";
import { UnsafeEnds } from "./unsafe-ends.ts";

const MILLISECONDS = 1000;
/** Ends of connections remembered with each session. */
const KEPT_DISCONNECTS = 10;

/** Ends of a connection after which its client is there again in a moment, its session ends at once, or nobody is there. */
const STAYS_FOR_NOW: readonly DisconnectCause[] = ["taken-over", "session-ended", "server-shutdown"];

/** Every session there is, by client id: how it starts, is left, resumed, and ends (MQTT 5.0 §3.1.2.4, §3.1.2.11.2, §4.1). */
export class Sessions {
  readonly #context: () => Context;
  readonly #queuePageMessages: number | undefined;
  readonly #byClientId = new Map<string, Session>();
  readonly #connected = new Set<Session>();
  readonly #unsafeEnds = new UnsafeEnds();
  #mostConnected = 0;
  #isShuttingDown = false;

  /** `context` is asked when it is complete: sessions are a part of it. */
  constructor(context: () => Context, queuePageMessages: number | undefined) {
    this.#context = context;
    this.#queuePageMessages = queuePageMessages;
  }

  get size(): number {
    return this.#byClientId.size;
  }

  get connected(): number {
    return this.#connected.size;
  }

  /** The most that were connected at a time. */
  get mostConnected(): number {
    return this.#mostConnected;
  }

  get(clientId: string): Session | undefined {
    return this.#byClientId.get(clientId);
  }

  [Symbol.iterator](): Iterator<Session> {
    return this.#byClientId.values();
  }

  /** Whether a durable session of this id has ended, and a start would find it again. */
  hasUnsafeEnd(clientId: string): boolean {
    return this.#unsafeEnds.has(clientId, this.#context().flusher);
  }

  /** A new session for a client id that has none. */
  start(clientId: string, userName: string | undefined): Session {
    const { clock, limits } = this.#context();
    const maximumInflight = limits.maximumInflightMessages;
    const session = createSession(clientId, userName, maximumInflight, clock.now(), this.#queueOf(clientId));
    this.#byClientId.set(clientId, session);
    tell(this.#context(), { type: "sessionCreated", clientId });
    return session;
  }

  #queueOf(clientId: string): WaitingQueue {
    const { store, topics } = this.#context();
    // what waits was taken once: a limit that is lower now does not hold it back
    const readPage = (afterPlace: number, limit: number): Delivery[] =>
      store
        .waiting(clientId, afterPlace, limit)
        .map((waiting) => waitingDelivery(waiting, topics.own(waiting.message.topic)));
    return new WaitingQueue(readPage, this.#queuePageMessages);
  }

  /** A link takes the session over; nobody else holds it. */
  enter(session: Session, link: Link, expirySeconds: number): void {
    const { clock, store, users } = this.#context();
    const { clientId, userName } = session;
    session.cancelExpiry?.();
    session.cancelExpiry = undefined;
    session.expiresAt = undefined;
    session.link = link;
    session.lastConnect = link.connect;
    session.since = clock.now();
    this.#connected.add(session);
    users.enter(session);
    this.#mostConnected = Math.max(this.#mostConnected, this.#connected.size);
    if (expirySeconds === 0) {
      this.changeExpiry(session, 0);
      return;
    }
    session.expirySeconds = expirySeconds;
    if (store.isDurable) store.append({ type: "sessionStarted", clientId, userName, expirySeconds });
  }

  /**
   * The client asks for another expiry; a session that no longer outlives its connection is not kept any more. `isLast`: the
   * connection ends with it.
   */
  changeExpiry(session: Session, expirySeconds: number, isLast = false): void {
    const { store } = this.#context();
    const { clientId } = session;
    const wasDurable = isDurable(session);
    session.expirySeconds = expirySeconds;
    if (!store.isDurable || !wasDurable) return;
    if (isDurable(session)) store.append({ type: "sessionExpiryChanged", clientId, expirySeconds });
    else {
      session.queue.load(isLast);
      store.append({ type: "sessionEnded", clientId });
      this.#unsafeEnds.add(clientId, this.#context().flusher);
    }
  }

  /** The link is gone. A late call of a link that does not hold the session any more changes nothing. */
  leave(
    session: Session,
    link: Link,
    cause: DisconnectCause,
    reasonCode: number | undefined,
    detail: string,
  ): void {
    if (session.link !== link) return;
    const context = this.#context();
    const at = context.clock.now();
    session.link = undefined;
    session.since = at;
    this.#connected.delete(session);
    context.users.leave(session);
    const { disconnects } = historyOf(session);
    disconnects.unshift({ at, cause, reasonCode, detail });
    if (disconnects.length > KEPT_DISCONNECTS) disconnects.pop();
    tell(context, { type: "clientDisconnected", clientId: session.clientId, cause, reasonCode, detail });
    context.wills.connectionEnded(session, cause);
    if (!isDurable(session)) {
      this.end(session, cause === "session-ended" ? "administrative" : "disconnected");
      return;
    }
    if (context.store.isDurable)
      context.store.append({ type: "sessionLeft", clientId: session.clientId, at });
    this.expireFrom(session, at);
    if (!STAYS_FOR_NOW.includes(cause)) handOverWaiting(context, session);
  }

  /** Starts the session's expiry, counted from when it was left, milliseconds since the epoch [5 MQTT-3.1.2-23] [5 MQTT-4.1.0-2]. */
  expireFrom(session: Session, leftAt: number): void {
    if (session.expirySeconds >= SESSION_NEVER_EXPIRES) return; // [3 MQTT-4.1.0-1]
    const { clock } = this.#context();
    session.expiresAt = leftAt + session.expirySeconds * MILLISECONDS;
    session.cancelExpiry = clock.after(Math.max(0, session.expiresAt - clock.now()), () => {
      // [5 MQTT-4.1.0-1]
      if (session.link === undefined) this.end(session, "expired"); // [3 MQTT-4.1.0-2]
    });
  }

  /** Ends the session for good; its link, if any, must have been closed before. Retained messages stay [3 MQTT-3.1.2-7]. */
  end(session: Session, why: SessionEnd): void {
    if (session.hasEnded) return;
    const context = this.#context();
    session.hasEnded = true;
    session.cancelExpiry?.();
    this.#byClientId.delete(session.clientId);
    for (const subscription of session.subscriptions.values()) context.routes.remove(subscription);
    session.subscriptions.clear();
    const legacy = legacyOf(session);
    context.outgoing.backlog.clear(session);
    session.window.clear();
    session.replays = undefined;
    if (why === "expired") context.counters.sessionsExpired++;
    if (isStored(session, context.store)) {
      context.store.append({ type: "sessionEnded", clientId: session.clientId });
      this.#unsafeEnds.add(session.clientId, context.flusher);
    }
    tell(context, { type: "sessionEnded", clientId: session.clientId, why });
    if (this.#isShuttingDown)
      context.counters.dropped["session-ended"] += legacy.waiting.length + legacy.ownWaiting;
    else handOverLegacy(context, legacy);
    context.wills.sessionEnded(session);
  }

  /** From here on nobody takes over what a session leaves behind: the next to end would only pass it on. */
  prepareShutdown(): void {
    this.#isShuttingDown = true;
  }

  subscribe(session: Session, subscription: Subscription): void {
    const { routes, store } = this.#context();
    const before = session.subscriptions.get(subscription.filter);
    if (before !== undefined) routes.remove(before); // [5 MQTT-3.8.4-3] [3 MQTT-3.8.4-3]
    session.subscriptions.set(subscription.filter, subscription);
    routes.add(subscription);
    if (!isStored(session, store)) return;
    const stored = storedSubscription(subscription);
    store.append({ type: "subscribed", clientId: session.clientId, subscription: stored });
  }

  /** False: there was no such subscription. */
  unsubscribe(session: Session, filter: string): boolean {
    const { routes, store } = this.#context();
    const subscription = session.subscriptions.get(filter);
    if (subscription === undefined) return false;
    session.subscriptions.delete(filter);
    routes.remove(subscription);
    if (subscription.shareName !== undefined) handOverWaiting(this.#context(), session, filter);
    if (isStored(session, store)) store.append({ type: "unsubscribed", clientId: session.clientId, filter });
    return true;
  }
}
