import {
  type Connect,
  type Disconnect,
  type Packet,
  PacketType,
  type Publish,
  RetainHandling,
  type Subscribe,
  type SubscriptionRequest,
  type Unsubscribe,
} from "../../../../protocol/packets.ts";
import { matches } from "../../../../protocol/topics/match.ts";
import { parseSharedFilter } from "../../../../protocol/topics/shared.ts";
import { textOf } from "../packets.ts";
import {
  createRefSession,
  isExpired,
  type RefMessage,
  type RefSession,
  type RefSubscription,
} from "./records.ts";
import { RefRouting } from "./routing.ts";
import type { Tap } from "./tap.ts";

const NEVER = 0xffff_ffff;
const FIRST_ERROR = 0x80;
const PATIENCE = 1.5;

/**
 * The broker as it should be, as plainly as it can be said: sessions, subscriptions, retained messages and wills, without
 * bytes, windows, queues or stores. It is told every whole packet before the broker gets its bytes.
 */
export class Reference {
  readonly routing = new RefRouting();
  /** The last session that ended, by client id. */
  readonly ended = new Map<string, RefSession>();
  /** False once several things were due in one second: their order is the broker's. */
  isOrderKnown = true;

  get sessions(): ReadonlyMap<string, RefSession> {
    return this.routing.sessions;
  }

  accept(tap: Tap, packet: Packet): void {
    const { session } = tap;
    if (packet.type === PacketType.Connect) this.#connect(tap, packet);
    else if (session !== undefined) this.#on(tap, session, packet);
  }

  /** The network connection is gone, whoever ended it. */
  lose(tap: Tap): void {
    const { session } = tap;
    tap.isDead = true;
    if (session !== undefined && session.tap === tap) this.close(session, false);
  }

  /** The session's connection ends; `isNormal`: after DISCONNECT 0x00. */
  close(session: RefSession, isNormal: boolean): void {
    if (session.tap !== undefined) session.tap.isDead = true;
    session.tap = undefined;
    const { will } = session;
    if (isNormal)
      session.will = undefined; // [5 MQTT-3.14.4-3]
    else if (will !== undefined && (will.delay === 0 || session.expiry === 0)) this.#fire(session);
    else if (will !== undefined) will.dueAt = this.routing.now + will.delay;
    if (session.expiry === 0) this.end(session);
    else session.expiresAt = session.expiry === NEVER ? undefined : this.routing.now + session.expiry;
  }

  end(session: RefSession): void {
    if (session.hasEnded) return;
    session.hasEnded = true;
    this.routing.sessions.delete(session.clientId);
    this.ended.set(session.clientId, session);
    for (const due of session.dues) {
      if (due.group === undefined || due.state === "finished" || due.state === "dropped") continue;
      due.mayMove = true;
    }
    if (session.will !== undefined) this.#fire(session); // [5 MQTT-3.1.2-8]
  }

