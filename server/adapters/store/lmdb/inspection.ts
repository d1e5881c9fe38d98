import type { StoredSubscription, StoredTotals, StoredWill } from "../../../core/ports/store.ts";
import { lastNumber, numberKey } from "./keys.ts";
import { RecordReader } from "./record-bytes.ts";
import type { Snapshot } from "./snapshot.ts";
import {
  DELIVERIES,
  ENDED,
  ENDED_WILLS,
  MESSAGES,
  QUEUES,
  RECEIVED,
  RETAINED,
  SESSIONS,
  type SessionRecord,
  SUBSCRIPTIONS,
  type Table,
  TOTALS,
  WILLS,
} from "./tables.ts";

/** Bytes of a key before what comes after the number of its session. */
const SESSION_KEY_BYTES = 7;

/** A session with what hangs on it. */
export interface InspectedSession extends SessionRecord {
  readonly subscriptions: number;
  /** What waits, and what was sent and not acknowledged. */
  readonly queued: number;
  /** Of the payloads. */
  readonly queuedBytes: number;
  readonly hasWill: boolean;
}

/** A message in a queue, or what is left of one. */
export interface InspectedMessage {
  readonly place: number;
  readonly state: "waiting" | "sent" | "released";
  /** Undefined while it waits. */
  readonly packetId: number | undefined;
  /** Undefined once it is released. */
  readonly message: InspectedBody | undefined;
}

/** What is told of a message. */
export interface InspectedBody {
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly payloadBytes: number;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly expiresAt: number | undefined;
  readonly clientId: string;
  readonly userName: string | undefined;
}

/** How much a data directory has. */
export interface Totals {
  readonly sessions: number;
  /** Whose clients were not away. */
  readonly connected: number;
  readonly subscriptions: number;
  readonly queued: number;
  /** Bodies of queued messages; each stands once for all queues that have it. */
  readonly bodies: number;
  readonly bodyBytes: number;
  readonly unacknowledged: number;
  readonly unreleased: number;
  readonly retained: number;
  readonly retainedBytes: number;
  readonly wills: number;
  readonly delayedWills: number;
  /** Fired or cleared, of which the newest are kept. */
  readonly endedWills: number;
  /** What the server has counted in all; undefined: nothing yet. */
  readonly counted: StoredTotals | undefined;
}

/** Reads everything once, and keeps nothing of it. */
export function totalsOf(snapshot: Snapshot): Totals {
  const sessions = tally(valuesOf(snapshot, SESSIONS), ({ leftAt }) => leftAt === undefined);
  const bodies = sizes(valuesOf(snapshot, MESSAGES));
  const retained = sizes(valuesOf(snapshot, RETAINED));
  const wills = tally(valuesOf(snapshot, WILLS), ({ dueAt }) => dueAt !== undefined);
  return {
    sessions: sessions.all,
    connected: sessions.some,
    subscriptions: countOfSessions(snapshot, SUBSCRIPTIONS),
    queued: countOfSessions(snapshot, QUEUES),
    bodies: bodies.count,
    bodyBytes: bodies.bytes,
    unacknowledged: countOfSessions(snapshot, DELIVERIES),
    unreleased: countOfSessions(snapshot, RECEIVED),
    retained: retained.count,
    retainedBytes: retained.bytes,
    wills: wills.all,
    delayedWills: wills.some,
    endedWills: countOf(snapshot, ENDED_WILLS.prefix),
    counted: snapshot.get(TOTALS, TOTALS.prefix),
  };
}

/** All sessions, the oldest first. */
export function* sessionsOf(snapshot: Snapshot): Generator<InspectedSession> {
  for (const { key, value } of snapshot.range(SESSIONS.prefix)) {
    const session = numberKey(lastNumber(key));
    let queued = 0;
    let queuedBytes = 0;
    for (const record of snapshot.range(QUEUES.prefix + session)) {
      const { messageNumber } = QUEUES.read(new RecordReader(record.value));
      queued++;
      queuedBytes += bodyOf(snapshot, messageNumber)?.payload.length ?? 0;
    }
    yield {
      ...SESSIONS.read(new RecordReader(value)),
      subscriptions: countOf(snapshot, SUBSCRIPTIONS.prefix + session),
      queued,
      queuedBytes,
      hasWill: snapshot.get(WILLS, WILLS.prefix + session) !== undefined,
    };
  }
}

/** What a client has queued, in order; undefined: there is no such session. */
export function queueOf(snapshot: Snapshot, clientId: string): Iterable<InspectedMessage> | undefined {
  for (const { key, value } of snapshot.range(SESSIONS.prefix)) {
    if (SESSIONS.read(new RecordReader(value)).clientId !== clientId) continue;
    return messagesOf(snapshot, numberKey(lastNumber(key)));
  }
  return undefined;
}

