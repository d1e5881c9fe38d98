import { type PacketSummary, summaryOf } from "../../../protocol/dissect/summary.ts";
import { PacketType, type ProtocolVersion } from "../../../protocol/packets.ts";
import type { PacketDirection } from "../ports/trace.ts";
import type { Topic } from "../routing/topic.ts";

/** A connection as a trace sees it. */
export interface TracedLink {
  /** Undefined while its client is not in. */
  readonly clientId: string | undefined;
  readonly version: ProtocolVersion;
  /** Topics by alias, as the client set them; undefined while it has set none. */
  readonly aliases: ReadonlyMap<number, Topic> | undefined;
  /** What the aliases stand for that the broker gave; undefined where there are none. */
  readonly outboundAliases: { nameOf(alias: number): string | undefined } | undefined;
}

/** What a trace notes of one network connection. */
export class TracedConnection {
  readonly number: number;
  /** As CONNECT named it. */
  #clientId: string | undefined = undefined;
  /** By alias, as it went out while this was traced. */
  readonly #sentAliases = new Map<number, string>();
  /** Packet ids of traced messages that the client, and that the broker, has published. */
  readonly #published = { in: new Set<number>(), out: new Set<number>() };

  constructor(number: number) {
    this.number = number;
  }

  /** Whose packet it is; of a connection that is not in yet what its CONNECT says. */
  clientOf(link: TracedLink, packet: Uint8Array): string | undefined {
    if (link.clientId !== undefined) return link.clientId;
    if (typeOf(packet) === PacketType.Connect) {
      const { clientId } = summaryOf(packet, link.version);
      this.#clientId = clientId === "" ? undefined : clientId; // the server will assign one
    }
    return this.#clientId;
  }

  /** The topic for which an alias stands in a PUBLISH; also notes what aliases are set for. */
  aliasedTopic(link: TracedLink, direction: PacketDirection, publish: PacketSummary): string | undefined {
    const { topic, topicAlias } = publish;
    if (topicAlias === undefined) return undefined;
    if (topic !== "") {
      if (direction === "out" && topic !== undefined) this.#sentAliases.set(topicAlias, topic);
      return undefined;
    }
    if (direction === "in") return link.aliases?.get(topicAlias)?.name;
    return this.#sentAliases.get(topicAlias) ?? link.outboundAliases?.nameOf(topicAlias);
  }

  /** Whether the packet is a message on one of the topics, or answers one. */
  isAbout(
    direction: PacketDirection,
    summary: PacketSummary,
    topic: string | undefined,
    isOnTopic: (topic: string) => boolean,
  ): boolean {
    const { type, packetId } = summary;
    if (type === PacketType.Publish) {
      const isMeant = topic !== undefined && isOnTopic(topic);
      if (packetId !== undefined) {
        if (isMeant) this.#published[direction].add(packetId);
        else this.#published[direction].delete(packetId);
      }
      return isMeant;
    }
    return packetId !== undefined && this.#answers(type, direction, packetId);
  }

  #answers(type: number, direction: PacketDirection, packetId: number): boolean {
    const isFromPublisher = type === PacketType.Pubrel;
    const isFromReceiver =
      type === PacketType.Puback || type === PacketType.Pubrec || type === PacketType.Pubcomp;
    if (!isFromPublisher && !isFromReceiver) return false;
    const published = this.#published[isFromPublisher ? direction : opposite(direction)];
    const isLast = type === PacketType.Puback || type === PacketType.Pubcomp;
    return isLast ? published.delete(packetId) : published.has(packetId);
  }
}

function opposite(direction: PacketDirection): PacketDirection {
  return direction === "in" ? "out" : "in";
}

function typeOf(packet: Uint8Array): number {
  return (packet[0] ?? 0) >> 4;
}
