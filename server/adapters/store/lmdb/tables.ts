import type { QoS } from "../../../../protocol/packets.ts";
import type { EndedWillRecord } from "../../../core/ports/ended-will.ts";
import type { WillCause } from "../../../core/ports/observer.ts";
import type {
  StoredMessage,
  StoredSubscription,
  StoredTotals,
  StoredWill,
} from "../../../core/ports/store.ts";
import { DAMAGE, FORMAT, JOURNAL, PROGRESS } from "./file-tables.ts";
import {
  bodyBytesOf,
  MESSAGE,
  type MessageMeasure,
  readPublisher,
  writePublisher,
} from "./message-record.ts";
import type { RecordReader, RecordWriter } from "./record-bytes.ts";

const NONE: readonly number[] = [];

/** A kind of records: the first character of their keys, and how they are written. Changing one is a new format (format.ts). */
export interface Table<T> {
  readonly prefix: string;
  /** Bytes of the body that a record carries, for the bounds of memory; absent: it carries none. */
  bodyBytes?(record: T): number;
  write(to: RecordWriter, record: T): void;
  read(from: RecordReader): T;
}

/** A session without what hangs on it. */
export interface SessionRecord {
  readonly clientId: string;
  readonly userName: string | undefined;
  readonly expirySeconds: number;
  readonly leftAt: number | undefined;
}

/** A message in the queue of one session; its body stands once for all of them. */
export interface QueueRecord {
  readonly messageNumber: number;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly subscriptionIdentifiers: readonly number[];
  readonly sharedFilter: string | undefined;
  /** So that a start needs no bodies; undefined: formats before 4 did not have it. */
  readonly measure: MessageMeasure | undefined;
}

/** What a packet id stands for, from PUBLISH to its last answer. */
export interface DeliveryRecord {
  readonly place: number;
  /** Undefined once it is released: body and place in the queue are gone. */
  readonly messageNumber: number | undefined;
}

/** From where on numbers have never been given. */
export interface CountersRecord {
  readonly session: number;
  readonly message: number;
  readonly place: number;
}

/** By session number. */
export const SESSIONS: Table<SessionRecord> = {
  prefix: "s",
  write: (to, { clientId, userName, expirySeconds, leftAt }) => {
    to.text(clientId);
    to.optionalText(userName);
    to.number(expirySeconds);
    to.optionalNumber(leftAt);
  },
  read: (from) => ({
    clientId: from.text(),
    userName: from.optionalText(),
    expirySeconds: from.number(),
    leftAt: from.optionalNumber(),
  }),
};

/** By session number and filter. */
export const SUBSCRIPTIONS: Table<StoredSubscription> = {
  prefix: "u",
  write: (to, subscription) => {
    to.text(subscription.filter);
    to.number(subscription.qos);
    to.flag(subscription.noLocal);
    to.flag(subscription.retainAsPublished);
    to.number(subscription.retainHandling);
    to.optionalNumber(subscription.subscriptionIdentifier);
  },
  read: (from) => ({
    filter: from.text(),
    qos: from.number() as QoS,
    noLocal: from.flag(),
    retainAsPublished: from.flag(),
    retainHandling: from.number() as StoredSubscription["retainHandling"],
    subscriptionIdentifier: from.optionalNumber(),
  }),
};

/** By session number and place: what waits for a session, and what was sent and not acknowledged, is one range in order. */
export const QUEUES: Table<QueueRecord> = {
  prefix: "q",
  write: (to, { messageNumber, qos, retain, subscriptionIdentifiers, sharedFilter, measure }) => {
    to.number(messageNumber);
    to.number(qos);
    to.flag(retain);
    to.number(subscriptionIdentifiers.length);
    for (const identifier of subscriptionIdentifiers) to.number(identifier);
    to.optionalText(sharedFilter);
    if (measure === undefined) return;
    to.number(measure.bytes);
    to.optionalNumber(measure.expiresAt);
  },
  read: (from) => ({
    messageNumber: from.number(),
    qos: from.number() as QoS,
    retain: from.flag(),
    subscriptionIdentifiers: readNumbers(from),
    sharedFilter: from.optionalText(),
    measure: from.isAtEnd ? undefined : { bytes: from.number(), expiresAt: from.optionalNumber() },
  }),
};

