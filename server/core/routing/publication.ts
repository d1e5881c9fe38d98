import { joinBytes } from "../../../protocol/bytes/copy.ts";
import type { PublishView } from "../../../protocol/codec/publish.ts";
import {
  NO_EXPIRY,
  type PublishHead,
  publishLength,
  writePublishHead,
} from "../../../protocol/codec/publish-head.ts";
import { forwardableProperties } from "../../../protocol/codec/publish-properties.ts";
import type { QoS } from "../../../protocol/packets.ts";
import type { Slab } from "../connection/slab.ts";
import type { Publisher } from "../ports/store.ts";
import type { Session } from "../session/session.ts";
import { type Message, NEVER, NO_IDENTIFIERS } from "./message.ts";
import type { MessageKeeper } from "./message-keeper.ts";
import type { Topic } from "./topic.ts";

const NOTHING = new Uint8Array(0);
const NO_PIECES: readonly Uint8Array[] = [];
const MILLISECONDS = 1000;
/** A packet that fills at least this part of its chunk keeps the chunk; a smaller one is copied out of it. */
const KEEP_CHUNK_PART = 0.5;

/** A whole PUBLISH at QoS 0: a run of bytes, or the pieces that it came in. */
interface Frame {
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly Uint8Array[];
}

/**
 * A message while it is routed. It lives for one call: most of its kind are forwarded to their subscribers as the bytes
 * they came in and leave no object behind. `message()` makes the record for those that must be kept, once for all.
 */
export class Publication {
  readonly topic: Topic;
  readonly qos: QoS;
  readonly retain: boolean;
  /** The session that published it, or whose will it is. */
  readonly session: Session | undefined;
  readonly publisher: Publisher;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Seconds, or NO_EXPIRY. */
  readonly messageExpiryInterval: number;
  /** Undefined while it is in pieces. */
  #payload: Uint8Array | undefined;
  readonly payloadStart: number;
  readonly payloadEnd: number;
  readonly #view: PublishView | undefined;
  #properties: Uint8Array | undefined;
  #message: Message | undefined = undefined;
  readonly #keeper: MessageKeeper;
  /** By what a subscriber asks for: version 5 or not, RETAIN or not; see `frame`. */
  #frames: (Frame | undefined)[] | undefined = undefined;

  /** From a packet: `view` is valid only while it is routed. */
  static received(
    topic: Topic,
    view: PublishView,
    session: Session,
    receivedAt: number,
    keeper: MessageKeeper,
  ): Publication {
    return new Publication(
      topic,
      view.qos,
      view.retain,
      session,
      session,
      receivedAt,
      view.messageExpiryInterval,
      view.pieces.length === 0 ? view.buffer : undefined,
      view.payloadStart,
      view.end,
      view,
      undefined,
      keeper,
    );
  }

  /** From the broker itself: a will, whose session is given, `$SYS`, or an operator's message. */
  static own(
    content: Omit<Message, "number" | "receivedAt" | "expiresAt">,
    messageExpiryInterval: number | undefined,
    session: Session | undefined,
    receivedAt: number,
    keeper: MessageKeeper,
  ): Publication {
    const { topic, qos, retain, publisher, payload, properties } = content;
    return new Publication(
      topic,
      qos,
      retain,
      session,
      publisher,
      receivedAt,
      messageExpiryInterval ?? NO_EXPIRY,
      payload,
      0,
      payload.length,
      undefined,
      properties,
      keeper,
    );
  }

  /** A message that was kept for somebody and is now for somebody else; `now` counts for what is left of its expiry. */
  static kept(message: Message, now: number, keeper: MessageKeeper): Publication {
    const { expiresAt } = message;
    const secondsLeft =
      expiresAt === NEVER ? undefined : Math.max(0, Math.ceil((expiresAt - now) / MILLISECONDS));
    const publication = Publication.own(message, secondsLeft, undefined, now, keeper);
    publication.#message = message;
    return publication;
  }

  private constructor(
    topic: Topic,
    qos: QoS,
    retain: boolean,
    session: Session | undefined,
    publisher: Publisher,
    receivedAt: number,
    messageExpiryInterval: number,
    payload: Uint8Array | undefined,
    payloadStart: number,
    payloadEnd: number,
    view: PublishView | undefined,
    properties: Uint8Array | undefined,
    keeper: MessageKeeper,
  ) {
    this.topic = topic;
    this.qos = qos;
    this.retain = retain;
    this.session = session;
    this.publisher = publisher;
    this.receivedAt = receivedAt;
    this.messageExpiryInterval = messageExpiryInterval;
    this.#payload = payload;
    this.payloadStart = payloadStart;
    this.payloadEnd = payloadEnd;
    this.#view = view;
    this.#properties = properties;
    this.#keeper = keeper;
  }

