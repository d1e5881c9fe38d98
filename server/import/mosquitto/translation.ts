import type { StoredMessage, StoreEvent } from "../../core/ports/store.ts";
import { BROKER } from "../../core/routing/message.ts";
import { type Chunk, ChunkKind } from "./chunk.ts";
import type { DatabaseFile } from "./database-file.ts";
import {
  type ClientMessageRecord,
  MessageState,
  readClientMessage,
  readMessage,
  readSubscription,
} from "./records.ts";
import type { Body, KnownClient, Survey, Unreleased } from "./survey.ts";
import { createTally, type Tally } from "./tally.ts";
import type { Target } from "./target.ts";

/** From where on messages and places in queues may be numbered. */
export interface FreeNumbers {
  readonly nextMessageNumber: number;
  readonly nextPlace: number;
}

/** What a translation works with. */
export interface TranslationParts {
  readonly file: DatabaseFile;
  readonly survey: Survey;
  readonly target: Pick<Target, "hasSession" | "hasRetained">;
  /** Sessions and retained messages that the target has stay; else the database's take their places. */
  readonly isKeeping: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What of a session has been told so far. */
interface Told {
  readonly sent: Set<number>;
  readonly received: Set<number>;
  /** What comes now waits behind others. */
  isWaiting: boolean;
}

const RELEASED: ReadonlySet<number> = new Set([MessageState.ResendPubrel, MessageState.WaitForPubcomp]);

/**
 * Says what a database has in the events of our store, in the order of the file: mosquitto writes a session, then what was
 * sent to its client, then what waits. Packet ids stay, since the clients know them.
 */
export class Translation {
  readonly tally: Tally;
  readonly #parts: TranslationParts;
  readonly #told = new Map<string, Told>();
  #nextMessage = 0;
  #nextPlace = 0;

  constructor(parts: TranslationParts) {
    this.#parts = parts;
    this.tally = createTally(parts.survey.missing);
  }

  *events(free: FreeNumbers): Generator<StoreEvent> {
    this.numberFrom(free);
    const { file, survey } = this.#parts;
    for (const client of survey.clients.values()) yield* this.#session(client);
    for (const chunk of file.chunks()) yield* this.#ofChunk(chunk);
    for (const body of survey.retained) yield* this.#retained(body);
  }

  /** Numbers what comes from here on. */
  numberFrom({ nextMessageNumber, nextPlace }: FreeNumbers): void {
    this.#nextMessage = nextMessageNumber;
    this.#nextPlace = nextPlace;
  }

  /** The next free place in a queue. */
  place(): number {
    return this.#nextPlace++;
  }

  /** Whether a client's session is taken over. */
  takes(clientId: string): boolean {
    const client = this.#parts.survey.clients.get(clientId);
    return client?.state === "there" && !this.#keepsSession(clientId);
  }

  /** What clients have sent and not released, and is to be published. */
  unreleased(): readonly Unreleased[] {
    return this.#parts.survey.unreleased.filter(({ clientId }) => this.takes(clientId));
  }

  /** A retained message, unless the target keeps its own; none clears what is there. */
  *retain(message: StoredMessage): Generator<StoreEvent> {
    const { isKeeping, target } = this.#parts;
    if (message.topic.startsWith("$")) this.tally.internal++;
    else if (isKeeping && target.hasRetained(message.topic)) this.tally.keptTopics++;
    else if (message.payload.length === 0) yield { type: "retainedCleared", topic: message.topic };
    else {
      this.tally.retained++;
      yield { type: "retainedSet", message: { ...message, retain: true } };
    }
  }

  /** The body of a message; its number is the same for all who have it. */
  messageOf(body: Body): StoredMessage {
    const { file } = this.#parts;
    const { topic, payload, qos, retain, properties, expiresAt, clientId, userName } = readMessage(
      file.chunkAt(ChunkKind.Message, body),
    );
    if (body.number === 0) body.number = this.#nextMessage++;
    const publisher = clientId === "" ? BROKER : { clientId, userName };
    const { number } = body;
    return {
      number,
      topic,
      payload,
      qos,
      retain,
      properties,
      expiresAt,
      receivedAt: file.writtenAt,
      publisher,
    };
  }

