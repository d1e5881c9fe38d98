import type { Drops } from "../drops.ts";
import { type MemoryCeiling, WITHOUT_MEMORY_BYTES } from "../memory-ceiling.ts";
import type { Clock } from "../ports/clock.ts";
import type { Limits } from "../ports/limits.ts";
import type { Policy } from "../ports/policy.ts";
import type { Store, WaitingSummary } from "../ports/store.ts";
import { type Delivery, messageBytes, NEVER } from "../routing/message.ts";
import { toStored } from "../routing/stored-message.ts";
import { type Load, limitOfAll, limitOfOne, makeRoom, type QueueLimit } from "./queue-policy.ts";
import { QueueSweep } from "./queue-sweep.ts";
import { QueueWalks } from "./queue-walks.ts";
import { isStored, type Session } from "./session.ts";
import { QUEUE_PAGE_MESSAGES } from "./waiting-queue.ts";

/** What a backlog works with. */
export interface BacklogParts {
  readonly limits: Limits;
  readonly policy: Pick<Policy, "onFullQueue">;
  readonly clock: Clock;
  readonly store: Store;
  readonly drops: Drops;
  readonly memory: MemoryCeiling;
  /** Of a page of a queue; undefined: as many as is usual. */
  readonly queuePageMessages?: number | undefined;
}

/** The messages that wait for a session, within the limits and until they expire (MQTT 5.0 §3.3.2.3.3, §4.1). */
export class Backlog {
  readonly #limits: Limits;
  readonly #onFullQueue: Policy["onFullQueue"];
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #drops: Drops;
  readonly #memory: MemoryCeiling;
  readonly #sweep: QueueSweep;
  /** Of what goes to other members of shared subscriptions. */
  readonly #givings: QueueWalks;
  /** Of what sessions may not have any more. */
  readonly #withdrawals: QueueWalks;
  /** What waits for all sessions together. */
  readonly #total = { messages: 0, bytes: 0 };
  #nextPlace = 1;
  /** Whose queues have a part that will be in the store only. */
  readonly #long = new Set<Session>();

  constructor(parts: BacklogParts) {
    const { limits, policy, clock, store, drops, memory } = parts;
    const pageMessages = parts.queuePageMessages ?? QUEUE_PAGE_MESSAGES;
    this.#limits = limits;
    this.#onFullQueue = policy.onFullQueue;
    this.#clock = clock;
    this.#store = store;
    this.#drops = drops;
    this.#memory = memory;
    this.#sweep = new QueueSweep(clock, pageMessages, (session) => this.#dropExpired(session));
    this.#givings = new QueueWalks(clock, pageMessages);
    this.#withdrawals = new QueueWalks(clock, pageMessages);
  }

  /** Goes on giving places where a store left off. */
  startAt(place: number): void {
    this.#nextPlace = place;
  }

  /** What waits for all sessions together. */
  get total(): Load {
    return this.#total;
  }

  /** The limit that so many bytes more would break. */
  limitOf(session: Session, bytes: number): QueueLimit | undefined {
    return this.#limitWith(session, bytes, session.queue.size, session.queuedBytes, 0);
  }

  /** The same if nothing waited for this session. */
  limitOfAlone(session: Session, bytes: number): QueueLimit | undefined {
    return this.#limitWith(session, bytes, 0, 0, 0);
  }

