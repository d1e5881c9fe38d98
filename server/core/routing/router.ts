import { createPublishHead } from "../../../protocol/codec/publish-head.ts";
import type { QoS } from "../../../protocol/packets.ts";
import type { Flusher } from "../connection/flusher.ts";
import type { Slab } from "../connection/slab.ts";
import type { Drops } from "../drops.ts";
import { type MemoryCeiling, WITHOUT_MEMORY_BYTES } from "../memory-ceiling.ts";
import type { Acl } from "../ports/access.ts";
import type { Limits } from "../ports/limits.ts";
import type { Observer } from "../ports/observer.ts";
import type { Outgoing } from "../session/outgoing.ts";
import type { QueueLimit } from "../session/queue-policy.ts";
import type { Link, Session } from "../session/session.ts";
import type { Subscription } from "../session/subscription.ts";
import { NO_IDENTIFIERS } from "./message.ts";
import type { Publication } from "./publication.ts";
import type { Target } from "./route.ts";
import type { RouteTable } from "./route-table.ts";
import { Prospect, type SharedGroup } from "./shared-group.ts";

/** Bytes of a PUBLISH beside topic, payload and the properties that pass through, at most, with one subscription identifier. */
const LARGEST_HEAD_BYTES = 32;

/** What the router works with. */
export interface RouterParts {
  readonly routes: RouteTable;
  readonly outgoing: Outgoing;
  readonly drops: Drops;
  readonly acl: Acl;
  readonly observer: Observer;
  readonly limits: Limits;
  readonly flusher: Flusher;
  readonly slab: Slab;
  readonly memory: MemoryCeiling;
}

/** A queue that has no room for one more message. */
export interface FullQueue {
  readonly limit: QueueLimit;
  readonly clientId: string;
}

/**
 * Gives a message to everybody whose subscriptions match (MQTT 5.0 §3.3.4, §4.7).
 *
 * The rule for speed: at QoS 0 a subscriber of the publisher's protocol version gets the very bytes that came in, as a
 * slice that merges with its neighbours in the outbox. Only what differs (version, RETAIN) is encoded, once for all who need
 * the same bytes; with subscription identifiers or topic aliases, for each. Every check stands on this one path: rights,
 * size, outbound limits.
 */
export class Router {
  readonly #parts: RouterParts;
  /** Filled anew for each packet that must be encoded. */
  readonly #head = createPublishHead();

  constructor(parts: RouterParts) {
    this.#parts = parts;
  }

  /** Returns how many subscribers it is for; those who may not receive it or lose it to a limit included. */
  route(publication: Publication): number {
    const { targets, groups } = this.#parts.routes.of(publication.topic);
    let reached = 0;
    for (let at = 0; at < targets.length; at++) {
      const target = targets[at] as Target;
      const mine = target.session === publication.session ? target.ofOwn : target;
      if (mine === undefined) continue; // [5 MQTT-3.8.3-3]
      this.#give(publication, mine.session, mine.qos, mine.retainAsPublished, mine.identifiers, undefined);
      reached++;
    }
    for (const group of groups) if (this.giveShared(publication, group, Prospect.Never)) reached++;
    return reached;
  }

