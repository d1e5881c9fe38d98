import { compileFilter } from "../../protocol/topics/match.ts";
import { topicFilterError } from "../../protocol/topics/validate.ts";
import {
  type InspectedBody,
  type InspectedMessage,
  type InspectedSession,
  queueOf,
  retainedOf,
  sessionsOf,
  subscriptionsOf,
  willsOf,
} from "../adapters/store/lmdb/inspection.ts";
import type { Snapshot } from "../adapters/store/lmdb/snapshot.ts";
import { wrongUse } from "../data-command.ts";
import { figures } from "../figures.ts";
import type { Lines } from "./lines.ts";
import { type Column, writeRows } from "./table.ts";
import { ageText, lengthText, momentOrNever, momentText } from "./times.ts";

/** What a view is made with. */
export interface View {
  readonly snapshot: Snapshot;
  readonly lines: Lines;
  readonly isJson: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** A server uses the directory. */
  readonly isInUse: boolean;
}

/** Session Expiry Interval that never ends, MQTT 5.0 §3.1.2.11.2. */
const NEVER_SECONDS = 0xffff_ffff;
const MILLISECONDS = 1000;

const AUTHOR: readonly Column<InspectedBody>[] = [
  { title: "PUBLISHER", text: ({ clientId }) => clientId },
  { title: "USER", text: ({ userName }) => userName ?? "" },
];

/** Writes the list of sessions. */
export function writeSessions({ snapshot, lines, isJson, isInUse, now }: View): Promise<void> {
  const rows = withExpiry(sessionsOf(snapshot));
  return writeRows(lines, rows, sessionColumns(isInUse, now), isJson);
}

/** A session with when it ends; `expiresAt` undefined: never, or its client has not left. */
type ExpiringSession = InspectedSession & { readonly expiresAt: number | undefined };

function* withExpiry(sessions: Iterable<InspectedSession>): Generator<ExpiringSession> {
  for (const session of sessions) {
    const { leftAt, expirySeconds } = session;
    const isEndless = leftAt === undefined || expirySeconds === NEVER_SECONDS;
    yield { ...session, expiresAt: isEndless ? undefined : leftAt + expirySeconds * MILLISECONDS };
  }
}

function sessionColumns(isInUse: boolean, now: number): readonly Column<ExpiringSession>[] {
  const present = isInUse ? "connected" : "was connected";
  return [
    { title: "CLIENT ID", text: ({ clientId }) => clientId },
    { title: "USER", text: ({ userName }) => userName ?? "" },
    { title: "SUBSCRIPTIONS", isNumber: true, text: (row) => figures(row.subscriptions) },
    { title: "QUEUED", isNumber: true, text: (row) => figures(row.queued) },
    { title: "BYTES", isNumber: true, text: (row) => figures(row.queuedBytes) },
    { title: "LEFT", text: ({ leftAt }) => (leftAt === undefined ? present : `${ageText(leftAt, now)} ago`) },
    { title: "EXPIRES", text: expiryText },
    { title: "WILL", text: ({ hasWill }) => (hasWill ? "yes" : "") },
  ];
}

function expiryText({ expirySeconds, expiresAt }: ExpiringSession): string {
  if (expirySeconds === NEVER_SECONDS) return "never";
  if (expiresAt !== undefined) return momentText(expiresAt);
  return expirySeconds === 0
    ? "when it leaves"
    : `${lengthText(expirySeconds * MILLISECONDS)} after it leaves`;
}

/** Writes what a client has queued. */
export function writeQueue({ snapshot, lines, isJson, now }: View, clientId: string): Promise<void> {
  const rows = queueOf(snapshot, clientId);
  if (rows === undefined) {
    throw wrongUse(
      "inspect",
      `There is no session of ${JSON.stringify(clientId)}: "vitrina inspect sessions" lists them`,
    );
  }
  return writeRows(lines, rows, queueColumns(now), isJson);
}

function queueColumns(now: number): readonly Column<InspectedMessage>[] {
  const ofBody = (title: string, text: (body: InspectedBody) => string, isNumber = false) => ({
    title,
    isNumber,
    text: ({ message }: InspectedMessage) => (message === undefined ? "" : text(message)),
  });
  return [
    { title: "PLACE", isNumber: true, text: ({ place }) => String(place) },
    { title: "STATE", text: ({ state }) => state },
    { title: "PACKET ID", isNumber: true, text: ({ packetId }) => String(packetId ?? "") },
    ofBody("QOS", ({ qos }) => String(qos), true),
    ofBody("TOPIC", ({ topic }) => topic),
    ofBody("BYTES", ({ payloadBytes }) => figures(payloadBytes), true),
    ofBody("AGE", ({ receivedAt }) => ageText(receivedAt, now), true),
    ofBody("EXPIRES", ({ expiresAt }) => momentOrNever(expiresAt)),
    ...AUTHOR.map(({ title, text }) => ofBody(title, text)),
  ];
}

