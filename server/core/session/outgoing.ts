import {
  createPublishHead,
  NO_EXPIRY,
  type PublishHead,
  publishLength,
  writePublishHead,
} from "../../../protocol/codec/publish-head.ts";
import type { WindowEntry } from "../../../protocol/flow/outbound-window.ts";
import { PacketType } from "../../../protocol/packets.ts";
import type { Outbox } from "../connection/outbox.ts";
import type { MutableCounters } from "../counters.ts";
import type { Drops } from "../drops.ts";
import type { Clock } from "../ports/clock.ts";
import type { Limits } from "../ports/limits.ts";
import type { Store } from "../ports/store.ts";
import { type Delivery, messageBytes, NEVER } from "../routing/message.ts";
import { toStored } from "../routing/stored-message.ts";
import { isDurable, type Link, type Session } from "./session.ts";

/** A payload from here on is sent by reference; a smaller one is copied beside its head, which saves a slice. */
const PAYLOAD_BY_REFERENCE_BYTES = 2 * 1024;
/** Queued and retained messages are encoded while less than this waits; the rest stays cheap in its queue. */
const READ_AHEAD_BYTES = 256 * 1024;
const MILLISECONDS = 1000;

/** The sending half of a session: what goes out now, what waits, and in which order (MQTT 5.0 §4.4, §4.6, §4.9). */
export class Outgoing {
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #counters: MutableCounters;
  readonly #drops: Drops;
  /** Filled anew for each packet. */
  readonly #head = createPublishHead();

  constructor(limits: Limits, clock: Clock, store: Store, counters: MutableCounters, drops: Drops) {
    this.#limits = limits;
    this.#clock = clock;
    this.#store = store;
    this.#counters = counters;
    this.#drops = drops;
  }

