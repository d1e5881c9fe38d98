import { nextPacketId } from "../../../../protocol/flow/packet-ids.ts";
import type { StoredCounts } from "../../../core/ports/store-status.ts";
import type { JournalEntry } from "./journal.ts";
import { keyBytes, lastNumber, numberKey, textKey } from "./keys.ts";
import type { LmdbFile } from "./lmdb-file.ts";
import { RecordReader, RecordWriter } from "./record-bytes.ts";
import {
  COUNTERS,
  DELIVERIES,
  ENDED,
  MESSAGES,
  QUEUES,
  type QueueRecord,
  RECEIVED,
  REFERENCES,
  RETAINED,
  SESSIONS,
  SUBSCRIPTIONS,
  type Table,
  WILLS,
} from "./tables.ts";

/** Behind the first byte of a key. */
const SESSION_AT = 1;
const NUMBER_BYTES = 6;
/** Messages of one session that are sent again with what was on its way. */
const MOST_SKIPPED = 1000;

/** What was kept and what was dropped. */
export interface Mended {
  readonly saved: StoredCounts;
  readonly dropped: Omit<StoredCounts, "retained">;
}

/** Of one session: the packet ids in use, and the one of each place. */
interface Deliveries {
  readonly ids: Set<number>;
  readonly byPlace: Map<number, number>;
  highest: number;
}

type Counts = { -readonly [Kind in keyof StoredCounts]: number };

/** What one look through the file has found. */
class Mending {
  readonly #file: LmdbFile;
  readonly #entries: JournalEntry[] = [];
  readonly #sessions = new Set<number>();
  readonly #ended = new Set<number>();
  readonly #lostSessions = new Set<number>();
  readonly saved = none();
  readonly dropped = none();
  #nextSession = 1;
  #nextMessage = 1;
  #nextPlace = 1;

  constructor(file: LmdbFile) {
    this.#file = file;
  }

  /** The changes after which the records fit each other. */
  entries(): readonly JournalEntry[] {
    this.#readSessions();
    const bodies = this.#bodies();
    const places = this.#readQueues(bodies);
    this.#readDeliveries(places, bodies);
    this.#dropStrangers(SUBSCRIPTIONS, "subscriptions");
    this.#dropStrangers(RECEIVED, "receivedPacketIds");
    this.#dropStrangers(WILLS, "wills");
    this.#countReferences(bodies);
    this.#readRetained();
    this.#raiseCounters();
    this.dropped.sessions = this.#lostSessions.size;
    return this.#entries;
  }

  /** Where two have one client id, the one that began later counts; what has ended does not begin again. */
  #readSessions(): void {
    for (const { key } of this.#file.range(ENDED.prefix)) {
      this.#ended.add(lastNumber(key));
      this.#nextSession = Math.max(this.#nextSession, lastNumber(key) + 1);
    }
    const numbers = new Map<string, number>();
    for (const { key, value } of this.#file.range(SESSIONS.prefix)) {
      const { clientId } = SESSIONS.read(new RecordReader(value));
      const before = numbers.get(clientId);
      if (before !== undefined) this.#remove(keyBytes(SESSIONS.prefix + numberKey(before)));
      if (this.#ended.has(lastNumber(key))) this.#remove(key);
      else numbers.set(clientId, lastNumber(key));
      this.#nextSession = Math.max(this.#nextSession, lastNumber(key) + 1);
    }
    for (const number of numbers.values()) this.#sessions.add(number);
    this.saved.sessions = numbers.size;
  }

