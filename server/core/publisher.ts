import { ReasonCode } from "../../protocol/reason-codes.ts";
import { parseSharedFilter } from "../../protocol/topics/shared.ts";
import type { MutableCounters } from "./counters.ts";
import { SETTING_OF } from "./drops.ts";
import type { MemoryCeiling } from "./memory-ceiling.ts";
import type { Clock } from "./ports/clock.ts";
import type { Limits } from "./ports/limits.ts";
import type { HeldBackBy, Observer } from "./ports/observer.ts";
import type { RecoveredRetained, Store } from "./ports/store.ts";
import type { Message } from "./routing/message.ts";
import { MessageKeeper } from "./routing/message-keeper.ts";
import { Publication } from "./routing/publication.ts";
import type { RetainedMessages } from "./routing/retained.ts";
import { retainedLimitOf } from "./routing/retained-room.ts";
import { RetainedSweep } from "./routing/retained-sweep.ts";
import type { RouteTable } from "./routing/route-table.ts";
import type { Router } from "./routing/router.ts";
import type { Prospect } from "./routing/shared-group.ts";
import { toStored } from "./routing/stored-message.ts";
import type { Topic } from "./routing/topic.ts";
import type { Session } from "./session/session.ts";
import type { StoreRoom } from "./store-room.ts";

/** What the publisher works with. */
export interface PublisherParts {
  readonly router: Router;
  readonly routes: RouteTable;
  readonly retained: RetainedMessages;
  readonly store: Store;
  readonly limits: Limits;
  readonly observer: Observer;
  readonly clock: Clock;
  readonly counters: MutableCounters;
  readonly memory: MemoryCeiling;
  readonly storeRoom: StoreRoom;
}

/** A queue that has no room, and the setting to change. */
export interface NoRoom {
  readonly setting: HeldBackBy;
  readonly clientId: string;
}

/** Publishes: keeps what is to be retained, then routes. Rights and limits have been asked before. */
export class Publisher {
  readonly #parts: PublisherParts;
  /** Gives messages that are kept their number and memory. */
  readonly keeper = new MessageKeeper();
  readonly #sweep: RetainedSweep;

  constructor(parts: PublisherParts) {
    this.#parts = parts;
    this.#sweep = new RetainedSweep(parts.retained, parts.clock, (topic) => this.clearRetained(topic));
  }

  /** Returns how many subscribers the message is for. */
  publish(publication: Publication): number {
    if (publication.retain) this.#retain(publication); // [5 MQTT-3.3.1-8] [3 MQTT-3.3.1-12]
    return this.#parts.router.route(publication);
  }

  /** Gives a message that was for one member of a shared subscription to another; false if nobody is as near as `worst`. */
  handOver(message: Message, sharedFilter: string, worst: Prospect): boolean {
    const { router, routes, clock } = this.#parts;
    const shared = parseSharedFilter(sharedFilter);
    const group = shared && routes.tree.group(shared.shareName, shared.filter);
    if (group === undefined) return false;
    return router.giveShared(Publication.kept(message, clock.now(), this.keeper), group, worst);
  }

  /** Publishes what came in no PUBLISH: a will, with its session, a `$SYS` topic, an operator's message. */
  publishOwn(
    content: Omit<Message, "number" | "receivedAt" | "expiresAt">,
    messageExpiryInterval?: number,
    session?: Session,
  ): number {
    const now = this.#parts.clock.now();
    return this.publish(Publication.own(content, messageExpiryInterval, session, now, this.keeper));
  }