  /**
   * The limit that so many bytes more would break when what has expired has made room, and `ahead` copies of the same message
   * wait, `own` of them for this session.
   */
  findRoom(session: Session, bytes: number, ahead: number, own: number): QueueLimit | undefined {
    for (;;) {
      const messages = session.queue.size + own;
      const limit = this.#limitWith(session, bytes, messages, session.queuedBytes + own * bytes, ahead - own);
      // page by page: one that expired is enough as a rule
      if (limit === undefined || session.queueExpiresAt > this.#clock.now()) return limit;
      this.#dropExpired(session);
    }
  }

  /** Whether one more may wait; if not, it is counted as dropped. What has expired makes room first, then what the policy drops. */
  mayTake(session: Session, { message }: Delivery): boolean {
    const bytes = messageBytes(message);
    if (this.findRoom(session, bytes, 0, 0) === undefined) return true;
    const limit = makeRoom(this.#onFullQueue, this, session, bytes);
    if (limit === undefined) return true;
    this.#drops.count(session, message.topic.name, limit);
    return false;
  }

  /** Whether a full queue would drop of its own to take so many bytes more. */
  mayDisplace(session: Session, bytes: number): boolean {
    return this.#onFullQueue === "drop-oldest" && this.limitOfAlone(session, bytes) === undefined;
  }

  /** The store can be asked for what waits up to this place, so that the memory need not have it. */
  readable(place: number): void {
    for (const session of this.#long) {
      session.queue.leave(place);
      if (!session.queue.isLong) this.#long.delete(session);
    }
  }

  /** So much waits for the session since before a start. */
  restore(session: Session, { messages, bytes, expiresAt, afterPlace, isShared }: WaitingSummary): void {
    session.queue.restore(messages, afterPlace, expiresAt ?? NEVER, isShared);
    this.#weigh(session, messages, bytes);
    this.#sweep.expect(session, expiresAt ?? NEVER);
  }

  push(session: Session, delivery: Delivery): void {
    session.queue.push(delivery); // [5 MQTT-4.5.0-1] [3 MQTT-3.1.2-5] [3 MQTT-4.5.0-1]
    this.#weigh(session, 1, messageBytes(delivery.message));
    const { expiresAt } = delivery.message;
    if (expiresAt < session.queueExpiresAt) this.#sweep.expect(session, expiresAt);
    if (session.queue.isLong) this.#long.add(session);
  }

  /** Drops what has waited longest and is not on its way, for the sake of a limit. */
  dropOldest(session: Session, limit: QueueLimit): void {
    const oldest = session.queue.shift();
    if (oldest === undefined) return;
    this.#drops.count(session, oldest.message.topic.name, limit);
    this.#forget(session, oldest);
  }

  /** Nothing waits for the session any more. */
  clear(session: Session): void {
    this.#weigh(session, -session.queue.size, -session.queuedBytes);
    session.queue.clear();
    this.#sweep.expect(session, NEVER);
  }

  /** The next that has not expired; it waits no more. */
  shift(session: Session): Delivery | undefined {
    const withdrawal = this.#withdrawals.walkerOf(session);
    for (let next = session.queue.shift(); next !== undefined; next = session.queue.shift()) {
      if (this.#hasExpired(next)) {
        this.#drop(session, next);
        continue;
      }
      if (withdrawal?.isOut(next) === true) continue;
      this.#weigh(session, -1, -messageBytes(next.message));
      return next;
    }
    return undefined;
  }

  /**
   * Goes through the messages of shared subscriptions, of a long queue in more than one turn, and takes out what `take` gives to
   * somebody else; what has expired is dropped on the way.
   */
  giveAway(session: Session, take: (delivery: Delivery) => boolean, isOver: () => boolean): void {
    const isOut = (delivery: Delivery): boolean => this.#takeOut(session, delivery, take);
    this.#givings.begin(session, { isOut, isOver: () => session.hasEnded || isOver(), isForShared: true });
  }

  /** Drops what the session may not have any more: of a long queue in more than one turn, and what is to be sent meanwhile. */
  withdraw(session: Session, isAllowed: (delivery: Delivery) => boolean): void {
    const take = (delivery: Delivery): boolean => {
      if (isAllowed(delivery)) return false;
      this.#drops.count(session, delivery.message.topic.name, "not-authorized");
      return true;
    };
    const isOut = (delivery: Delivery): boolean => this.#takeOut(session, delivery, take);
    this.#withdrawals.begin(session, { isOut, isOver: () => session.hasEnded, isForShared: false });
  }

  /** Tells the store that a message is this session's. */
  keep(session: Session, delivery: Delivery): void {
    if (!isStored(session, this.#store)) return;
    delivery.place = this.#nextPlace++;
    this.#store.append({
      type: "messageQueued",
      clientId: session.clientId,
      place: delivery.place,
      message: toStored(delivery.message),
      qos: delivery.qos,
      retain: delivery.retain,
      subscriptionIdentifiers: delivery.subscriptionIdentifiers,
      sharedFilter: delivery.sharedFilter,
    });
  }

  /** Tells the store that a message it was told of is not this session's any more: it does not wait, and was not sent. */
  release(session: Session, { message, place }: Delivery): void {
    if (!isStored(session, this.#store)) return;
    const { clientId } = session;
    this.#store.append({ type: "messageDropped", clientId, place, messageNumber: message.number });
  }

  /** Of one page of the queue; returns how many messages were looked at. */
  #dropExpired(session: Session): number {
    const looked = session.queue.removeExpired(this.#clock.now(), (delivery) =>
      this.#drop(session, delivery),
    );
    this.#sweep.expect(session, session.queue.expiresAt);
    return looked;
  }

  /** The limit that so many bytes more would break if so much waited for the session. */
  #limitWith(
    session: Session,
    more: number,
    messages: number,
    bytes: number,
    ahead: number,
  ): QueueLimit | undefined {
    const isFree = isTaken(session, more);
    if (this.#memory.isReached && !isFree) return "memory-full";
    const own = limitOfOne(this.#limits, messages, bytes, more);
    if (own !== undefined || isFree) return own;
    const total = this.#total;
    const allMessages = total.messages - session.queue.size + messages + ahead;
    const allBytes = total.bytes - session.queuedBytes + bytes + ahead * more;
    return limitOfAll(this.#limits, allMessages, allBytes, more);
  }

  /** So much more waits for the session. */
  #weigh(session: Session, messages: number, bytes: number): void {
    session.queuedBytes += bytes;
    this.#total.messages += messages;
    this.#total.bytes += bytes;
  }

  /** Whether it waits for the session no more: it has expired, or `take` has it. */
  #takeOut(session: Session, delivery: Delivery, take: (delivery: Delivery) => boolean): boolean {
    if (this.#hasExpired(delivery)) this.#drop(session, delivery);
    else if (take(delivery)) this.#forget(session, delivery);
    else return false;
    return true;
  }

  #hasExpired({ message }: Delivery): boolean {
    return message.expiresAt !== NEVER && message.expiresAt <= this.#clock.now();
  }

  #drop(session: Session, delivery: Delivery): void {
    this.#drops.count(session, delivery.message.topic.name, "expired"); // [5 MQTT-3.3.2-5]
    this.#forget(session, delivery);
  }

  #forget(session: Session, delivery: Delivery): void {
    this.#weigh(session, -1, -messageBytes(delivery.message));
    this.release(session, delivery);
  }
}

/** Whether the client takes what waits for it as it comes: it does not pay for those who do not. */
function isTaken({ link, queuedBytes }: Session, bytes: number): boolean {
  return link !== undefined && !link.outbox.isBlocked && queuedBytes + bytes <= WITHOUT_MEMORY_BYTES;
}
