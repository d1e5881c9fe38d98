import { Reader } from "../../protocol/bytes/reader.ts";
import { encode } from "../../protocol/codec/encode.ts";
import { PublishView } from "../../protocol/codec/publish.ts";
import { PacketType, type ProtocolVersion, type Publish } from "../../protocol/packets.ts";
import { readPropertyList } from "../../protocol/properties.ts";
import type { CostMeter } from "./cost-meter.ts";
import type { DetailView } from "./detail/detail-view.ts";
import { isSameBytes } from "./detail/history-rows.ts";
import type { History } from "./records/history.ts";
import { NO_RECORD, RecordFlag } from "./records/record-log.ts";
import type { Stream } from "./stream/stream.ts";
import type { RetainedMarks } from "./topics/retained-marks.ts";
import { NO_ROOM, type TopicIndex } from "./topics/topic-index.ts";
import type { TreeLists } from "./topics/tree-lists.ts";

const SUBSCRIPTION_IDENTIFIER = 0x0b;
/** A property section that is nothing but one small subscription identifier. */
const LONE_IDENTIFIER_BYTES = 2;
const CONTINUES = 0x80;
const LAST_ONE_BYTE_INTEGER = 0x7f;

/** Which subscriptions a message came for. */
export interface Routing {
  /** Whether the filter with this Subscription Identifier feeds the tree. */
  isBaseIdentifier(identifier: number): boolean;
  /** The live subscription with this identifier as a bit of the stream's mask; 0: none. */
  maskOf(identifier: number): number;
  /** The same from the filters, for brokers that do not say which subscription brought a message. */
  maskByFilter(node: number): number;
  isOfBase(node: number): boolean;
  /** Counts what the subscriptions of a mask brought. */
  onBrought(mask: number): void;
}

export interface FeedTargets {
  readonly index: TopicIndex;
  readonly history: History;
  readonly marks: RetainedMarks;
  readonly lists: TreeLists;
  readonly detail: DetailView;
  readonly stream: Stream;
  readonly meter: CostMeter;
}

/** Takes each PUBLISH to where it belongs: tree and history, stream, retained marks. Nothing is decoded on the way. */
export class Feed {
  readonly #to: FeedTargets;
  readonly #routing: Routing;
  readonly #view = new PublishView();
  /** When the broker last told a retained message again. */
  lastToldAgainAt = 0;
  firstMessageAt: number | undefined;
  /** RETAIN comes only with what is told at SUBSCRIBE: in 3.x, and without Retain As Published. */
  isRetainOnlyAtSubscribe = false;

  constructor(to: FeedTargets, routing: Routing) {
    this.#to = to;
    this.#routing = routing;
  }

  take(packet: PublishView, at: number): void {
    const { index, meter, stream } = this.#to;
    meter.onMessage(packet.end - packet.start);
    this.firstMessageAt ??= at;
    const node = index.touch(packet.buffer, packet.topicStart, packet.topicEnd);
    if (node === NO_ROOM) {
      meter.skippedTopics++;
      return;
    }
    const flags = packet.qos | (packet.retain ? RecordFlag.retain : 0) | (packet.dup ? RecordFlag.dup : 0);
    let mask = 0;
    let isOfBase = false;
    if (packet.hasSubscriptionIdentifier) {
      for (const identifier of identifiersOf(packet)) {
        isOfBase ||= this.#routing.isBaseIdentifier(identifier);
        mask |= this.#routing.maskOf(identifier);
      }
      // a filter of the Messages view may reach beyond those of the tree: what is heard is shown
      isOfBase ||= !this.#routing.isOfBase(node);
    } else {
      mask = this.#routing.maskByFilter(node);
      isOfBase = true;
    }
    if (isOfBase) this.#keep(packet, node, at, flags);
    if (mask === 0) return;
    this.#routing.onBrought(mask);
    stream.append(node, at, flags, mask, packet);
  }

  /** The same for a message that was decoded for its acknowledgement or its topic alias. */
  takeDecoded(publish: Publish, version: ProtocolVersion, at: number): void {
    const bytes = encode(publish, version);
    let body = 1;
    while (bytes[body]! >= CONTINUES) body++;
    this.#view.read(bytes, 0, body + 1, bytes.length, version);
    this.take(this.#view, at);
  }

  #keep(packet: PublishView, node: number, at: number, flags: number): void {
    const { index, history, marks, lists, detail } = this.#to;
    const payloadBytes = packet.end - packet.payloadStart;
    if (packet.retain && this.#isTellingAgain(packet, node)) {
      marks.set(node);
      this.lastToldAgainAt = at;
      return;
    }
    if (packet.retain) {
      if (payloadBytes === 0) marks.clear(node);
      else marks.set(node);
    }
    const isNew = !index.isTopic(node);
    index.count(node, payloadBytes, at);
    const address = history.append(node, at, flags, packet);
    if (isNew) lists.appear(node);
    else lists.changed(node);
    detail.onMessage(node, address, at);
  }

  /** The broker tells a retained message again, after a reconnect or a SUBSCRIBE: nothing new has happened. */
  #isTellingAgain(packet: PublishView, node: number): boolean {
    const { history, marks } = this.#to;
    const isPossible = this.isRetainOnlyAtSubscribe ? marks.isRetained(node) : marks.mayBeToldAgain(node);
    if (!isPossible) return false;
    const last = history.last(node);
    return (
      last !== NO_RECORD &&
      isSameBytes(history.log.payload(last), packet.buffer.subarray(packet.payloadStart, packet.end))
    );
  }
}

const lone = [0];

/** The Subscription Identifiers of a message (MQTT 5.0 §3.3.2.3.8), without decoding anything in the usual case. */
function identifiersOf(packet: PublishView): readonly number[] {
  const { buffer, propertiesStart, propertiesEnd } = packet;
  const value = buffer[propertiesStart + 1]!;
  const isLone =
    propertiesEnd - propertiesStart === LONE_IDENTIFIER_BYTES &&
    buffer[propertiesStart] === SUBSCRIPTION_IDENTIFIER;
  if (isLone && value <= LAST_ONE_BYTE_INTEGER) {
    lone[0] = value;
    return lone;
  }
  const reader = new Reader(buffer, packet.start, propertiesStart, propertiesEnd);
  return readPropertyList(reader, PacketType.Publish).subscriptionIdentifiers ?? [];
}