  /** A second has passed: wills, then connections that were silent, then sessions that expire. */
  tick(): void {
    const now = ++this.routing.now;
    const all = [...this.sessions.values()];
    const waiting = all.filter(({ will }) => will?.dueAt !== undefined && will.dueAt <= now);
    const silent = all.filter(
      ({ tap }) => tap !== undefined && tap.keepAlive > 0 && tap.heardAt + tap.keepAlive * PATIENCE <= now,
    );
    const over = all.filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= now);
    if (waiting.length + silent.length + over.length > 1) {
      this.isOrderKnown = false;
      // everybody is still there when the wills are published: what they are due then is a matter of the broker's order
      for (const session of [
        ...over,
        ...silent.filter(({ will, expiry }) => will?.delay === 0 || expiry === 0),
      ])
        this.#fire(session);
    }
    for (const session of waiting) this.#fire(session);
    for (const session of silent) this.close(session, false);
    for (const session of over) this.end(session);
  }

  #fire(session: RefSession): void {
    const { will } = session;
    session.will = undefined;
    if (will !== undefined) this.routing.publish(will.draft, session);
  }

  #connect(tap: Tap, packet: Connect): void {
    const { clientId, cleanStart, will } = packet;
    const before = this.sessions.get(clientId);
    if (before?.tap !== undefined) this.close(before, false); // [5 MQTT-3.1.4-3]
    let session = this.sessions.get(clientId);
    if (session !== undefined && cleanStart) this.end(session); // [5 MQTT-3.1.2-4]
    const isPresent = session !== undefined && !cleanStart;
    if (session === undefined || cleanStart) session = createRefSession(clientId);
    this.routing.sessions.set(clientId, session);
    if (isPresent) session.resumedAt = this.routing.sequence;
    Object.assign(session, { tap, expiresAt: undefined, will: undefined }); // [5 MQTT-3.1.3-9]
    session.expiry =
      packet.version === 5 ? (packet.properties.sessionExpiryInterval ?? 0) : cleanStart ? 0 : NEVER;
    Object.assign(tap, { session, isPresent, keepAlive: packet.keepAliveSeconds });
    if (will === undefined) return;
    const draft = {
      source: `${clientId} will`,
      clientId,
      topic: will.topic,
      text: textOf(will.payload) ?? "",
      qos: will.qos,
      retain: will.retain,
      expiry: will.properties.messageExpiryInterval,
    };
    session.will = { draft, delay: will.properties.willDelayInterval ?? 0, dueAt: undefined };
  }

  #on(tap: Tap, session: RefSession, packet: Packet): void {
    switch (packet.type) {
      case PacketType.Publish:
        this.#publish(tap, session, packet);
        break;
      case PacketType.Puback:
      case PacketType.Pubrec:
      case PacketType.Pubcomp:
        acknowledge(tap, session, packet.type, packet.packetId, packet.reasonCode);
        break;
      case PacketType.Pubrel:
        session.received.delete(packet.packetId);
        tap.await(PacketType.Pubcomp, packet.packetId);
        break;
      case PacketType.Subscribe:
        this.#subscribe(tap, session, packet);
        break;
      case PacketType.Unsubscribe:
        unsubscribe(tap, session, packet);
        break;
      case PacketType.Pingreq:
        tap.await(PacketType.Pingresp, 0);
        break;
      case PacketType.Disconnect:
        this.#disconnect(session, packet);
        break;
      default:
        throw new Error(`a client sends no packet of type ${packet.type}`);
    }
  }

  #publish(
    tap: Tap,
    session: RefSession,
    { topic, payload, qos, retain, packetId, properties }: Publish,
  ): void {
    if (qos === 1) tap.await(PacketType.Puback, packetId); // [5 MQTT-4.6.0-2]
    if (qos === 2) tap.await(PacketType.Pubrec, packetId); // [5 MQTT-4.6.0-3]
    if (qos === 2 && session.received.has(packetId)) return; // [5 MQTT-4.3.3-10]
    if (qos === 2) session.received.add(packetId);
    const { clientId } = session;
    const expiry = tap.version === 5 ? properties.messageExpiryInterval : undefined;
    this.routing.publish(
      { source: clientId, clientId, topic, text: textOf(payload) ?? "", qos, retain, expiry },
      session,
    );
  }

  #subscribe(tap: Tap, session: RefSession, { packetId, subscriptions, properties }: Subscribe): void {
    for (const request of subscriptions) {
      const isNew = !session.subscriptions.has(request.filter);
      const subscription = subscriptionOf(request, properties.subscriptionIdentifiers?.[0]);
      session.subscriptions.set(request.filter, subscription);
      session.allSubscriptions.push(subscription);
      const { group, retainHandling, qos } = subscription;
      if (group !== undefined && qos === 0) this.routing.groupsAtZero.add(group);
      if (group !== undefined || retainHandling === RetainHandling.DoNotSend) continue; // [5 MQTT-3.3.1-11]
      if (retainHandling === RetainHandling.SendIfNew && !isNew) continue; // [5 MQTT-3.3.1-10]
      session.replays.push({
        subscription,
        tap,
        since: this.routing.sequence,
        done: new Set(),
        excused: new Set(),
        expected: this.#retainedFor(session, subscription),
      });
    }
    tap.await(PacketType.Suback, packetId);
  }

  /** [5 MQTT-3.3.1-9] */
  #retainedFor({ clientId }: RefSession, { topicFilter, noLocal }: RefSubscription): Map<string, RefMessage> {
    const { retained, now } = this.routing;
    const mine = ([topic, message]: [string, RefMessage]): boolean =>
      matches(topicFilter, topic) && !isExpired(message, now) && !(noLocal && message.clientId === clientId);
    return new Map([...retained].filter(mine));
  }

  #disconnect(session: RefSession, { reasonCode, properties }: Disconnect): void {
    session.expiry = properties.sessionExpiryInterval ?? session.expiry;
    this.close(session, reasonCode === 0);
  }
}

function subscriptionOf(request: SubscriptionRequest, identifier: number | undefined): RefSubscription {
  const shared = parseSharedFilter(request.filter);
  const group = shared && request.filter;
  return { ...request, identifier, topicFilter: shared?.filter ?? request.filter, group };
}

function unsubscribe(tap: Tap, session: RefSession, { packetId, filters }: Unsubscribe): void {
  for (const filter of filters) {
    session.subscriptions.delete(filter);
    for (const due of session.dues) if (due.group === filter && due.state === "waiting") due.mayMove = true;
  }
  tap.await(PacketType.Unsuback, packetId);
}

/** The client answers what it was sent. */
function acknowledge(
  tap: Tap,
  session: RefSession,
  type: PacketType,
  packetId: number,
  reasonCode: number,
): void {
  const sent = session.inUse.get(packetId);
  if (sent === undefined) return;
  if (type === PacketType.Pubrec && reasonCode < FIRST_ERROR) {
    sent.isReleased = true;
    return;
  }
  if (sent.due.state !== "dropped") sent.due.state = "finished";
  session.inUse.delete(packetId);
  tap.outstanding.delete(packetId);
}