  /** How many queues have each body: none so far. */
  #bodies(): Map<number, number> {
    const bodies = new Map<number, number>();
    for (const { key } of this.#file.range(MESSAGES.prefix)) {
      bodies.set(lastNumber(key), 0);
      this.#nextMessage = Math.max(this.#nextMessage, lastNumber(key) + 1);
    }
    return bodies;
  }

  /** Returns the places that are taken, each with its session in front. */
  #readQueues(bodies: Map<number, number>): Set<string> {
    const places = new Set<string>();
    for (const { key, value } of this.#file.range(QUEUES.prefix)) {
      const { messageNumber } = QUEUES.read(new RecordReader(value));
      const queues = bodies.get(messageNumber);
      this.#nextPlace = Math.max(this.#nextPlace, lastNumber(key) + 1);
      if (queues === undefined || !this.#isOfSession(key)) {
        if (!this.#ended.has(sessionOf(key))) this.dropped.queued++;
        this.#remove(key);
        continue;
      }
      bodies.set(messageNumber, queues + 1);
      places.add(key.toString("latin1", SESSION_AT));
      if (!this.#ended.has(sessionOf(key))) this.saved.queued++;
    }
    return places;
  }

  /** One that is not released needs its message; one that is has none any more. */
  #readDeliveries(places: Set<string>, bodies: Map<number, number>): void {
    const kept = new Map<string, Deliveries>();
    for (const { key, value } of this.#file.range(DELIVERIES.prefix)) {
      const { place, messageNumber } = DELIVERIES.read(new RecordReader(value));
      this.#nextPlace = Math.max(this.#nextPlace, place + 1);
      const session = key.toString("latin1", SESSION_AT, SESSION_AT + NUMBER_BYTES);
      const isWhole = messageNumber === undefined || places.has(session + numberKey(place));
      const isTwice = kept.get(session)?.byPlace.has(place) === true;
      if (!isWhole || isTwice || !this.#isOfSession(key)) {
        this.#remove(key);
        continue;
      }
      noteDelivery(kept, session, place, lastNumber(key));
      const isLeftOver = messageNumber === undefined && places.delete(session + numberKey(place));
      if (isLeftOver) this.#takeOut(session, place, bodies);
    }
    const skipped = skippedIn(places, kept);
    for (const [session, skippedPlaces] of skipped) this.#deliverSkipped(session, skippedPlaces, kept);
  }

  /**
   * What waits stands behind what was sent. What stands between has lost its delivery, or the end of it, and is given one: by
   * the packet id that is free next to the one before it, which is the lost one mostly, so that its client knows it again.
   * Where that would be many, all of the session wait once more.
   */
  #deliverSkipped(session: string, skipped: readonly number[], kept: ReadonlyMap<string, Deliveries>): void {
    const { ids, byPlace } = kept.get(session) ?? noDeliveries();
    if (skipped.length > MOST_SKIPPED) {
      for (const packetId of ids) this.#remove(keyBytes(DELIVERIES.prefix + session + numberKey(packetId)));
      return;
    }
    const before = [...byPlace].sort(([a], [b]) => a - b);
    let next = 0;
    let last = 0;
    for (const place of skipped) {
      for (; (before[next]?.[0] ?? place) < place; next++) last = before[next]?.[1] ?? last;
      last = nextPacketId(last, (packetId) => ids.has(packetId)) ?? last;
      ids.add(last);
      const { messageNumber } = this.#queued(session, place);
      this.#set(DELIVERIES, session + numberKey(last), { place, messageNumber });
    }
  }

  #takeOut(session: string, place: number, bodies: Map<number, number>): void {
    const { messageNumber } = this.#queued(session, place);
    bodies.set(messageNumber, (bodies.get(messageNumber) ?? 1) - 1);
    const key = keyBytes(QUEUES.prefix + session + numberKey(place));
    if (!this.#ended.has(sessionOf(key))) this.saved.queued--;
    this.#remove(key);
  }

  #queued(session: string, place: number): QueueRecord {
    const record = this.#file.get(QUEUES, QUEUES.prefix + session + numberKey(place));
    if (record === undefined) throw new Error(`place ${place} of a queue is not there any more`);
    return record;
  }

  #dropStrangers(table: Table<unknown>, kind: keyof Mended["dropped"]): void {
    for (const { key } of this.#file.range(table.prefix)) {
      if (!this.#isOfSession(key)) {
        this.dropped[kind]++;
        this.#remove(key);
      } else if (!this.#ended.has(sessionOf(key))) this.saved[kind]++;
    }
  }

  #countReferences(bodies: ReadonlyMap<number, number>): void {
    for (const { key } of this.#file.range(REFERENCES.prefix)) this.#remove(key);
    for (const [number, queues] of bodies) {
      if (queues === 0) this.#remove(keyBytes(MESSAGES.prefix + numberKey(number)));
      if (queues > 1) this.#set(REFERENCES, numberKey(number), queues);
    }
  }

  #readRetained(): void {
    for (const { key, value } of this.#file.range(RETAINED.prefix)) {
      const { topic, number } = RETAINED.read(new RecordReader(value));
      if (key.equals(keyBytes(RETAINED.prefix + textKey(topic)))) this.saved.retained++;
      else this.#remove(key);
      this.#nextMessage = Math.max(this.#nextMessage, number + 1);
    }
  }

  /** Beyond every number that is in use. */
  #raiseCounters(): void {
    const { session = 1, message = 1, place = 1 } = this.#file.get(COUNTERS, COUNTERS.prefix) ?? {};
    this.#set(COUNTERS, "", {
      session: Math.max(session, this.#nextSession),
      message: Math.max(message, this.#nextMessage),
      place: Math.max(place, this.#nextPlace),
    });
  }

  #isOfSession(key: Buffer): boolean {
    const number = sessionOf(key);
    if (this.#sessions.has(number) || this.#ended.has(number)) return true;
    this.#lostSessions.add(number);
    this.#nextSession = Math.max(this.#nextSession, number + 1);
    return false;
  }

  #remove(key: Buffer): void {
    this.#entries.push([key, undefined]);
  }

  #set<T>(table: Table<T>, key: string, record: T): void {
    const writer = new RecordWriter();
    table.write(writer, record);
    this.#entries.push([keyBytes(table.prefix + key), writer.finish()]);
  }
}