  /** Where the payload lies, from `payloadStart` to `payloadEnd`. What came in pieces is joined when somebody asks. */
  get payload(): Uint8Array {
    this.#payload ??= joinBytes(this.#view?.pieces ?? []);
    return this.#payload;
  }

  get payloadBytes(): number {
    return this.payloadEnd - this.payloadStart;
  }

  /**
   * The property bytes that pass through [5 MQTT-3.3.2-4] [5 MQTT-3.3.2-15] [5 MQTT-3.3.2-16] [5 MQTT-3.3.2-17]
   * [5 MQTT-3.3.2-18] [5 MQTT-3.3.2-20].
   */
  get properties(): Uint8Array {
    this.#properties ??= this.#view === undefined ? NOTHING : forwardableProperties(this.#view);
    return this.#properties;
  }

  /** Bytes that it holds when it is kept, for the limits. */
  get bytes(): number {
    return this.topic.bytes.length + this.properties.length + this.payloadBytes;
  }

  /** The record to keep, shared by every session that must keep it. */
  message(): Message {
    this.#message ??= {
      number: this.#keeper.number(),
      topic: this.topic,
      payload: this.#keptPayload(),
      qos: this.qos,
      retain: this.retain,
      properties: this.properties,
      expiresAt:
        this.messageExpiryInterval === NO_EXPIRY
          ? NEVER
          : this.receivedAt + this.messageExpiryInterval * MILLISECONDS,
      receivedAt: this.receivedAt,
      publisher: { clientId: this.publisher.clientId, userName: this.publisher.userName },
    };
    return this.#message;
  }

  /** The whole packet at QoS 0 as a subscriber of this version gets it; made at most once, or the publisher's own bytes. */
  frame(isVersion5: boolean, retain: boolean, head: PublishHead, slab: Slab): Frame {
    const form = (isVersion5 ? 2 : 0) + (retain ? 1 : 0);
    this.#frames ??= [];
    let frame = this.#frames[form];
    if (frame === undefined) {
      frame = this.#makeFrame(isVersion5, retain, head, slab);
      this.#frames[form] = frame;
    }
    return frame;
  }

  /** True when the packet that came in is, byte for byte, the packet that goes out. */
  passesAsIs(isVersion5: boolean, retain: boolean): boolean {
    const view = this.#view;
    return (
      view !== undefined &&
      view.qos === 0 &&
      view.retain === retain &&
      (view.version === 5) === isVersion5 &&
      view.topicAlias === 0
    );
  }

  /** The bytes that came in; only where {@link passesAsIs}. */
  get packet(): Frame {
    return this.#view as PublishView;
  }

  /** Describes this message at QoS 0 in `head`. */
  fillHead(head: PublishHead, isVersion5: boolean, retain: boolean, identifiers: readonly number[]): void {
    head.version = isVersion5 ? 5 : 4;
    head.qos = 0;
    head.retain = retain;
    head.dup = false;
    head.topic = this.topic.bytes;
    head.packetId = 0;
    head.messageExpiryInterval = this.messageExpiryInterval;
    head.topicAlias = 0;
    head.subscriptionIdentifiers = identifiers;
    head.properties = this.properties;
    head.payloadBytes = this.payloadBytes;
  }

  #makeFrame(isVersion5: boolean, retain: boolean, head: PublishHead, slab: Slab): Frame {
    this.fillHead(head, isVersion5, retain, NO_IDENTIFIERS);
    const length = publishLength(head);
    const start = slab.take(length);
    const { buffer } = slab;
    const payloadAt = writePublishHead(buffer, start, head);
    buffer.set(this.payload.subarray(this.payloadStart, this.payloadEnd), payloadAt);
    return { buffer, start, end: start + length, pieces: NO_PIECES };
  }

  #keptPayload(): Uint8Array {
    const isMostOfIt = this.payloadBytes >= this.payload.length * KEEP_CHUNK_PART;
    return isMostOfIt
      ? this.payload.subarray(this.payloadStart, this.payloadEnd)
      : this.#keeper.copy(this.payload, this.payloadStart, this.payloadEnd, this.retain);
  }
}