  /** Gives a message to one of a group; false if nobody has a prospect as good as `worst`. */
  giveShared(publication: Publication, group: SharedGroup, worst: Prospect): boolean {
    const member = group.next(this.#prospectOf, publication, worst);
    if (member === undefined) return false;
    const { session, qos, retainAsPublished, identifier, filter } = member;
    const identifiers = identifier === undefined ? NO_IDENTIFIERS : [identifier];
    // at the QoS that this member was granted [5 MQTT-4.8.2-3]
    this.#give(publication, session, qos, retainAsPublished, identifiers, filter);
    return true;
  }

  /**
   * Who has no room for a message at QoS 1 or 2, and by which limit; all who would get it are asked, and nobody gets it. One
   * member of a group with room is enough, though it got the message by all its other subscriptions first.
   */
  fullAmong(publication: Publication): FullQueue | undefined {
    const { targets, groups } = this.#parts.routes.of(publication.topic);
    const copies = copiesOf(groups);
    let ahead = 0;
    for (let at = 0; at < targets.length; at++) {
      const target = targets[at] as Target;
      const mine = target.session === publication.session ? target.ofOwn : target;
      if (mine === undefined || mine.qos === 0) continue;
      const full = this.#fullAt(mine.session, publication, ahead, 0);
      if (full !== undefined) return full;
      ahead++;
      if (copies?.has(mine.session) === true) copies.set(mine.session, 1);
    }
    if (copies === undefined) return undefined;
    for (const group of groups) {
      const full = this.#fullIn(group, publication, ahead, copies);
      if (full !== undefined) return full;
      ahead++;
      for (const { session } of group.members) copies.set(session, (copies.get(session) ?? 0) + 1);
    }
    return undefined;
  }

  /** Whether somebody would get it for whom it must be stored, and the store has no room. One member of a group that needs none is enough. */
  lacksStore(publication: Publication): boolean {
    const { targets, groups } = this.#parts.routes.of(publication.topic);
    for (const target of targets) {
      const mine = target.session === publication.session ? target.ofOwn : target;
      if (mine !== undefined && this.#lacksStoreFor(mine, publication)) return true;
    }
    return groups.some((group) => this.#lacksStoreIn(group, publication));
  }

  #lacksStoreIn({ members }: SharedGroup, publication: Publication): boolean {
    let lacks = false;
    for (const member of members) {
      if (this.#prospectOf(member, publication) !== Prospect.Never) return false;
      lacks ||= this.#lacksStoreFor(member, publication);
    }
    return lacks;
  }

  #lacksStoreFor({ session, qos }: Pick<Target, "session" | "qos">, { topic }: Publication): boolean {
    const { acl, outgoing } = this.#parts;
    return qos > 0 && outgoing.lacksStore(session) && acl.mayReceive(session, topic.name);
  }

  /** Undefined if a member can have it, or if it is not for want of room that none can. */
  #fullIn(
    group: SharedGroup,
    publication: Publication,
    ahead: number,
    copies: ReadonlyMap<Session, number>,
  ): FullQueue | undefined {
    let first: FullQueue | undefined;
    for (const member of group.members) {
      const { session, qos } = member;
      const full =
        qos === 0 ? undefined : this.#fullAt(session, publication, ahead, copies.get(session) ?? 0);
      if (full === undefined && this.#prospectOf(member, publication) !== Prospect.Never) return undefined;
      first ??= full;
    }
    return first;
  }

  #fullAt(session: Session, publication: Publication, ahead: number, own: number): FullQueue | undefined {
    const { acl, outgoing } = this.#parts;
    if (!acl.mayReceive(session, publication.topic.name)) return undefined;
    const limit = outgoing.limitFor(session, publication.bytes, ahead, own);
    return limit && { limit, clientId: session.clientId };
  }

  /** How soon a member can have a message. Its turn passes to others while they can have it sooner. */
  readonly #prospectOf = ({ session, qos }: Subscription, publication: Publication): Prospect => {
    const { acl, limits, flusher, memory, outgoing } = this.#parts;
    const { link } = session;
    if (!acl.mayReceive(session, publication.topic.name)) return Prospect.Never;
    if (link !== undefined && Number.isFinite(link.maximumPacketBytes)) {
      if (publication.bytes + LARGEST_HEAD_BYTES > link.maximumPacketBytes) return Prospect.Never;
    }
    if (publication.qos > 0 && qos > 0) {
      const prospect = outgoing.prospect(session, publication.bytes);
      if (prospect === "never") return Prospect.Never;
      if (prospect === "displacing") return Prospect.Displacing;
      if (link === undefined) return Prospect.OnReturn;
      return prospect === "now" ? Prospect.Now : Prospect.Later;
    }
    if (link === undefined || link.outbox.waitingBytes >= limits.maximumOutboundBytes) return Prospect.Never;
    if (!link.outbox.isBlocked) return Prospect.Now;
    if (memory.isReached && link.outbox.waitingBytes >= WITHOUT_MEMORY_BYTES) return Prospect.Never;
    return flusher.waitingBytes >= limits.maximumTotalOutboundBytes ? Prospect.Never : Prospect.Later;
  };

