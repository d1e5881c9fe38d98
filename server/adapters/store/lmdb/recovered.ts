import { setImmediate as nextTurn } from "node:timers/promises";
import type {
  Recovered,
  RecoveredDelivery,
  RecoveredRetained,
  RecoveredSession,
  StoredMessage,
  StoredWill,
  UnreadMessage,
  WaitingSummary,
} from "../../../core/ports/store.ts";
import type { KeptSession } from "./bookkeeping.ts";
import { lastNumber, numberKey } from "./keys.ts";
import type { LmdbFile } from "./lmdb-file.ts";
import { MEASURES, type MessageMeasure, RETAINED_MEASURES } from "./message-record.ts";
import { type RecordPlace, RecordReader } from "./record-bytes.ts";
import { SessionRecords } from "./session-records.ts";
import type { RecordCursor, StateReader } from "./state-reader.ts";
import {
  DELIVERIES,
  ENDED,
  ENDED_WILLS,
  MESSAGES,
  QUEUES,
  RECEIVED,
  RETAINED,
  SESSIONS,
  SUBSCRIPTIONS,
  TOTALS,
  WILLS,
} from "./tables.ts";

/** Records that are handed over in one turn of the event loop. */
const RECORDS_AT_A_TIME = 1000;
const SESSIONS_AT_A_TIME = 1000;

/** What a released message still says: nothing but its packet id. */
const RELEASED = {
  message: undefined,
  qos: 2,
  retain: false,
  subscriptionIdentifiers: [],
  sharedFilter: undefined,
  state: "released",
} as const;

/** The sessions that the file has, by client id, in the order of their numbers. */
export function keptSessions(state: StateReader): Map<string, KeptSession> {
  const sessions = new Map<string, KeptSession>();
  const cursor = state.through(SESSIONS);
  while (cursor.next()) {
    const record = SESSIONS.read(cursor.record);
    sessions.set(record.clientId, { number: cursor.lastNumber, record, isLaden: true });
  }
  return sessions;
}

/** Sessions that have ended and of which the file still has something. */
export function endedSessions(file: LmdbFile): number[] {
  return [...file.range(ENDED.prefix)].map(({ key }) => lastNumber(key));
}

/** All that the file has, read as it is taken; `state` is closed with the last session. */
export function recovered(
  file: LmdbFile,
  state: StateReader,
  sessions: ReadonlyMap<string, KeptSession>,
  next: { readonly message: number; readonly place: number },
  onProgress: (share: number) => void,
): Recovered {
  const tables = [SESSIONS, RETAINED, SUBSCRIPTIONS, RECEIVED, DELIVERIES, QUEUES, WILLS];
  const pages = Math.max(1, state.pagesOf(tables));
  const tell = (): void => onProgress(state.turned / pages);
  return {
    sessions: told(recoverSessions(file, state, [...sessions.values()]), tell),
    retained: told(recoverRetained(state), tell),
    endedWills: [...file.range(ENDED_WILLS.prefix)].map(({ value }) =>
      ENDED_WILLS.read(new RecordReader(value)),
    ),
    totals: file.get(TOTALS, TOTALS.prefix),
    nextMessageNumber: next.message,
    nextPlace: next.place,
  };
}

/** Each part in a turn of the event loop of its own. */
async function* told<T>(parts: Iterable<readonly T[]>, tell: () => void): AsyncGenerator<readonly T[]> {
  for (const part of parts) {
    yield part;
    tell();
    await nextTurn();
  }
}

function* recoverRetained(state: StateReader): Generator<RecoveredRetained[]> {
  const cursor = state.through(RETAINED, "file");
  for (let hasMore = true; hasMore; ) {
    const part: RecoveredRetained[] = [];
    while (part.length < RECORDS_AT_A_TIME) {
      hasMore = cursor.next();
      if (!hasMore) break;
      part.push(retainedAt(cursor));
    }
    yield part;
  }
}

function retainedAt(cursor: RecordCursor): RecoveredRetained {
  const { topic, bytes, userName, expiresAt } = RETAINED_MEASURES.read(cursor.record);
  return { topic, bytes, userName, expiresAt, unread: new UnreadRecord(cursor.copy()) };
}

/** A retained message as its record. */
class UnreadRecord implements UnreadMessage {
  readonly #bytes: Buffer;
  readonly #from: number;
  readonly #to: number;

  constructor({ bytes, from, to }: RecordPlace) {
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
  }

