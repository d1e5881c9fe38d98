import type { StoredMessage, StoreEvent } from "../../../core/ports/store.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { EndedWillLog } from "./ended-will-log.ts";
import { numberKey, textKey } from "./keys.ts";
import type { Layers } from "./layers.ts";
import type { MessageMeasure } from "./message-record.ts";
import {
  COUNTERS,
  type CountersRecord,
  DELIVERIES,
  type DeliveryRecord,
  ENDED,
  MESSAGES,
  QUEUES,
  RECEIVED,
  REFERENCES,
  RETAINED,
  SESSIONS,
  type SessionRecord,
  SUBSCRIPTIONS,
  type Table,
  TOTALS,
  WILLS,
} from "./tables.ts";

/** A session as the store knows it while the process lives. */
export interface KeptSession {
  readonly number: number;
  record: SessionRecord;
  /** Something hangs on it beside its will. */
  isLaden: boolean;
}

type SessionEvent = Extract<StoreEvent, { clientId: string }>;
type QueueEvent = Extract<
  SessionEvent,
  { type: "messageQueued" | "messageDropped" | "deliveryStarted" | "deliveryReleased" | "deliveryEnded" }
>;

/** Numbers are kept in advance, so many at a time. */
const NUMBERS_IN_ADVANCE = 10_000;
/** There is a record, and it is damaged. */
const UNREADABLE = Symbol("unreadable");
/** What is left of a delivery that the store does not know any more: its place in the queue stays, if it is there. */
const UNKNOWN_DELIVERY: DeliveryRecord = { place: 0, messageNumber: undefined };
const BEGINNING: CountersRecord = { session: 1, message: 1, place: 1 };

/** Turns what happens into changes of records. */
export class Bookkeeping {
  readonly #layers: Layers;
  readonly #sessions: Map<string, KeptSession>;
  /** From where on numbers were never given, as the file has it. */
  #reserved: CountersRecord;
  #nextSession: number;
  /** Every body in the store has a lower number. */
  #nextMessage: number;
  readonly #ended: EndedSessions;
  readonly #endedWills: EndedWillLog;
  readonly #onUnreadable: (error: unknown) => void;