  #give(
    publication: Publication,
    session: Session,
    granted: QoS,
    retainAsPublished: boolean,
    identifiers: readonly number[],
    sharedFilter: string | undefined,
  ): void {
    const { acl, drops, observer, outgoing } = this.#parts;
    const { topic } = publication;
    if (!acl.mayReceive(session, topic.name)) {
      drops.count(session, topic.name, "not-authorized");
      return;
    }
    const qos = publication.qos < granted ? publication.qos : granted; // [5 MQTT-3.8.4-8] [3 MQTT-3.8.4-6]
    const retain = retainAsPublished && publication.retain; // [5 MQTT-3.3.1-12] [5 MQTT-3.3.1-13] [3 MQTT-3.3.1-9]
    let isGiven: boolean;
    if (qos > 0) {
      const message = publication.message();
      isGiven = outgoing.deliver(session, {
        message,
        qos,
        retain,
        subscriptionIdentifiers: identifiers,
        sharedFilter,
        place: 0,
      });
    } else if (session.link === undefined) {
      drops.countOffline(session);
      isGiven = false;
    } else {
      isGiven = this.#giveNow(publication, session, session.link, retain, identifiers);
    }
    if (isGiven && observer.wantsMessages) {
      observer.onEvent({
        type: "messageDelivered",
        at: publication.receivedAt,
        clientId: session.clientId,
        topic: topic.name,
        qos,
      });
    }
  }

  #giveNow(
    publication: Publication,
    session: Session,
    link: Link,
    retain: boolean,
    identifiers: readonly number[],
  ): boolean {
    const { outbox } = link;
    const { drops, flusher, limits, memory, outgoing, slab } = this.#parts;
    if (outbox.waitingBytes >= limits.maximumOutboundBytes) {
      drops.count(session, publication.topic.name, "outbox-full");
      return false;
    }
    // who reads what it gets does not pay for those who do not
    if (outbox.isBlocked) {
      if (flusher.waitingBytes >= limits.maximumTotalOutboundBytes) {
        drops.count(session, publication.topic.name, "outbox-full", "maximum-total-outbound-bytes");
        return false;
      }
      if (memory.isReached && outbox.waitingBytes >= WITHOUT_MEMORY_BYTES) {
        drops.count(session, publication.topic.name, "memory-full");
        return false;
      }
    }
    const isVersion5 = link.version === 5;
    // what only this client gets: its aliases, its subscription identifiers
    if (isVersion5 && (identifiers.length > 0 || link.outboundAliases !== undefined))
      return this.#encode(publication, session, link, retain, identifiers);
    const frame = publication.passesAsIs(isVersion5, retain)
      ? publication.packet
      : publication.frame(isVersion5, retain, this.#head, slab);
    if (frame.end - frame.start > link.maximumPacketBytes) {
      drops.count(session, publication.topic.name, "packet-too-large"); // [5 MQTT-3.1.2-24] [5 MQTT-3.1.2-25]
      return false;
    }
    if (frame.pieces.length === 0) outbox.forward(frame.buffer, frame.start, frame.end);
    else for (const piece of frame.pieces) outbox.forward(piece, 0, piece.length);
    outgoing.writer.count(link, publication.payloadBytes);
    return true;
  }

  #encode(
    publication: Publication,
    session: Session,
    link: Link,
    retain: boolean,
    identifiers: readonly number[],
  ): boolean {
    const { writer } = this.#parts.outgoing;
    const head = this.#head;
    const { topic, payload, payloadStart, payloadEnd } = publication;
    publication.fillHead(head, true, retain, identifiers);
    const length = writer.measure(session, link, head, topic);
    if (length === 0) return false;
    writer.write(link, head, length, topic, payload, payloadStart, payloadEnd);
    return true;
  }
}

/** How many copies of one message each member of the groups has got before theirs; undefined: there are no groups. */
function copiesOf(groups: readonly SharedGroup[]): Map<Session, number> | undefined {
  if (groups.length === 0) return undefined;
  return new Map(groups.flatMap(({ members }) => [...members].map(({ session }) => [session, 0])));
}