  hasExpired({ expiresAt }: Pick<Body, "expiresAt">): boolean {
    return expiresAt !== undefined && expiresAt <= this.#parts.now;
  }

  #keepsSession(clientId: string): boolean {
    return this.#parts.isKeeping && this.#parts.target.hasSession(clientId);
  }

  *#session({ clientId, userName, expirySeconds, leftAt, state }: KnownClient): Generator<StoreEvent> {
    if (state !== "there") this.tally.endedSessions++;
    else if (this.#keepsSession(clientId)) this.tally.keptSessions++;
    else {
      this.tally.sessions++;
      if (this.#parts.target.hasSession(clientId)) yield { type: "sessionEnded", clientId };
      yield { type: "sessionStarted", clientId, userName, expirySeconds };
      yield { type: "sessionLeft", clientId, at: leftAt };
    }
  }

  *#ofChunk(chunk: Chunk): Generator<StoreEvent> {
    if (chunk.kind === ChunkKind.Subscription) {
      const { clientId, subscription } = readSubscription(chunk);
      if (!this.#isTaken(clientId)) return;
      this.tally.subscriptions++;
      yield { type: "subscribed", clientId, subscription };
    } else if (chunk.kind === ChunkKind.ClientMessage) {
      const record = readClientMessage(chunk);
      const body = this.#parts.survey.bodies.get(record.messageKey);
      if (body === undefined || !this.#isTaken(record.clientId)) return;
      if (record.direction === "out") yield* this.#outgoing(record, body);
      else yield* this.#incoming(record);
    }
  }

  /** The same, and counted where there is no such session. */
  #isTaken(clientId: string): boolean {
    if (!this.#parts.survey.clients.has(clientId)) this.tally.missing++;
    return this.takes(clientId);
  }

  /** Answered without being published again when the client repeats it; `publishUnreleased` publishes it. */
  *#incoming({ clientId, packetId, qos }: ClientMessageRecord): Generator<StoreEvent> {
    const { received } = this.#toldOf(clientId);
    if (qos < 2 || packetId === 0 || received.has(packetId)) return;
    received.add(packetId);
    yield { type: "packetIdReceived", clientId, packetId };
  }

  *#outgoing(record: ClientMessageRecord, body: Body): Generator<StoreEvent> {
    const { clientId, packetId, qos, retain, subscriptionIdentifiers } = record;
    const told = this.#toldOf(clientId);
    const isSent = isOnItsWay(record, told);
    if (qos === 0) {
      this.tally.atQoS0++;
      return;
    }
    if (!isSent && this.hasExpired(body)) {
      this.tally.expiredMessages++;
      return;
    }
    const message = this.messageOf(body);
    const place = this.place();
    yield { type: "messageQueued", clientId, place, message, qos, retain, subscriptionIdentifiers };
    if (isSent) {
      told.sent.add(packetId);
      this.tally.inFlight++;
      yield { type: "deliveryStarted", clientId, place, messageNumber: message.number, packetId };
      if (qos === 2 && RELEASED.has(record.state)) yield { type: "deliveryReleased", clientId, packetId };
    } else {
      told.isWaiting = true;
      this.tally.waiting++;
    }
  }

  #toldOf(clientId: string): Told {
    let told = this.#told.get(clientId);
    if (told === undefined) {
      told = { sent: new Set(), received: new Set(), isWaiting: false };
      this.#told.set(clientId, told);
    }
    return told;
  }

  *#retained(body: Body): Generator<StoreEvent> {
    if (this.hasExpired(body)) this.tally.expiredMessages++;
    else yield* this.retain(this.messageOf(body));
  }
}

/** What is in flight stands before what waits, in a queue of ours too. */
function isOnItsWay({ state, packetId }: ClientMessageRecord, { sent, isWaiting }: Told): boolean {
  return (
    state !== MessageState.Queued &&
    state !== MessageState.Invalid &&
    packetId > 0 &&
    !isWaiting &&
    !sent.has(packetId)
  );
}