/** There are never more packet ids than 65,535, of which a list may be kept; queues may be long. */
function* messagesOf(snapshot: Snapshot, session: string): Generator<InspectedMessage> {
  const sent = new Map<number, number>();
  const released: InspectedMessage[] = [];
  for (const { key, value } of snapshot.range(DELIVERIES.prefix + session)) {
    const { place, messageNumber } = DELIVERIES.read(new RecordReader(value));
    const packetId = lastNumber(key);
    if (messageNumber !== undefined) sent.set(place, packetId);
    else released.push({ place, state: "released", packetId, message: undefined });
  }
  released.sort((a, b) => b.place - a.place);
  for (const record of snapshot.range(QUEUES.prefix + session)) {
    const place = lastNumber(record.key);
    while ((released.at(-1)?.place ?? place) < place) yield* released.splice(-1);
    yield queuedMessage(snapshot, place, record.value, sent.get(place));
  }
  yield* released.reverse();
}

function queuedMessage(
  snapshot: Snapshot,
  place: number,
  record: Buffer,
  packetId: number | undefined,
): InspectedMessage {
  const { messageNumber, qos, retain } = QUEUES.read(new RecordReader(record));
  const body = bodyOf(snapshot, messageNumber);
  const state = packetId === undefined ? "waiting" : "sent";
  return { place, state, packetId, message: body && { ...inspected(body), qos, retain } };
}

/** All retained messages, by topic; those with long topics last. */
export function* retainedOf(snapshot: Snapshot): Generator<InspectedBody> {
  for (const message of valuesOf(snapshot, RETAINED)) yield inspected(message);
}

/** All subscriptions, each with its client id. */
export function* subscriptionsOf(
  snapshot: Snapshot,
): Generator<StoredSubscription & { readonly clientId: string }> {
  for (const { key, value } of snapshot.range(SUBSCRIPTIONS.prefix)) {
    const clientId = clientIdOf(snapshot, key);
    // a session that has ended, of which not everything is cleared away yet
    if (clientId === undefined) continue;
    yield { ...SUBSCRIPTIONS.read(new RecordReader(value)), clientId };
  }
}

/** All wills, each with its client id. */
export function* willsOf(snapshot: Snapshot): Generator<StoredWill & { readonly clientId: string }> {
  for (const { key, value } of snapshot.range(WILLS.prefix)) {
    const clientId = clientIdOf(snapshot, key);
    if (clientId !== undefined) yield { ...WILLS.read(new RecordReader(value)), clientId };
  }
}

function clientIdOf(snapshot: Snapshot, key: Buffer): string | undefined {
  const session = key.toString("latin1", 1, SESSION_KEY_BYTES);
  return snapshot.get(SESSIONS, SESSIONS.prefix + session)?.clientId;
}

type StoredBody = ReturnType<typeof MESSAGES.read>;

function bodyOf(snapshot: Snapshot, messageNumber: number): StoredBody | undefined {
  return snapshot.get(MESSAGES, MESSAGES.prefix + numberKey(messageNumber));
}

function inspected({
  topic,
  qos,
  retain,
  payload,
  receivedAt,
  expiresAt,
  publisher,
}: StoredBody): InspectedBody {
  return { topic, qos, retain, payloadBytes: payload.length, receivedAt, expiresAt, ...publisher };
}

function* valuesOf<T>(snapshot: Snapshot, { prefix, read }: Table<T>): Generator<T> {
  for (const { value } of snapshot.range(prefix)) yield read(new RecordReader(value));
}

function countOf(snapshot: Snapshot, prefix: string): number {
  let count = 0;
  for (const _ of snapshot.range(prefix)) count++;
  return count;
}

/** Without what sessions have left that have ended, which is cleared away little by little. */
function countOfSessions(snapshot: Snapshot, { prefix }: Table<unknown>): number {
  let count = countOf(snapshot, prefix);
  for (const { key } of snapshot.range(ENDED.prefix)) {
    count -= countOf(snapshot, prefix + numberKey(lastNumber(key)));
  }
  return count;
}

function tally<T>(items: Iterable<T>, isCounted: (item: T) => boolean): { all: number; some: number } {
  let all = 0;
  let some = 0;
  for (const item of items) {
    all++;
    if (isCounted(item)) some++;
  }
  return { all, some };
}

function sizes(messages: Iterable<StoredBody>): { count: number; bytes: number } {
  let count = 0;
  let bytes = 0;
  for (const { payload } of messages) {
    count++;
    bytes += payload.length;
  }
  return { count, bytes };
}