/** By session number and packet id. */
export const DELIVERIES: Table<DeliveryRecord> = {
  prefix: "d",
  write: (to, { place, messageNumber }) => {
    to.number(place);
    to.optionalNumber(messageNumber);
  },
  read: (from) => ({ place: from.number(), messageNumber: from.optionalNumber() }),
};

/** By session number and packet id: QoS 2 messages received and not released. Being there is all. */
export const RECEIVED: Table<true> = { prefix: "i", write: () => undefined, read: () => true };

/** By session number. */
export const WILLS: Table<StoredWill> = {
  prefix: "w",
  bodyBytes: ({ message }) => bodyBytesOf(message),
  write: (to, { message, delaySeconds, dueAt, cause }) => {
    to.text(message.topic);
    to.bytes(message.payload);
    to.number(message.qos);
    to.flag(message.retain);
    to.bytes(message.properties);
    writePublisher(to, message.publisher);
    to.optionalNumber(message.messageExpiryInterval);
    to.number(delaySeconds);
    to.optionalNumber(dueAt);
    to.optionalText(cause);
  },
  read: (from) => ({
    message: {
      topic: from.text(),
      payload: from.bytes(),
      qos: from.number() as QoS,
      retain: from.flag(),
      properties: from.bytes(),
      publisher: readPublisher(from),
      messageExpiryInterval: from.optionalNumber(),
    },
    delaySeconds: from.number(),
    dueAt: from.optionalNumber(),
    cause: from.optionalText() as WillCause | undefined,
  }),
};

/** By a number of its own, in the order of their ends: wills that have ended (ended-will-log.ts). */
export const ENDED_WILLS: Table<EndedWillRecord> = {
  prefix: "e",
  write: (to, { at, clientId, topic, payload, qos, retain, outcome, cause, due }) => {
    to.number(at);
    to.text(clientId);
    to.text(topic);
    to.bytes(payload);
    to.number(qos);
    to.flag(retain);
    to.text(outcome);
    to.text(cause);
    to.optionalText(due);
  },
  read: (from) => ({
    at: from.number(),
    clientId: from.text(),
    topic: from.text(),
    payload: from.bytes(),
    qos: from.number() as QoS,
    retain: from.flag(),
    outcome: from.text() as EndedWillRecord["outcome"],
    cause: from.text() as EndedWillRecord["cause"],
    due: from.optionalText() as EndedWillRecord["due"],
  }),
};

/** One record. */
export const TOTALS: Table<StoredTotals> = {
  prefix: "t",
  write: (to, { since, counts }) => {
    const entries = Object.entries(counts);
    to.number(since);
    to.number(entries.length);
    for (const [name, count] of entries) {
      to.text(name);
      to.number(count);
    }
  },
  read: (from) => ({
    since: from.number(),
    counts: Object.fromEntries(
      Array.from({ length: from.number() }, () => [from.text(), from.number()] as const),
    ),
  }),
};

/** By message number: bodies of queued messages. */
export const MESSAGES: Table<StoredMessage> = { ...MESSAGE, prefix: "m" };

/** By message number: in how many queues it is, where that is more than one. */
export const REFERENCES: Table<number> = {
  prefix: "n",
  write: (to, count) => to.number(count),
  read: (from) => from.number(),
};

/** By topic. */
export const RETAINED: Table<StoredMessage> = { ...MESSAGE, prefix: "r" };

/** By session number: sessions that have ended and of which something is still there. */
export const ENDED: Table<true> = { prefix: "x", write: () => undefined, read: () => true };

/** One record. */
export const COUNTERS: Table<CountersRecord> = {
  prefix: "c",
  write: (to, { session, message, place }) => {
    to.number(session);
    to.number(message);
    to.number(place);
  },
  read: (from) => ({ session: from.number(), message: from.number(), place: from.number() }),
};

/** All kinds of records. */
export const TABLES: readonly Table<unknown>[] = [
  SESSIONS,
  SUBSCRIPTIONS,
  QUEUES,
  DELIVERIES,
  RECEIVED,
  WILLS,
  MESSAGES,
  REFERENCES,
  RETAINED,
  ENDED_WILLS,
  TOTALS,
  ENDED,
  COUNTERS,
  JOURNAL,
  FORMAT,
  PROGRESS,
  DAMAGE,
] as readonly Table<unknown>[];

function readNumbers(from: RecordReader): readonly number[] {
  const count = from.number();
  return count === 0 ? NONE : Array.from({ length: count }, () => from.number());
}