/** Writes the retained messages whose topics match. */
export function writeRetained({ snapshot, lines, isJson, now }: View, filter = "#"): Promise<void> {
  const error = topicFilterError(filter);
  if (error !== undefined)
    throw wrongUse("inspect", `${JSON.stringify(filter)} is no topic filter: ${error}`);
  const columns: readonly Column<InspectedBody>[] = [
    { title: "TOPIC", text: ({ topic }) => topic },
    { title: "BYTES", isNumber: true, text: ({ payloadBytes }) => figures(payloadBytes) },
    { title: "QOS", isNumber: true, text: ({ qos }) => String(qos) },
    { title: "AGE", isNumber: true, text: ({ receivedAt }) => ageText(receivedAt, now) },
    { title: "EXPIRES", text: ({ expiresAt }) => momentOrNever(expiresAt) },
    ...AUTHOR,
  ];
  return writeRows(lines, matching(retainedOf(snapshot), filter), columns, isJson);
}

function* matching(messages: Iterable<InspectedBody>, filter: string): Generator<InspectedBody> {
  const isWanted = compileFilter(filter);
  for (const message of messages) if (isWanted(message.topic)) yield message;
}

/** Writes the subscriptions of all sessions. */
export function writeSubscriptions({ snapshot, lines, isJson }: View): Promise<void> {
  const flag = (isSet: boolean): string => (isSet ? "yes" : "");
  return writeRows(
    lines,
    subscriptionsOf(snapshot),
    [
      { title: "CLIENT ID", text: ({ clientId }) => clientId },
      { title: "FILTER", text: ({ filter }) => filter },
      { title: "QOS", isNumber: true, text: ({ qos }) => String(qos) },
      { title: "NO LOCAL", text: ({ noLocal }) => flag(noLocal) },
      { title: "AS PUBLISHED", text: ({ retainAsPublished }) => flag(retainAsPublished) },
      { title: "RETAIN HANDLING", isNumber: true, text: ({ retainHandling }) => String(retainHandling) },
      {
        title: "IDENTIFIER",
        isNumber: true,
        text: ({ subscriptionIdentifier }) => String(subscriptionIdentifier ?? ""),
      },
    ],
    isJson,
  );
}

/** A will as it is told: of its payload only the size. */
interface ToldWill {
  readonly clientId: string;
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly payloadBytes: number;
  readonly state: "armed" | "delayed";
  readonly delaySeconds: number;
  readonly dueAt: number | undefined;
  readonly cause: string | undefined;
}

/** Writes the wills of all sessions. */
export function writeWills({ snapshot, lines, isJson }: View): Promise<void> {
  const columns: readonly Column<ToldWill>[] = [
    { title: "CLIENT ID", text: ({ clientId }) => clientId },
    { title: "TOPIC", text: ({ topic }) => topic },
    { title: "QOS", isNumber: true, text: ({ qos }) => String(qos) },
    { title: "RETAIN", text: ({ retain }) => (retain ? "yes" : "") },
    { title: "BYTES", isNumber: true, text: ({ payloadBytes }) => figures(payloadBytes) },
    { title: "STATE", text: ({ state }) => state },
    {
      title: "DELAY",
      isNumber: true,
      text: ({ delaySeconds }) => lengthText(delaySeconds * MILLISECONDS),
    },
    { title: "DUE", text: ({ dueAt }) => (dueAt === undefined ? "" : momentText(dueAt)) },
    { title: "CAUSE", text: ({ cause }) => cause ?? "" },
  ];
  return writeRows(lines, toldWills(snapshot), columns, isJson);
}

function* toldWills(snapshot: Snapshot): Generator<ToldWill> {
  for (const { clientId, message, delaySeconds, dueAt, cause } of willsOf(snapshot)) {
    const { topic, qos, retain, payload } = message;
    const state = dueAt === undefined ? "armed" : "delayed";
    yield { clientId, topic, qos, retain, payloadBytes: payload.length, state, delaySeconds, dueAt, cause };
  }
}
