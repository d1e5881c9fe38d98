import type { QoS } from "../../../../protocol/packets.ts";
import type { Publisher, RecoveredRetained, StoredMessage } from "../../../core/ports/store.ts";
import type { RecordReader, RecordWriter } from "./record-bytes.ts";
import type { Table } from "./tables.ts";

/** How much a body comes to, and when it expires. */
export interface MessageMeasure {
  /** Of topic, properties and payload. */
  readonly bytes: number;
  readonly expiresAt: number | undefined;
}

/** How a message is written, wherever it stands. */
export const MESSAGE: Omit<Table<StoredMessage>, "prefix"> = {
  bodyBytes: bodyBytesOf,
  write: (to, message) => {
    to.number(message.number);
    to.text(message.topic);
    to.bytes(message.payload);
    to.number(message.qos);
    to.flag(message.retain);
    to.bytes(message.properties);
    to.optionalNumber(message.expiresAt);
    to.number(message.receivedAt);
    writePublisher(to, message.publisher);
  },
  read: (from) => ({
    number: from.number(),
    topic: from.text(),
    payload: from.bytes(),
    qos: from.number() as QoS,
    retain: from.flag(),
    properties: from.bytes(),
    expiresAt: from.optionalNumber(),
    receivedAt: from.number(),
    publisher: readPublisher(from),
  }),
};

/** The same record without what it says. */
export const MEASURES: Pick<Table<MessageMeasure>, "read"> = {
  read: (from) => {
    from.number();
    const bytes = from.skip() + from.skip();
    from.number();
    from.flag();
    return { bytes: bytes + from.skip(), expiresAt: from.optionalNumber() };
  },
};

/** The same with what a start must know of a retained message. */
export const RETAINED_MEASURES: Pick<Table<Omit<RecoveredRetained, "unread">>, "read"> = {
  read: (from) => {
    from.number();
    const topic = from.text();
    const payloadBytes = from.skip();
    from.number();
    from.flag();
    const bytes = Buffer.byteLength(topic) + payloadBytes + from.skip();
    const expiresAt = from.optionalNumber();
    from.number();
    from.skip();
    return { topic, bytes, userName: from.optionalText(), expiresAt };
  },
};

/** For the bounds of memory. */
export function bodyBytesOf({
  topic,
  payload,
  properties,
}: Omit<StoredMessage, "number" | "receivedAt" | "expiresAt">): number {
  return topic.length + payload.length + properties.length;
}

/** Who published it. */
export function writePublisher(to: RecordWriter, { clientId, userName }: Publisher): void {
  to.text(clientId);
  to.optionalText(userName);
}

/** Reads what `writePublisher` wrote. */
export function readPublisher(from: RecordReader): Publisher {
  return { clientId: from.text(), userName: from.optionalText() };
}