  /**
   * Sends a message at QoS 1 or 2, or queues it behind what waits already [5 MQTT-4.6.0-5] [5 MQTT-4.6.0-6]
   * [3 MQTT-4.6.0-5] [3 MQTT-4.6.0-6]; false if a limit drops it.
   */
  deliver(session: Session, delivery: Delivery): boolean {
    const { link } = session;
    const mayGoNow =
      link !== undefined && session.queue.size === 0 && mayStart(session) && hasRoom(link.outbox);
    if (!mayGoNow && !this.#mayQueue(session, delivery)) return false;
    if (this.#isStored(session)) this.#storeQueued(session, delivery);
    if (mayGoNow) return this.#send(session, link, delivery);
    session.queue.push(delivery); // [5 MQTT-4.5.0-1] [3 MQTT-3.1.2-5]
    session.queuedBytes += messageBytes(delivery.message);
    if (link !== undefined && !hasRoom(link.outbox)) link.outbox.askForRoom();
    return true;
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

  /** PUBREL for a message that was received (§3.6); gated, since its PUBREC must be safe before. */
  sendPubrel(link: Link, packetId: number): void {
    if (this.#store.isDurable) link.outbox.gate();
    const at = link.outbox.reserve(4);
    const { block } = link.outbox;
    block[at] = (PacketType.Pubrel << 4) | 2;
    block[at + 1] = 2;
    block[at + 2] = packetId >>> 8;
    block[at + 3] = packetId;
    link.outbox.finish(at, at + 4);
    link.packetsSent++;
    this.#counters.packetsSent++;
  }

  #isStored(session: Session): boolean {
    return this.#store.isDurable && isDurable(session);
  }

  #mayQueue(session: Session, delivery: Delivery): boolean {
    const name = delivery.message.topic.name;
    if (session.queue.size >= this.#limits.maximumQueuedMessages) {
      this.#drops.count(session, name, "queue-full");
      return false;
    }
    if (session.queuedBytes + messageBytes(delivery.message) > this.#limits.maximumQueuedBytes) {
      this.#drops.count(session, name, "queue-bytes-full");
      return false;
    }
    return true;
  }

  #resend(session: Session, link: Link): void {
    const { window } = session;
    while (hasRoom(link.outbox)) {
      const entry = window.nextResend();
      if (entry === undefined) return;
      // never the PUBLISH again once PUBREL was sent [5 MQTT-4.3.3-6]
      if (entry.state === "released") this.sendPubrel(link, entry.packetId);
      else this.#sendAgain(session, link, entry);
    }
  }

  #sendAgain(session: Session, link: Link, entry: WindowEntry<Delivery>): void {
    const delivery = entry.message as Delivery;
    // DUP marks what may have been received before [5 MQTT-3.3.1-1]; it is past expiring [5 MQTT-4.3.3-7] [3 MQTT-3.3.1-1]
    if (!this.#encode(session, link, delivery, entry.packetId, true)) this.#forget(session, entry.packetId);
  }

  #sendQueued(session: Session, link: Link): void {
    while (session.queue.size > 0 && mayStart(session) && hasRoom(link.outbox)) {
      const delivery = session.queue.shift() as Delivery;
      session.queuedBytes -= messageBytes(delivery.message);
      if (this.#hasExpired(delivery)) this.#dropQueued(session, delivery);
      else this.#send(session, link, delivery);
    }
  }

  /** Retained messages for new subscriptions, pulled as the wire takes them; those at QoS 0 need no place in the window. */
  #sendReplays(session: Session, link: Link): void {
    for (let replay = session.replays.peek(); replay !== undefined; replay = session.replays.peek()) {
      while (hasRoom(link.outbox)) {
        const delivery = replay.peek();
        if (delivery === undefined) break;
        if (delivery.qos > 0) {
          if (!mayStart(session)) return;
          if (this.#isStored(session)) this.#storeQueued(session, delivery);
        }
        replay.shift();
        this.#send(session, link, delivery);
      }
      if (!hasRoom(link.outbox)) return;
      session.replays.shift();
    }
  }

  /** False if it is too large for this client. */
  #send(session: Session, link: Link, delivery: Delivery): boolean {
    if (delivery.qos === 0) return this.#encode(session, link, delivery, 0, false); // [5 MQTT-4.3.1-1] [3 MQTT-4.3.1-1]
    const packetId = session.window.add(delivery, delivery.qos); // [5 MQTT-4.3.2-1] [5 MQTT-4.3.3-1] [3 MQTT-4.3.2-1] [5 MQTT-2.2.1-4] [3 MQTT-2.3.1-4]
    if (this.#isStored(session)) {
      const { number } = delivery.message;
      this.#store.append({
        type: "deliveryStarted",
        clientId: session.clientId,
        messageNumber: number,
        packetId,
      });
      if (delivery.qos === 2) link.outbox.gate(); // its packet id must be safe first, else it is used again after a restart
    }
    // [5 MQTT-4.3.2-2] [5 MQTT-4.3.3-2] [5 MQTT-3.3.1-3] [3 MQTT-3.3.1-3]
    const isSent = this.#encode(session, link, delivery, packetId, false);
    if (!isSent) this.#forget(session, packetId);
    return isSent;
  }

  /** Writes a PUBLISH; false if it is too large for this client, which counts as delivered [5 MQTT-3.1.2-25]. */
  #encode(session: Session, link: Link, delivery: Delivery, packetId: number, dup: boolean): boolean {
    const head = this.#head;
    const { message } = delivery;
    head.version = link.version;
    head.qos = delivery.qos;
    head.retain = delivery.retain;
    head.dup = dup;
    head.topic = message.topic.bytes;
    head.packetId = packetId;
    // [5 MQTT-3.3.2-6]
    head.messageExpiryInterval =
      message.expiresAt === NEVER ? NO_EXPIRY : this.#secondsLeft(message.expiresAt);
    head.subscriptionIdentifiers = delivery.subscriptionIdentifiers;
    head.properties = message.properties;
    head.payloadBytes = message.payload.length;
    return this.write(session, link, head, message.payload, 0, message.payload.length, message.topic.name);
  }

  /** Writes a PUBLISH with payload[start..end) to the session's link; false if it is too large for the client. */
  write(
    session: Session,
    link: Link,
    head: PublishHead,
    payload: Uint8Array,
    start: number,
    end: number,
    topic: string,
  ): boolean {
    const length = publishLength(head);
    if (length > link.maximumPacketBytes) {
      this.#drops.count(session, topic, "packet-too-large"); // [5 MQTT-3.1.2-24]
      return false;
    }
    const { outbox } = link;
    const isByReference = head.payloadBytes >= PAYLOAD_BY_REFERENCE_BYTES;
    const at = outbox.reserve(isByReference ? length - head.payloadBytes : length);
    const headEnd = writePublishHead(outbox.block, at, head);
    if (isByReference) {
      outbox.finish(at, headEnd);
      outbox.forward(payload, start, end);
    } else {
      outbox.block.set(
        start === 0 && end === payload.length ? payload : payload.subarray(start, end),
        headEnd,
      );
      outbox.finish(at, headEnd + head.payloadBytes);
    }
    this.countPublish(link, head.payloadBytes);
    return true;
  }

  countPublish(link: Link, payloadBytes: number): void {
    link.packetsSent++;
    this.#counters.packetsSent++;
    this.#counters.publishSent++;
    this.#counters.publishBytesSent += payloadBytes;
  }

  #secondsLeft(expiresAt: number): number {
    return Math.max(0, Math.ceil((expiresAt - this.#clock.now()) / MILLISECONDS));
  }

  #hasExpired(delivery: Delivery): boolean {
    return delivery.message.expiresAt !== NEVER && delivery.message.expiresAt <= this.#clock.now();
  }

  #dropQueued(session: Session, delivery: Delivery): void {
    this.#drops.count(session, delivery.message.topic.name, "expired"); // [5 MQTT-3.3.2-5]
    if (!this.#isStored(session)) return;
    this.#store.append({
      type: "messageDropped",
      clientId: session.clientId,
      messageNumber: delivery.message.number,
    });
  }

  #forget(session: Session, packetId: number): void {
    session.window.drop(packetId);
    if (this.#isStored(session))
      this.#store.append({ type: "deliveryEnded", clientId: session.clientId, packetId });
  }

  #storeQueued(session: Session, delivery: Delivery): void {
    this.#store.append({
      type: "messageQueued",
      clientId: session.clientId,
      message: toStored(delivery.message),
      qos: delivery.qos,
      retain: delivery.retain,
      subscriptionIdentifiers: delivery.subscriptionIdentifiers,
    });
  }
}

/** Whether a delivery at QoS 1 or 2 may begin: what is to be sent again goes first, and the client takes so many at a time. */
function mayStart({ window }: Session): boolean {
  return window.pendingResends === 0 && !window.isFull; // [5 MQTT-3.3.4-9] [5 MQTT-3.3.4-10] [5 MQTT-4.9.0-2] [5 MQTT-4.9.0-3]
}

function isWaiting({ window, queue, replays }: Session): boolean {
  return window.pendingResends > 0 || queue.size > 0 || replays.size > 0;
}

function hasRoom(outbox: Outbox): boolean {
  return !outbox.isBlocked && outbox.waitingBytes < READ_AHEAD_BYTES;
}
