import type { QoS } from "../../../protocol/packets.ts";
import type { Publisher } from "../ports/store.ts";
import type { Topic } from "./topic.ts";

/** Milliseconds since the epoch of a message that never expires. */
export const NEVER = Number.POSITIVE_INFINITY;

/** A message that outlives the chunk it came in: retained, queued, or in flight. Shared by every session that gets it. */
export interface Message {
  /** The broker's own number of the message. */
  readonly number: number;
  readonly topic: Topic;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  /** The MQTT 5 property bytes that pass through to subscribers unchanged. */
  readonly properties: Uint8Array;
  /** Milliseconds since the epoch, or NEVER. */
  readonly expiresAt: number;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly publisher: Publisher;
}

/** A message on its way to one session at QoS 1 or 2, or a retained one at any QoS. */
export interface Delivery {
  readonly message: Message;
  readonly qos: QoS;
  /** The RETAIN flag it is sent with. */
  readonly retain: boolean;
  readonly subscriptionIdentifiers: readonly number[];
  /** The `$share/…` filter by which this session was chosen; undefined: nobody else is to get it in its place. */
  readonly sharedFilter: string | undefined;
  /** How the store knows it; 0 until the store was told. */
  place: number;
}

/** The author of what the broker itself publishes. */
export const BROKER = { clientId: "$broker", userName: undefined } as const;

/** Shared by all who get a message by subscriptions without an identifier. */
export const NO_IDENTIFIERS: readonly number[] = [];

/** Bytes that a message holds, for the limits. */
export function messageBytes(message: Message): number {
  return message.topic.bytes.length + message.properties.length + message.payload.length;
}
