import type { RetainedRecord } from "../ports/inside.ts";
import { type Message, NEVER } from "../routing/message.ts";
import type { TopicTable } from "../routing/topic-table.ts";

/** A retained message as others see it. */
export function retainedRecordOf(message: Message): RetainedRecord {
  const { topic, payload, qos, receivedAt, expiresAt, publisher, properties } = message;
  return {
    topic: topic.name,
    payload,
    qos,
    receivedAt,
    expiresAt: expiresAt === NEVER ? undefined : expiresAt,
    publisherClientId: publisher.clientId,
    publisherUserName: publisher.userName,
    properties,
  };
}

/** The message that was described, to be put back. */
export function messageOf(record: RetainedRecord, topics: TopicTable, number: number): Message {
  return {
    number,
    topic: topics.named(record.topic),
    payload: record.payload,
    qos: record.qos,
    retain: true,
    properties: record.properties,
    expiresAt: record.expiresAt ?? NEVER,
    receivedAt: record.receivedAt,
    publisher: { clientId: record.publisherClientId, userName: record.publisherUserName },
  };
}