/** Drops records that belong to others which are lost, counts anew what is counted, and raises what is numbered. */
export async function mend(file: LmdbFile): Promise<Mended> {
  const mending = new Mending(file);
  await file.writeRaw(mending.entries());
  const { retained: _, ...dropped } = mending.dropped;
  return { saved: mending.saved, dropped };
}

function noDeliveries(): Deliveries {
  return { ids: new Set(), byPlace: new Map(), highest: 0 };
}

function noteDelivery(kept: Map<string, Deliveries>, session: string, place: number, packetId: number): void {
  const deliveries = kept.get(session) ?? noDeliveries();
  deliveries.ids.add(packetId);
  deliveries.byPlace.set(place, packetId);
  deliveries.highest = Math.max(deliveries.highest, place);
  kept.set(session, deliveries);
}

/** Of each session the places that wait and stand before one that was sent, in order. */
function skippedIn(
  places: ReadonlySet<string>,
  kept: ReadonlyMap<string, Deliveries>,
): ReadonlyMap<string, readonly number[]> {
  const skipped = new Map<string, number[]>();
  for (const key of places) {
    const session = key.slice(0, NUMBER_BYTES);
    const deliveries = kept.get(session);
    const place = lastNumber(Buffer.from(key, "latin1"));
    if (deliveries === undefined || place > deliveries.highest || deliveries.byPlace.has(place)) continue;
    const before = skipped.get(session) ?? [];
    before.push(place);
    skipped.set(session, before);
  }
  return skipped;
}

function sessionOf(key: Buffer): number {
  return key.readUIntBE(SESSION_AT, NUMBER_BYTES);
}

function none(): Counts {
  return { sessions: 0, subscriptions: 0, queued: 0, receivedPacketIds: 0, retained: 0, wills: 0 };
}
