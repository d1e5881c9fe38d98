import { Reader } from "../../../protocol/bytes/reader.ts";
import { forwardableProperties, scanPublishProperties } from "../../../protocol/codec/publish-properties.ts";
import { MqttError } from "../../../protocol/errors.ts";
import { PacketType, type QoS } from "../../../protocol/packets.ts";
import { readProperties } from "../../../protocol/properties.ts";
import { topicFilterError, topicNameError } from "../../../protocol/topics/validate.ts";
import type { StoredSubscription } from "../../core/ports/store.ts";
import type { Chunk } from "./chunk.ts";
import { ChunkFields } from "./chunk-fields.ts";
import { DatabaseError } from "./database-error.ts";

/*
 * What stands in the chunks of versions 5 (mosquitto 1.6) and 6 (2.0, 2.1). Each begins with a C structure as it lay in
 * memory: numbers of two and four bytes are in network order, those of eight bytes in the machine's; then texts whose
 * lengths the structure has. Nothing has a checksum.
 */

const KEY_BYTES = 8;
/** Behind the structure of a client on machines that align numbers of eight bytes. */
const CLIENT_PADDING = 4;
const SUBSCRIPTION_PADDING = 2;
const HIGHEST_QOS = 2;
const NO_LOCAL = 0x04;
const RETAIN_AS_PUBLISHED = 0x08;
const RETAIN_HANDLING_SHIFT = 4;
const RETAIN_HANDLING_BITS = 3;
const RETAIN_SHIFT = 4;
const VERSION_WITH_USERS = 6;

/** What the file says of itself. */
export interface SettingsRecord {
  /** Written when mosquitto stopped; else while it ran. */
  readonly isFinal: boolean;
}

/** A message, once for all who have it. */
export interface MessageRecord {
  readonly key: string;
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: QoS;
  readonly retain: boolean;
  /** Those that pass through to subscribers. */
  readonly properties: Uint8Array;
  readonly expiresAt: number | undefined;
  /** Empty: mosquitto itself. */
  readonly clientId: string;
  readonly userName: string | undefined;
}

/** A durable session without what hangs on it. */
export interface ClientRecord {
  readonly clientId: string;
  /** See UserNames for what they are worth. */
  readonly userNameBytes: Buffer;
  readonly userNameAt: number;
  readonly expirySeconds: number;
  /** When it ends, milliseconds since the epoch; undefined: never. */
  readonly endsAt: number | undefined;
}

/** How far a message has come with a client. */
export const MessageState = { Invalid: 0, ResendPubrel: 6, WaitForPubcomp: 9, Queued: 11 } as const;

/** A message that a client is to get, or has sent at QoS 2 and not released. */
export interface ClientMessageRecord {
  readonly clientId: string;
  readonly messageKey: string;
  readonly direction: "in" | "out";
  readonly packetId: number;
  readonly qos: QoS;
  /** One of MessageState, or another one on its way. */
  readonly state: number;
  readonly retain: boolean;
  readonly subscriptionIdentifiers: readonly number[];
}

/** A subscription of a durable session. */
export interface SubscriptionRecord {
  readonly clientId: string;
  readonly subscription: StoredSubscription;
}

/** Chunk 1. */
export function readSettings(chunk: Chunk): SettingsRecord {
  const fields = new ChunkFields(chunk);
  fields.skip(KEY_BYTES, "the last message's number");
  const isFinal = fields.u8("whether mosquitto stopped") !== 0;
  const at = fields.offset;
  const keyBytes = fields.u8("the size of messages' numbers");
  if (keyBytes !== KEY_BYTES)
    throw new DatabaseError(at, `expected messages' numbers of ${KEY_BYTES} bytes, found ${keyBytes}`);
  return { isFinal };
}

/** Chunk 2. */
export function readMessage(chunk: Chunk): MessageRecord {
  const fields = new ChunkFields(chunk);
  const key = fields.key("a message's number");
  const expiresAt = fields.time("a message's expiry");
  const payloadBytes = fields.u32("a payload's length");
  fields.skip(2, "the publisher's packet id");
  const clientIdBytes = fields.u16("the length of the publisher's client id");
  const userNameBytes = fields.u16("the length of the publisher's user name");
  const topicBytes = fields.u16("a topic's length");
  fields.skip(2, "the publisher's port");
  const qos = qosOf(fields, "a message's QoS");
  const retain = fields.u8("a message's RETAIN flag") !== 0;
  const clientId = fields.text(clientIdBytes, "the publisher's client id");
  const userName = fields.text(userNameBytes, "the publisher's user name");
  const topicAt = fields.offset;
  const topic = fields.text(topicBytes, "a topic");
  const problem = topicNameError(topic);
  if (problem !== undefined) throw new DatabaseError(topicAt, problem);
  return {
    key,
    topic,
    payload: fields.bytes(payloadBytes, "a payload"),
    qos,
    retain,
    properties: passingProperties(fields),
    expiresAt,
    clientId,
    userName: userNameBytes === 0 ? undefined : userName,
  };
}

/** Chunk 3. */
export function readClientMessage(chunk: Chunk): ClientMessageRecord {
  const fields = new ChunkFields(chunk);
  const messageKey = fields.key("a message's number");
  const packetId = fields.u16("a packet id");
  const clientIdBytes = fields.u16("the length of a client id");
  const qos = qosOf(fields, "the QoS of a delivery");
  const state = valueUpTo(fields, MessageState.Queued, "the state of a delivery");
  const flags = fields.u8("RETAIN and DUP");
  const direction = valueUpTo(fields, 1, "the direction of a message") === 0 ? "in" : "out";
  const clientId = clientIdOf(fields, clientIdBytes);
  const subscriptionIdentifiers = identifiersOf(fields);
  const retain = flags >> RETAIN_SHIFT !== 0;
  return { clientId, messageKey, direction, packetId, qos, state, retain, subscriptionIdentifiers };
}

