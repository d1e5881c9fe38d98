import type {
  Recovered,
  RecoveredDelivery,
  RecoveredSession,
  StoredMessage,
} from "../../../core/ports/store.ts";
import type { KeptSession } from "./bookkeeping.ts";
import { lastNumber, numberKey } from "./keys.ts";
import type { LmdbFile } from "./lmdb-file.ts";
import { RecordReader } from "./record-bytes.ts";
import {
  DELIVERIES,
  ENDED,
  ENDED_WILLS,
  MEASURES,
  MESSAGES,
  QUEUES,
  type QueueRecord,
  RECEIVED,
  RETAINED,
  SESSIONS,
  SUBSCRIPTIONS,
  type Table,
  TOTALS,
  WILLS,
} from "./tables.ts";

/** What a released message still says: nothing but its packet id. */
const RELEASED = {
  message: undefined,
  qos: 2,
  retain: false,
  subscriptionIdentifiers: [],
  sharedFilter: undefined,
  state: "released",
} as const;

/** The sessions that the file has, by client id. */
export function keptSessions(file: LmdbFile): Map<string, KeptSession> {
  const sessions = new Map<string, KeptSession>();
  for (const { key, value } of file.range(SESSIONS.prefix)) {
    const record = SESSIONS.read(new RecordReader(value));
    sessions.set(record.clientId, { number: lastNumber(key), record, isLaden: true });
  }
  return sessions;
}

/** Sessions that have ended and of which the file still has something. */
export function endedSessions(file: LmdbFile): number[] {
  return [...file.range(ENDED.prefix)].map(({ key }) => lastNumber(key));
}

/** All that the file has, read as it is taken. */
export function recovered(
  file: LmdbFile,
  sessions: ReadonlyMap<string, KeptSession>,
  next: { readonly message: number; readonly place: number },
): Recovered {
  return {
    sessions: recoverSessions(file, [...sessions.values()]),
    retained: records(file, RETAINED, ""),
    endedWills: records(file, ENDED_WILLS, ""),
    totals: file.get(TOTALS, TOTALS.prefix),
    nextMessageNumber: next.message,
    nextPlace: next.place,
  };
}

function* recoverSessions(file: LmdbFile, sessions: readonly KeptSession[]): Generator<RecoveredSession> {
  const bodies = new Map<number, StoredMessage>();
  for (const { number, record } of sessions) {
    const key = numberKey(number);
    yield {
      ...record,
      subscriptions: [...records(file, SUBSCRIPTIONS, key)],
      receivedPacketIds: [...file.range(RECEIVED.prefix + key)].map((received) => lastNumber(received.key)),
      ...recoverQueue(file, key, bodies),
      will: file.get(WILLS, WILLS.prefix + key),
    };
  }
}

type Queue = Pick<RecoveredSession, "deliveries" | "waiting">;

/** Sessions begin their deliveries in the order of their queues: what waits stands behind what was sent. */
function recoverQueue(file: LmdbFile, session: string, bodies: Map<number, StoredMessage>): Queue {
  const deliveries: RecoveredDelivery[] = [];
  const published = new Map<number, number>();
  for (const { key, value } of file.range(DELIVERIES.prefix + session)) {
    const packetId = lastNumber(key);
    const { place, messageNumber } = DELIVERIES.read(new RecordReader(value));
    if (messageNumber !== undefined) published.set(place, packetId);
    else deliveries.push({ ...RELEASED, place, packetId });
  }
  const waiting = { messages: 0, bytes: 0, expiresAt: undefined as number | undefined };
  for (const { key, value } of file.range(QUEUES.prefix + session)) {
    const place = lastNumber(key);
    const { messageNumber, ...queued }: QueueRecord = QUEUES.read(new RecordReader(value));
    const packetId = published.get(place);
    if (packetId === undefined) measure(file, messageNumber, waiting);
    else {
      const message = bodyOf(file, messageNumber, bodies);
      deliveries.push({ ...queued, place, message, packetId, state: "published" });
    }
  }
  const afterPlace = deliveries.reduce((highest, { place }) => Math.max(highest, place), 0);
  return { deliveries: deliveries.sort((a, b) => a.place - b.place), waiting: { ...waiting, afterPlace } };
}

function measure(
  file: LmdbFile,
  messageNumber: number,
  sum: { messages: number; bytes: number; expiresAt: number | undefined },
): void {
  const { bytes, expiresAt } = found(messageNumber, file.get(MEASURES, messageKey(messageNumber)));
  sum.messages++;
  sum.bytes += bytes;
  if (expiresAt !== undefined) sum.expiresAt = Math.min(sum.expiresAt ?? expiresAt, expiresAt);
}

/** The same object for all who have it, so that it stands in memory once too. */
function bodyOf(file: LmdbFile, number: number, bodies: Map<number, StoredMessage>): StoredMessage {
  const known = bodies.get(number);
  if (known !== undefined) return known;
  const body = found(number, file.get(MESSAGES, messageKey(number)));
  bodies.set(number, body);
  return body;
}

function messageKey(number: number): string {
  return MESSAGES.prefix + numberKey(number);
}

/** Throws where there is no such body. */
export function found<T>(messageNumber: number, body: T | undefined): T {
  if (body === undefined)
    throw new Error(`a queue has message ${messageNumber}, whose body is not in the store`);
  return body;
}

function* records<T>(file: LmdbFile, table: Table<T>, key: string): Generator<T> {
  for (const { value } of file.range(table.prefix + key)) yield table.read(new RecordReader(value));
}
