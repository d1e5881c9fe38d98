import { createPublishHead, NO_EXPIRY, type PublishHead } from "../../../protocol/codec/publish-head.ts";
import type { WindowEntry } from "../../../protocol/flow/outbound-window.ts";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Outbox } from "../connection/outbox.ts";
import type { MutableCounters } from "../counters.ts";
import type { Drops } from "../drops.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import { type Delivery, type Message, NEVER } from "../routing/message.ts";
import type { StoreRoom } from "../store-room.ts";
import { Backlog, type BacklogParts } from "./backlog.ts";
import { PublishWriter } from "./publish-writer.ts";
import type { QueueLimit } from "./queue-policy.ts";
import { isStored, type Link, type Session } from "./session.ts";

/** Queued and retained messages are encoded while less than this waits; the rest stays cheap in its queue. */
const READ_AHEAD_BYTES = 256 * 1024;
const MILLISECONDS = 1000;

/** What the sending half works with. */
export interface OutgoingParts extends BacklogParts {
  readonly counters: MutableCounters;
  readonly storeRoom: StoreRoom;
}

/** The sending half of a session: what goes out now, what waits, and in which order (MQTT 5.0 §4.4, §4.6, §4.9). */
export class Outgoing {
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #storeRoom: StoreRoom;
  readonly #drops: Drops;
  /** What waits for each session. */
  readonly backlog: Backlog;
  /** Encodes for one client. */
  readonly writer: PublishWriter;
  /** Filled anew for each packet. */
  readonly #head = createPublishHead();

  constructor(parts: OutgoingParts) {
    this.#clock = parts.clock;
    this.#store = parts.store;
    this.#storeRoom = parts.storeRoom;
    this.#drops = parts.drops;
    this.backlog = new Backlog(parts);
    this.writer = new PublishWriter(parts.counters, parts.drops);
  }

  /**
   * Sends a message at QoS 1 or 2, or queues it behind what waits already [5 MQTT-4.6.0-5] [5 MQTT-4.6.0-6]
   * [3 MQTT-4.6.0-5] [3 MQTT-4.6.0-6]; false if a limit drops it.
   */
  deliver(session: Session, delivery: Delivery): boolean {
    const { link } = session;
    if (this.lacksStore(session)) {
      this.#drops.count(session, delivery.message.topic.name, "store-full");
      return false;
    }
    const goesNow = link !== undefined && mayGoNow(session, link);
    if (!goesNow && !this.backlog.mayTake(session, delivery)) return false;
    this.backlog.keep(session, delivery);
    if (goesNow) return this.#send(session, link, delivery);
    this.backlog.push(session, delivery);
    if (link !== undefined && !hasRoom(link.outbox)) link.outbox.askForRoom();
    return true;
  }

  /**
   * Whether a message of so many bytes at QoS 1 or 2 would go out at once, would wait, would wait in the place of others that it
   * drops, or would be dropped by a limit.
   */
  prospect(session: Session, bytes: number): "now" | "later" | "displacing" | "never" {
    const { link } = session;
    if (this.lacksStore(session)) return "never";
    if (link !== undefined && mayGoNow(session, link)) return "now";
    if (this.backlog.limitOf(session, bytes) === undefined) return "later";
    return this.backlog.mayDisplace(session, bytes) ? "displacing" : "never";
  }

  /**
   * The limit by which a message at QoS 1 or 2 could neither go out at once nor wait, if `ahead` copies of it wait first, `own` of
   * them for this session.
   */
  limitFor(session: Session, bytes: number, ahead: number, own: number): QueueLimit | undefined {
    const { link } = session;
    if (this.lacksStore(session)) return "store-full";
    if (own === 0 && link !== undefined && mayGoNow(session, link)) return undefined;
    return this.backlog.findRoom(session, bytes, ahead, own);
  }

  /** Whether a message for the session would have to be stored, and cannot be. */
  lacksStore(session: Session): boolean {
    return this.#storeRoom.isFull && isStored(session, this.#store);
  }

  /** Sends what waits as far as the window and the wire allow: first what is sent again, in order [5 MQTT-4.4.0-1]. */
  pump(session: Session): void {
    const { link } = session;
    if (link === undefined) return;
    this.#resend(session, link);
    this.#sendQueued(session, link);
    this.#sendReplays(session, link);
    // what waits for an acknowledgement is sent on when that comes
    if (!hasRoom(link.outbox) && isWaiting(session)) link.outbox.askForRoom();
  }

  /** The client has acknowledged a message for good: the store may forget it, and the next has its place. */
  delivered(session: Session, packetId: number): void {
    this.#tellEnded(session, packetId);
    this.pump(session);
  }