  /** An operator's message, before anybody gets it: to be asked whether there is room for it. */
  prepareOwn(content: Omit<Message, "number" | "receivedAt" | "expiresAt">): Publication {
    return Publication.own(content, undefined, undefined, this.#parts.clock.now(), this.keeper);
  }

  /** The limit that a retained message would break, by its setting's name, under which it is counted. */
  retainLimit(topic: Topic, bytes: number, userName: string | undefined): HeldBackBy | undefined {
    const { limits, retained, counters, memory, storeRoom } = this.#parts;
    const limit = retainedLimitOf(limits, memory, storeRoom, retained, topic, bytes, userName);
    if (limit !== undefined) counters.heldBack[limit]++;
    return limit;
  }

  /**
   * Whose queue has no room for a message at QoS 1 or 2 whose publisher is to be refused for it; counted. Nobody has got it
   * then.
   */
  fullQueue(publication: Publication): NoRoom | undefined {
    const { router, counters } = this.#parts;
    const full = router.fullAmong(publication);
    if (full === undefined) return undefined;
    const setting = SETTING_OF[full.limit];
    counters.heldBack[setting]++;
    return { setting, clientId: full.clientId };
  }

  /** Whether a message at QoS 1 or 2 is to be refused because somebody's must be stored, and cannot be; counted. Nobody has got it then. */
  lacksStore(publication: Publication): boolean {
    const { router, counters } = this.#parts;
    if (!router.lacksStore(publication)) return false;
    counters.heldBack["maximum-uncommitted-bytes"]++;
    return true;
  }

  /** Clears without publishing; returns what was there. */
  clearRetained(topic: string): Message | undefined {
    const { retained, store, observer, clock } = this.#parts;
    const message = retained.delete(topic);
    if (message === undefined) return undefined;
    if (store.isDurable) store.append({ type: "retainedCleared", topic });
    observer.onEvent({ type: "retainedCleared", at: clock.now(), topic, clientId: undefined });
    return message;
  }

  /** Puts in what the store had kept. */
  recoverRetained(found: RecoveredRetained): void {
    this.#parts.retained.recover(found);
    if (found.expiresAt !== undefined) this.#sweep.ask(found.expiresAt);
  }

  /** Puts a message back that had been cleared. */
  restoreRetained(message: Message): void {
    const { observer, clock } = this.#parts;
    this.#keep(message);
    this.#storeRetained(message);
    observer.onEvent({ type: "retainedRestored", at: clock.now(), topic: message.topic.name });
  }

  #retain(publication: Publication): void {
    const { retained, store, observer, clock } = this.#parts;
    const { topic } = publication;
    if (publication.payloadBytes === 0) {
      if (retained.delete(topic.name) === undefined) return; // [5 MQTT-3.3.1-6] [5 MQTT-3.3.1-7] [3 MQTT-3.3.1-10] [3 MQTT-3.3.1-11]
      if (store.isDurable) store.append({ type: "retainedCleared", topic: topic.name });
      observer.onEvent({
        type: "retainedCleared",
        at: clock.now(),
        topic: topic.name,
        clientId: publication.publisher.clientId,
      });
      return;
    }
    const limit = this.retainLimit(topic, publication.payloadBytes, publication.publisher.userName);
    if (limit !== undefined) {
      this.#tellNoRoom(publication, limit);
      return;
    }
    const message = publication.message();
    this.#keep(message);
    if (topic.isBrokers) return;
    this.#storeRetained(message);
    this.#tellRetained(message);
  }

  #keep(message: Message): void {
    this.#parts.retained.set(message); // [5 MQTT-3.3.1-5] [3 MQTT-3.3.1-5] [3 MQTT-3.3.1-7]
    this.#sweep.ask(message.expiresAt);
  }

  /** A will or an operator's message is published all the same, but not retained; others were asked before. */
  #tellNoRoom({ topic, publisher }: Publication, limit: string): void {
    const { observer, clock } = this.#parts;
    observer.onEvent({
      type: "publishRefused",
      at: clock.now(),
      clientId: publisher.clientId,
      topic: topic.name,
      reasonCode: ReasonCode.QuotaExceeded,
      reason: `not retained, there is no room for it (${limit})`,
    });
  }

  #storeRetained(message: Message): void {
    const { store } = this.#parts;
    if (store.isDurable) store.append({ type: "retainedSet", message: toStored(message) });
  }

  #tellRetained(message: Message): void {
    const { observer } = this.#parts;
    if (!observer.wantsMessages) return;
    const { topic, publisher, payload, receivedAt } = message;
    observer.onEvent({
      type: "retainedSet",
      at: receivedAt,
      topic: topic.name,
      clientId: publisher.clientId,
      payloadBytes: payload.length,
    });
  }
}