  /** `onUnreadable` is told of what cannot be read; the rest of an event is kept all the same. */
  constructor(
    layers: Layers,
    sessions: Map<string, KeptSession>,
    endedBefore: readonly number[],
    onUnreadable: (error: unknown) => void,
  ) {
    this.#onUnreadable = onUnreadable;
    this.#layers = layers;
    this.#sessions = sessions;
    this.#reserved = layers.get(COUNTERS, "") ?? BEGINNING;
    this.#nextSession = this.#reserved.session;
    this.#nextMessage = this.#reserved.message;
    this.#ended = new EndedSessions(layers, endedBefore, {
      dereference: (number) => this.#dereference(number),
      onUnreadable,
    });
    this.#endedWills = new EndedWillLog(layers);
  }

  /** Ended sessions of which something is still there. */
  get ended(): EndedSessions {
    return this.#ended;
  }

  /** From where on messages and places may be numbered. */
  get next(): { readonly message: number; readonly place: number } {
    return this.#reserved;
  }

  keep(event: StoreEvent): void {
    if (event.type === "retainedSet") {
      this.#reserve({ message: event.message.number });
      this.#layers.set(RETAINED, textKey(event.message.topic), event.message);
    } else if (event.type === "retainedCleared") this.#layers.remove(RETAINED, textKey(event.topic));
    else if (event.type === "willLogged") this.#endedWills.add(event.will);
    else if (event.type === "totalsCounted") this.#layers.set(TOTALS, "", event.totals);
    else if (event.type === "sessionStarted") this.#start(event);
    else this.#change(this.#sessionOf(event), event);
  }

  /** One queue less has the body. */
  #dereference(messageNumber: number): void {
    const layers = this.#layers;
    const key = numberKey(messageNumber);
    const count = this.#read(REFERENCES, key) ?? 1;
    if (count === UNREADABLE) return; // the body stays: a start counts anew
    if (count === 1) layers.remove(MESSAGES, key);
    else if (count === 2) layers.remove(REFERENCES, key);
    else layers.set(REFERENCES, key, count - 1);
  }

  #start({ clientId, userName, expirySeconds }: Extract<StoreEvent, { type: "sessionStarted" }>): void {
    const record = { clientId, userName, expirySeconds, leftAt: undefined };
    const before = this.#sessions.get(clientId);
    if (before !== undefined) {
      this.#rewrite(before, record);
      return;
    }
    const number = this.#nextSession++;
    this.#reserve({ session: number });
    this.#sessions.set(clientId, { number, record, isLaden: false });
    this.#layers.add(SESSIONS, numberKey(number), record);
  }

  #sessionOf({ type, clientId }: SessionEvent): KeptSession {
    const session = this.#sessions.get(clientId);
    if (session === undefined) throw new Error(`${type} for ${clientId}, of which the store has no session`);
    return session;
  }

  #change(session: KeptSession, event: Exclude<SessionEvent, { type: "sessionStarted" }>): void {
    const layers = this.#layers;
    const key = numberKey(session.number);
    switch (event.type) {
      case "sessionExpiryChanged":
        this.#rewrite(session, { ...session.record, expirySeconds: event.expirySeconds });
        break;
      case "sessionLeft":
        this.#rewrite(session, { ...session.record, leftAt: event.at });
        break;
      case "sessionEnded":
        this.#end(session);
        break;
      case "willArmed":
        layers.set(WILLS, key, event.will);
        break;
      case "willEnded":
        layers.remove(WILLS, key);
        break;
      default:
        session.isLaden = true;
        this.#changeLoad(key, event);
    }
  }

  #changeLoad(
    session: string,
    event: Extract<
      SessionEvent,
      { type: "subscribed" | "unsubscribed" | "packetIdReceived" | "packetIdReleased" } | QueueEvent
    >,
  ): void {
    const layers = this.#layers;
    switch (event.type) {
      case "subscribed":
        layers.set(SUBSCRIPTIONS, session + textKey(event.subscription.filter), event.subscription);
        break;
      case "unsubscribed":
        layers.remove(SUBSCRIPTIONS, session + textKey(event.filter));
        break;
      case "packetIdReceived":
        layers.add(RECEIVED, session + numberKey(event.packetId), true);
        break;
      case "packetIdReleased":
        layers.remove(RECEIVED, session + numberKey(event.packetId));
        break;
      default:
        this.#changeQueue(session, event);
    }
  }

  #changeQueue(session: string, event: QueueEvent): void {
    const layers = this.#layers;
    switch (event.type) {
      case "messageQueued":
        this.#queue(session, event);
        break;
      case "messageDropped":
        this.#takeOut(session, event.place, event.messageNumber);
        break;
      case "deliveryStarted": {
        const { place, messageNumber } = event;
        layers.add(DELIVERIES, session + numberKey(event.packetId), { place, messageNumber });
        break;
      }
      case "deliveryReleased": {
        const { place, messageNumber } = this.#deliveryOf(session, event.packetId);
        if (messageNumber !== undefined) this.#takeOut(session, place, messageNumber);
        layers.set(DELIVERIES, session + numberKey(event.packetId), { place, messageNumber: undefined });
        break;
      }
      case "deliveryEnded": {
        const { place, messageNumber } = this.#deliveryOf(session, event.packetId);
        if (messageNumber !== undefined) this.#takeOut(session, place, messageNumber);
        layers.remove(DELIVERIES, session + numberKey(event.packetId));
      }
    }
  }

  #queue(session: string, event: Extract<QueueEvent, { type: "messageQueued" }>): void {
    const { place, message, qos, retain, subscriptionIdentifiers, sharedFilter } = event;
    this.#reference(message);
    this.#reserve({ message: message.number, place });
    this.#layers.notePlace(place);
    this.#layers.add(QUEUES, session + numberKey(place), {
      messageNumber: message.number,
      qos,
      retain,
      subscriptionIdentifiers,
      sharedFilter,
      measure: measureOf(message),
    });
  }

  /** One queue more has the body, which is written with the first. */
  #reference(message: StoredMessage): void {
    const layers = this.#layers;
    const key = numberKey(message.number);
    const known = message.number < this.#nextMessage ? this.#read(MESSAGES, key) : undefined;
    if (known === undefined) layers.add(MESSAGES, key, message);
    else {
      if (known === UNREADABLE) layers.set(MESSAGES, key, message);
      const count = this.#read(REFERENCES, key) ?? 1;
      if (count !== UNREADABLE) layers.set(REFERENCES, key, count + 1);
    }
    this.#nextMessage = Math.max(this.#nextMessage, message.number + 1);
  }

  #takeOut(session: string, place: number, messageNumber: number): void {
    this.#layers.remove(QUEUES, session + numberKey(place));
    this.#dereference(messageNumber);
  }

  #deliveryOf(session: string, packetId: number): DeliveryRecord {
    const delivery = this.#read(DELIVERIES, session + numberKey(packetId));
    if (delivery === undefined)
      this.#onUnreadable(new Error(`the store knows no delivery with the packet id ${packetId}`));
    return delivery === undefined || delivery === UNREADABLE ? UNKNOWN_DELIVERY : delivery;
  }

  #read<T>(table: Table<T>, key: string): T | undefined | typeof UNREADABLE {
    try {
      return this.#layers.get(table, key);
    } catch (error) {
      this.#onUnreadable(error);
      return UNREADABLE;
    }
  }

  #rewrite(session: KeptSession, record: SessionRecord): void {
    session.record = record;
    this.#layers.set(SESSIONS, numberKey(session.number), record);
  }

  /** What hangs on it is cleared away later (ended-sessions.ts): it may be much. */
  #end({ number, record, isLaden }: KeptSession): void {
    const key = numberKey(number);
    this.#sessions.delete(record.clientId);
    this.#layers.remove(SESSIONS, key);
    this.#layers.remove(WILLS, key);
    if (!isLaden) return;
    this.#layers.add(ENDED, key, true);
    this.#ended.add(number);
  }

  /** No number is given twice for the life of the data directory, however the process ends. */
  #reserve(used: Partial<CountersRecord>): void {
    const { session, message, place } = this.#reserved;
    const isCovered =
      (used.session ?? 0) < session && (used.message ?? 0) < message && (used.place ?? 0) < place;
    if (isCovered) return;
    const cover = (reserved: number, number = 0): number =>
      number < reserved ? reserved : number + NUMBERS_IN_ADVANCE;
    this.#reserved = {
      session: cover(session, used.session),
      message: cover(message, used.message),
      place: cover(place, used.place),
    };
    this.#layers.set(COUNTERS, "", this.#reserved);
  }
}

function measureOf({ topic, properties, payload, expiresAt }: StoredMessage): MessageMeasure {
  return { bytes: Buffer.byteLength(topic) + properties.length + payload.length, expiresAt };
}