  #resend(session: Session, link: Link): void {
    const { window } = session;
    while (hasRoom(link.outbox)) {
      const entry = window.nextResend();
      if (entry === undefined) return;
      // never the PUBLISH again once PUBREL was sent [5 MQTT-4.3.3-6]
      if (entry.state === "released") link.acknowledge(PacketType.Pubrel, entry.packetId, ReasonCode.Success);
      else this.#sendAgain(session, link, entry);
    }
  }

  #sendQueued(session: Session, link: Link): void {
    while (session.queue.size > 0 && mayStart(session) && hasRoom(link.outbox)) {
      const delivery = this.backlog.shift(session);
      if (delivery !== undefined) this.#send(session, link, delivery);
    }
  }

  /** Retained messages for new subscriptions, pulled as the wire takes them; those at QoS 0 need no place in the window. */
  #sendReplays(session: Session, link: Link): void {
    const { replays } = session;
    if (replays === undefined) return;
    for (let replay = replays.peek(); replay !== undefined; replay = replays.peek()) {
      while (hasRoom(link.outbox)) {
        const delivery = replay.peek();
        if (delivery === undefined) break;
        if (delivery.qos > 0) {
          if (!mayStart(session)) return;
          this.backlog.keep(session, delivery);
        }
        replay.shift();
        this.#send(session, link, delivery);
      }
      if (!hasRoom(link.outbox)) return;
      replays.shift();
    }
    session.replays = undefined;
  }

  /** False if it is too large for this client. */
  #send(session: Session, link: Link, delivery: Delivery): boolean {
    const { message } = delivery;
    const head = this.#describe(link, delivery, false); // [5 MQTT-4.3.1-1] [3 MQTT-4.3.1-1]
    const length = this.writer.measure(session, link, head, message.topic);
    const { qos } = delivery;
    if (length === 0) {
      if (qos !== 0) this.backlog.release(session, delivery);
      return false;
    }
    if (qos !== 0) head.packetId = this.#begin(session, link, delivery, qos);
    this.#write(link, head, length, message); // [5 MQTT-4.3.2-2] [5 MQTT-4.3.3-2] [5 MQTT-3.3.1-3] [3 MQTT-3.3.1-3]
    return true;
  }

  #sendAgain(session: Session, link: Link, { packetId, message: delivery }: WindowEntry<Delivery>): void {
    const { message } = delivery as Delivery;
    // DUP marks what may have been received before [5 MQTT-3.3.1-1]; it is past expiring [5 MQTT-4.3.3-7] [3 MQTT-3.3.1-1]
    const head = this.#describe(link, delivery as Delivery, true);
    head.packetId = packetId;
    const length = this.writer.measure(session, link, head, message.topic);
    if (length === 0) this.#forget(session, packetId);
    else this.#write(link, head, length, message);
  }

  /** Takes a place in the window; returns the packet id. */
  #begin(session: Session, link: Link, delivery: Delivery, qos: 1 | 2): number {
    const packetId = session.window.add(delivery, qos); // [5 MQTT-4.3.2-1] [5 MQTT-4.3.3-1] [3 MQTT-4.3.2-1] [5 MQTT-2.2.1-4] [3 MQTT-2.3.1-4]
    if (isStored(session, this.#store)) {
      const { place, message } = delivery;
      this.#store.append({
        type: "deliveryStarted",
        clientId: session.clientId,
        place,
        messageNumber: message.number,
        packetId,
      });
      if (qos === 2) link.outbox.gate(); // its packet id must be safe first, else it is used again after a restart
    }
    return packetId;
  }

  /** The head of a delivery but for its packet id. */
  #describe(link: Link, delivery: Delivery, dup: boolean): PublishHead {
    const head = this.#head;
    const { message } = delivery;
    head.version = link.version;
    head.qos = delivery.qos;
    head.retain = delivery.retain;
    head.dup = dup;
    head.topic = message.topic.bytes;
    head.topicAlias = 0;
    head.packetId = 0;
    // [5 MQTT-3.3.2-6]
    head.messageExpiryInterval =
      message.expiresAt === NEVER ? NO_EXPIRY : this.#secondsLeft(message.expiresAt);
    head.subscriptionIdentifiers = delivery.subscriptionIdentifiers;
    head.properties = message.properties;
    head.payloadBytes = message.payload.length;
    return head;
  }

  #write(link: Link, head: PublishHead, length: number, { topic, payload }: Message): void {
    this.writer.write(link, head, length, topic, payload, 0, payload.length);
  }

  #secondsLeft(expiresAt: number): number {
    return Math.max(0, Math.ceil((expiresAt - this.#clock.now()) / MILLISECONDS));
  }

  #forget(session: Session, packetId: number): void {
    session.window.drop(packetId);
    this.#tellEnded(session, packetId);
  }

  #tellEnded(session: Session, packetId: number): void {
    if (isStored(session, this.#store))
      this.#store.append({ type: "deliveryEnded", clientId: session.clientId, packetId });
  }
}

/** Whether a message at QoS 1 or 2 goes out as it comes, since nothing waits before it. */
function mayGoNow(session: Session, { outbox }: Link): boolean {
  return session.queue.size === 0 && mayStart(session) && hasRoom(outbox);
}

/** Whether a delivery at QoS 1 or 2 may begin: what is to be sent again goes first, and the client takes so many at a time. */
function mayStart({ window }: Session): boolean {
  return window.pendingResends === 0 && !window.isFull; // [5 MQTT-3.3.4-9] [5 MQTT-3.3.4-10] [5 MQTT-4.9.0-2] [5 MQTT-4.9.0-3]
}

function isWaiting({ window, queue, replays }: Session): boolean {
  return window.pendingResends > 0 || queue.size > 0 || replays !== undefined;
}

function hasRoom(outbox: Outbox): boolean {
  return !outbox.isBlocked && outbox.waitingBytes < READ_AHEAD_BYTES;
}