  read(): StoredMessage {
    return RETAINED.read(new RecordReader(this.#bytes, this.#from, this.#to));
  }
}

/** What hangs on sessions, as ways through it that go along with them. */
interface Load {
  readonly subscriptions: SessionRecords;
  readonly received: SessionRecords;
  readonly deliveries: SessionRecords;
  readonly queues: SessionRecords;
  readonly wills: SessionRecords;
}

function* recoverSessions(
  file: LmdbFile,
  state: StateReader,
  sessions: readonly KeptSession[],
): Generator<RecoveredSession[]> {
  const bodies = new Bodies(file);
  const load: Load = {
    subscriptions: new SessionRecords(state.through(SUBSCRIPTIONS)),
    received: new SessionRecords(state.through(RECEIVED)),
    deliveries: new SessionRecords(state.through(DELIVERIES)),
    queues: new SessionRecords(state.through(QUEUES)),
    wills: new SessionRecords(state.through(WILLS)),
  };
  for (let at = 0; at < sessions.length; at += SESSIONS_AT_A_TIME) {
    const part = sessions.slice(at, at + SESSIONS_AT_A_TIME);
    yield part.map(({ number, record }) => ({
      ...record,
      subscriptions: load.subscriptions.all(number, ({ record: bytes }) => SUBSCRIPTIONS.read(bytes)),
      receivedPacketIds: load.received.all(number, (cursor) => cursor.lastNumber),
      ...recoverQueue(number, load, file, bodies),
      will: load.wills.all(number, willAt)[0],
    }));
  }
  state.close();
}

/** It stays in memory: a view would be of pages that are read over. */
function willAt(cursor: RecordCursor): StoredWill {
  const { bytes, from, to } = cursor.copy();
  return WILLS.read(new RecordReader(bytes, from, to));
}

type Queue = Pick<RecoveredSession, "deliveries" | "waiting">;

/** Sessions begin their deliveries in the order of their queues: what waits stands behind what was sent. */
function recoverQueue(session: number, load: Load, file: LmdbFile, bodies: Bodies): Queue {
  const deliveries: RecoveredDelivery[] = [];
  const published = new Map<number, number>();
  while (load.deliveries.next(session)) {
    const { lastNumber: packetId, record } = load.deliveries.cursor;
    const { place, messageNumber } = DELIVERIES.read(record);
    if (messageNumber !== undefined) published.set(place, packetId);
    else deliveries.push({ ...RELEASED, place, packetId });
  }
  const waiting = new Waiting(file);
  while (load.queues.next(session)) {
    const { lastNumber: place, record } = load.queues.cursor;
    const packetId = published.get(place);
    const { messageNumber, measure, ...queued } = QUEUES.read(record);
    if (packetId === undefined) waiting.add(messageNumber, measure, queued.sharedFilter !== undefined);
    else {
      deliveries.push({ ...queued, place, message: bodies.get(messageNumber), packetId, state: "published" });
    }
  }
  const afterPlace = deliveries.reduce((highest, { place }) => Math.max(highest, place), 0);
  return {
    deliveries: deliveries.sort((a, b) => a.place - b.place),
    waiting: { ...waiting.sum, afterPlace },
  };
}

/** Sums up what waits in one queue. */
class Waiting {
  readonly #file: LmdbFile;
  #messages = 0;
  #bytes = 0;
  #expiresAt: number | undefined = undefined;
  #isShared = false;

  constructor(file: LmdbFile) {
    this.#file = file;
  }

  get sum(): Omit<WaitingSummary, "afterPlace"> {
    const [messages, bytes, expiresAt] = [this.#messages, this.#bytes, this.#expiresAt];
    return { messages, bytes, expiresAt, isShared: this.#isShared };
  }

  add(messageNumber: number, measure: MessageMeasure | undefined, isShared: boolean): void {
    const { bytes, expiresAt } = measure ?? this.#measure(messageNumber);
    this.#messages++;
    this.#bytes += bytes;
    this.#isShared ||= isShared;
    if (expiresAt !== undefined) this.#expiresAt = Math.min(this.#expiresAt ?? expiresAt, expiresAt);
  }

  #measure(messageNumber: number): MessageMeasure {
    return found(messageNumber, this.#file.get(MEASURES, MESSAGES.prefix + numberKey(messageNumber)));
  }
}

/** The same object for all who have a body, so that it stands in memory once too. */
class Bodies {
  readonly #file: LmdbFile;
  readonly #known = new Map<number, StoredMessage>();

  constructor(file: LmdbFile) {
    this.#file = file;
  }

  get(number: number): StoredMessage {
    const known = this.#known.get(number);
    if (known !== undefined) return known;
    const body = found(number, this.#file.get(MESSAGES, MESSAGES.prefix + numberKey(number)));
    this.#known.set(number, body);
    return body;
  }
}

/** Throws where there is no such body. */
export function found<T>(messageNumber: number, body: T | undefined): T {
  if (body === undefined)
    throw new Error(`a queue has message ${messageNumber}, whose body is not in the store`);
  return body;
}