/** Chunk 4: the number of a message. */
export function readRetained(chunk: Chunk): string {
  const fields = new ChunkFields(chunk);
  const key = fields.key("the number of a retained message");
  fields.expectEnd("a retained message's chunk");
  return key;
}

/** Chunk 5. */
export function readSubscription(chunk: Chunk): SubscriptionRecord {
  const fields = new ChunkFields(chunk);
  const identifier = fields.u32("a subscription identifier");
  const clientIdBytes = fields.u16("the length of a client id");
  const filterBytes = fields.u16("the length of a topic filter");
  const qos = qosOf(fields, "a subscription's QoS");
  const options = fields.u8("a subscription's options");
  fields.skip(SUBSCRIPTION_PADDING, "a subscription");
  const clientId = clientIdOf(fields, clientIdBytes);
  const filterAt = fields.offset;
  const filter = fields.text(filterBytes, "a topic filter");
  const problem = topicFilterError(filter);
  if (problem !== undefined) throw new DatabaseError(filterAt, problem);
  fields.expectEnd("a subscription's chunk");
  const retainHandling = (options >> RETAIN_HANDLING_SHIFT) & RETAIN_HANDLING_BITS;
  return {
    clientId,
    subscription: {
      filter,
      qos,
      noLocal: (options & NO_LOCAL) !== 0,
      retainAsPublished: (options & RETAIN_AS_PUBLISHED) !== 0,
      retainHandling: retainHandling === 1 || retainHandling === 2 ? retainHandling : 0,
      subscriptionIdentifier: identifier === 0 ? undefined : identifier,
    },
  };
}

/** Chunk 6; version 5 has no user names. */
export function readClient(chunk: Chunk, version: number): ClientRecord {
  const fields = new ChunkFields(chunk);
  const endsAt = fields.time("a session's end");
  const expirySeconds = fields.u32("a session's expiry interval");
  fields.skip(2, "a session's last packet id");
  const clientIdBytes = fields.u16("the length of a client id");
  let userNameBytes = 0;
  if (version >= VERSION_WITH_USERS) {
    fields.skip(2, "a client's port");
    userNameBytes = fields.u16("the length of a user name");
    // 32-bit x86 alone has no padding
    if (fields.remaining !== clientIdBytes + userNameBytes) fields.skip(CLIENT_PADDING, "a session");
  }
  const clientId = clientIdOf(fields, clientIdBytes);
  const userNameAt = fields.offset;
  const userName = Buffer.from(fields.bytes(userNameBytes, "a user name"));
  fields.expectEnd("a session's chunk");
  return { clientId, userNameBytes: userName, userNameAt, expirySeconds, endsAt };
}

function qosOf(fields: ChunkFields, what: string): QoS {
  return valueUpTo(fields, HIGHEST_QOS, what) as QoS;
}

function valueUpTo(fields: ChunkFields, highest: number, what: string): number {
  const at = fields.offset;
  const value = fields.u8(what);
  if (value > highest) throw new DatabaseError(at, `expected ${what} from 0 to ${highest}, found ${value}`);
  return value;
}

function clientIdOf(fields: ChunkFields, length: number): string {
  const at = fields.offset;
  if (length === 0) throw new DatabaseError(at, "expected a client id, found an empty one");
  return fields.text(length, "a client id");
}

/** A message's properties stand behind it as in PUBLISH (MQTT 5.0 §3.3.2.3); nothing: it has none. */
function passingProperties(fields: ChunkFields): Uint8Array {
  return withProperties(fields, new Uint8Array(0), (buffer, from) => {
    const view = {
      buffer,
      start: 0,
      propertiesStart: from,
      propertiesEnd: buffer.length,
      hasOnlyForwardable: false,
      topicAlias: 0,
      messageExpiryInterval: 0,
      payloadFormatIndicator: 0,
      hasSubscriptionIdentifier: false,
    };
    scanPublishProperties(view, from, buffer.length);
    return forwardableProperties(view);
  });
}

function identifiersOf(fields: ChunkFields): readonly number[] {
  return withProperties(fields, [], (buffer) => {
    const { subscriptionIdentifiers } = readProperties(
      new Reader(buffer, 0, 0, buffer.length),
      PacketType.Publish,
    );
    return subscriptionIdentifiers ?? [];
  });
}

/** What `read` makes of the properties that take the rest of a chunk, their length first. */
function withProperties<T>(fields: ChunkFields, none: T, read: (buffer: Buffer, from: number) => T): T {
  if (fields.remaining === 0) return none;
  const at = fields.offset;
  const buffer = fields.bytes(fields.remaining, "properties");
  try {
    const reader = new Reader(buffer, 0, 0, buffer.length);
    const length = reader.variableByteInteger("the length of the properties");
    if (length !== reader.remaining)
      throw new DatabaseError(at, `expected ${length} bytes of properties, found ${reader.remaining}`);
    return read(buffer, reader.at);
  } catch (error) {
    if (!(error instanceof MqttError)) throw error;
    throw new DatabaseError(at, `the properties are not those of a message: ${error.message}`);
  }
}
