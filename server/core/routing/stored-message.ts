import type { StoredMessage, WaitingMessage } from "../ports/store.ts";
import { type Delivery, type Message, NEVER } from "./message.ts";
import type { Topic } from "./topic.ts";

/** A message as the store keeps it. */
export function toStored(message: Message): StoredMessage {
  return {
    number: message.number,
    topic: message.topic.name,
    payload: message.payload,
    qos: message.qos,
    retain: message.retain,
    properties: message.properties,
    expiresAt: message.expiresAt === NEVER ? undefined : message.expiresAt,
    receivedAt: message.receivedAt,
    publisher: message.publisher,
  };
}

/** A message as the store gave it back. */
export function fromStored(stored: StoredMessage, topic: Topic): Message {
  return { ...stored, topic, expiresAt: stored.expiresAt ?? NEVER };
}

/** A message in a queue as the store gave it back. */
export function waitingDelivery({ message, ...waiting }: WaitingMessage, topic: Topic): Delivery {
  return { sharedFilter: undefined, ...waiting, message: fromStored(message, topic) };
}
