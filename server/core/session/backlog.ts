import type { Drops } from "../drops.ts";
import { type MemoryCeiling, WITHOUT_MEMORY_BYTES } from "../memory-ceiling.ts";
import type { Clock } from "../ports/clock.ts";
import type { Limits } from "../ports/limits.ts";
import type { Store } from "../ports/store.ts";
import { type Delivery, messageBytes, NEVER } from "../routing/message.ts";
import { toStored } from "../routing/stored-message.ts";
import { isStored, type Session } from "./session.ts";

/** What a backlog works with. */
export interface BacklogParts {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly store: Store;
  readonly drops: Drops;
  readonly memory: MemoryCeiling;
}

/** The messages that wait for a session, within the limits and until they expire (MQTT 5.0 §3.3.2.3.3, §4.1). */
export class Backlog {
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #drops: Drops;
  readonly #memory: MemoryCeiling;
  #nextPlace = 1;

  constructor({ limits, clock, store, drops, memory }: BacklogParts) {
    this.#limits = limits;
    this.#clock = clock;
    this.#store = store;
    this.#drops = drops;
    this.#memory = memory;
  }

  /** Goes on giving places where a store left off. */
  startAt(place: number): void {
    this.#nextPlace = place;
  }

  /** The limit that so many bytes more would break. */
  limitOf(session: Session, bytes: number): "queue-full" | "queue-bytes-full" | "memory-full" | undefined {
    if (this.#memory.isReached && !isTaken(session, bytes)) return "memory-full";
    if (session.queue.size >= this.#limits.maximumQueuedMessages) return "queue-full";
    return session.queuedBytes + bytes > this.#limits.maximumQueuedBytes ? "queue-bytes-full" : undefined;
  }

  /** Whether one more may wait; if not, it is counted as dropped. What has expired makes room first. */
  mayTake(session: Session, { message }: Delivery): boolean {
    const bytes = messageBytes(message);
    let limit = this.limitOf(session, bytes);
    if (limit !== undefined && session.queueExpiresAt <= this.#clock.now()) {
      this.#dropExpired(session);
      limit = this.limitOf(session, bytes);
    }
    if (limit === undefined) return true;
    this.#drops.count(session, message.topic.name, limit);
    return false;
  }

  push(session: Session, delivery: Delivery): void {
    session.queue.push(delivery); // [5 MQTT-4.5.0-1] [3 MQTT-3.1.2-5] [3 MQTT-4.5.0-1]
    session.queuedBytes += messageBytes(delivery.message);
    session.queueExpiresAt = Math.min(session.queueExpiresAt, delivery.message.expiresAt);
  }

  /** The next that has not expired; it waits no more. */
  shift(session: Session): Delivery | undefined {
    for (let next = session.queue.shift(); next !== undefined; next = session.queue.shift()) {
      if (this.#hasExpired(next)) {
        this.#drop(session, next);
        continue;
      }
      session.queuedBytes -= messageBytes(next.message);
      return next;
    }
    return undefined;
  }

  /** Takes out what `take` gives to somebody else; what has expired is dropped on the way. */
  remove(session: Session, take: (delivery: Delivery) => boolean): void {
    let next = NEVER;
    session.queue.remove((delivery) => {
      if (this.#hasExpired(delivery)) {
        this.#drop(session, delivery);
        return true;
      }
      if (take(delivery)) {
        this.#forget(session, delivery);
        return true;
      }
      next = Math.min(next, delivery.message.expiresAt);
      return false;
    });
    session.queueExpiresAt = next;
  }

  /** Drops what the session may not have any more. */
  withdraw(session: Session, isAllowed: (delivery: Delivery) => boolean): void {
    this.remove(session, (delivery) => {
      if (isAllowed(delivery)) return false;
      this.#drops.count(session, delivery.message.topic.name, "not-authorized");
      return true;
    });
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

  #dropExpired(session: Session): void {
    this.remove(session, () => false);
  }

  #hasExpired({ message }: Delivery): boolean {
    return message.expiresAt !== NEVER && message.expiresAt <= this.#clock.now();
  }

  #drop(session: Session, delivery: Delivery): void {
    this.#drops.count(session, delivery.message.topic.name, "expired"); // [5 MQTT-3.3.2-5]
    this.#forget(session, delivery);
  }

  #forget(session: Session, delivery: Delivery): void {
    session.queuedBytes -= messageBytes(delivery.message);
    this.release(session, delivery);
  }
}

/** Whether the client takes what waits for it as it comes. */
function isTaken({ link, queuedBytes }: Session, bytes: number): boolean {
  return link !== undefined && !link.outbox.isBlocked && queuedBytes + bytes <= WITHOUT_MEMORY_BYTES;
}
