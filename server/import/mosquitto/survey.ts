import { setImmediate as nextTurn } from "node:timers/promises";
import { SESSION_NEVER_EXPIRES } from "../../../protocol/limits.ts";
import { type Chunk, ChunkKind } from "./chunk.ts";
import { DatabaseError } from "./database-error.ts";
import type { ChunkPlace, DatabaseFile } from "./database-file.ts";
import {
  type ClientRecord,
  readClient,
  readClientMessage,
  readMessage,
  readRetained,
  readSettings,
  readSubscription,
} from "./records.ts";
import { UserNames } from "./user-names.ts";

const MILLISECONDS = 1000;
/** Read in one turn of the event loop, so that Ctrl-C is heard. */
const CHUNKS_A_TURN = 5_000;

/** Where the body of a message stands, and what it is called in our store. */
export interface Body extends ChunkPlace {
  readonly expiresAt: number | undefined;
  /** 0: it has none yet. */
  number: number;
}

/** A durable session of the database. */
export interface KnownClient {
  readonly clientId: string;
  readonly userName: string | undefined;
  readonly expirySeconds: number;
  /** Milliseconds since the epoch. */
  readonly leftAt: number;
  /** `ended`: it ended with its connection; `expired`: nobody came back for it in time. */
  readonly state: "there" | "ended" | "expired";
}

/** A message that a client has sent at QoS 2 and not released: mosquitto has published it to nobody. */
export interface Unreleased {
  readonly clientId: string;
  readonly packetId: number;
  readonly body: Body;
}

/** What a database has, without what its messages say. */
export interface Survey {
  /** mosquitto wrote it when it stopped. */
  isFinal: boolean;
  chunks: number;
  readonly bodies: Map<string, Body>;
  readonly clients: Map<string, KnownClient>;
  readonly retained: Body[];
  readonly unreleased: Unreleased[];
  /** Things that refer to a message that is not there. */
  missing: number;
}

/** Reads all of a database once, so that nothing is written where something is wrong with it; throws DatabaseError. */
export async function surveyDatabase(file: DatabaseFile, now: number): Promise<Survey> {
  const survey: Survey = {
    isFinal: false,
    chunks: 0,
    bodies: new Map(),
    clients: new Map(),
    retained: [],
    unreleased: [],
    missing: 0,
  };
  const userNames = new UserNames();
  for (const chunk of file.chunks()) {
    note(survey, chunk, { file, userNames, now });
    if (++survey.chunks % CHUNKS_A_TURN === 0) await nextTurn();
  }
  return survey;
}

interface Means {
  readonly file: DatabaseFile;
  readonly userNames: UserNames;
  readonly now: number;
}

function note(survey: Survey, chunk: Chunk, means: Means): void {
  switch (chunk.kind) {
    case ChunkKind.Settings:
      survey.isFinal = readSettings(chunk).isFinal;
      break;
    case ChunkKind.Message:
      noteBody(survey, chunk);
      break;
    case ChunkKind.Client:
      noteClient(survey, chunk, means);
      break;
    case ChunkKind.ClientMessage:
      noteClientMessage(survey, chunk);
      break;
    case ChunkKind.Retained: {
      const body = survey.bodies.get(readRetained(chunk));
      if (body === undefined) survey.missing++;
      else survey.retained.push(body);
      break;
    }
    case ChunkKind.Subscription:
      readSubscription(chunk);
  }
}

function noteBody(survey: Survey, chunk: Chunk): void {
  const { key, expiresAt } = readMessage(chunk);
  if (survey.bodies.has(key)) throw new DatabaseError(chunk.at, "a message's number stands there twice");
  survey.bodies.set(key, { at: chunk.at, length: chunk.body.length, expiresAt, number: 0 });
}

function noteClient(survey: Survey, chunk: Chunk, { file, userNames, now }: Means): void {
  const record = readClient(chunk, file.version);
  const { clientId, expirySeconds } = record;
  if (survey.clients.has(clientId)) throw new DatabaseError(chunk.at, "a client id stands there twice");
  const leftAt = Math.min(leftAtOf(record, file.writtenAt), now);
  survey.clients.set(clientId, {
    clientId,
    userName: userNames.next(record),
    expirySeconds,
    leftAt,
    state: stateOf(expirySeconds, leftAt, now),
  });
}

/** Where a session never ends the file does not say since when its client is away: it was there until the file was written. */
function leftAtOf({ endsAt, expirySeconds }: ClientRecord, writtenAt: number): number {
  if (endsAt === undefined || expirySeconds === SESSION_NEVER_EXPIRES) return writtenAt;
  return Math.max(0, endsAt - expirySeconds * MILLISECONDS);
}

function stateOf(expirySeconds: number, leftAt: number, now: number): KnownClient["state"] {
  if (expirySeconds === 0) return "ended";
  if (expirySeconds === SESSION_NEVER_EXPIRES) return "there";
  return leftAt + expirySeconds * MILLISECONDS <= now ? "expired" : "there";
}

function noteClientMessage(survey: Survey, chunk: Chunk): void {
  const { clientId, direction, qos, packetId, messageKey } = readClientMessage(chunk);
  const body = survey.bodies.get(messageKey);
  if (body === undefined) survey.missing++;
  else if (direction === "in" && qos === 2 && packetId > 0 && survey.clients.get(clientId)?.state === "there")
    survey.unreleased.push({ clientId, packetId, body });
}
