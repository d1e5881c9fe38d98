import { MqttError } from "../../../protocol/errors.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Context } from "../context.ts";
import type { EndedWillRecord } from "../ports/ended-will.ts";
import type {
  BrokerInfo,
  Gauges,
  Inside,
  InsideActions,
  InsidePublish,
  RetainedRecord,
  SessionDetail,
  SubscriptionRecord,
  WillRecord,
} from "../ports/inside.ts";
import { BROKER, type Message } from "../routing/message.ts";
import type { Publication } from "../routing/publication.ts";
import type { Session } from "../session/session.ts";
import { NO_STORE_ROOM } from "../store-room.ts";
import { verdictOn } from "./access-verdict.ts";
import { messageOf, retainedRecordOf } from "./retained-records.ts";
import { changesBy } from "./rights-changes.ts";
import { QueueReader } from "./session-queue.ts";
import { detailOf, subscriptionRecordOf, summaryOf } from "./session-records.ts";
import { willRecordOf } from "./will-records.ts";

const NOTHING = new Uint8Array(0);

/** What the window into the broker needs beside the context. */
export interface InsideSource {
  readonly version: string;
  readonly startedAt: number;
  readonly connections: () => number;
}

/** The broker as operators and the page see it, read off the live collections. */
export function createInside(context: Context, source: InsideSource): Inside {
  const queues = new QueueReader();
  return {
    info: () => infoOf(context, source),
    sessions: () => mapped(context.sessions, summaryOf),
    session: (clientId): SessionDetail | undefined => {
      const session = context.sessions.get(clientId);
      return session === undefined ? undefined : detailOf(session);
    },
    queue: (clientId, after, limit) => {
      const session = context.sessions.get(clientId);
      return session === undefined ? undefined : queues.read(context, session, after, limit);
    },
    subscriptions: () => mapped(context.routes.tree, subscriptionRecordOf),
    subscribersOf: (topic) => subscribersOf(context, topic),
    retained: (filter) => retained(context, filter),
    retainedOn: (topic): RetainedRecord | undefined => {
      const message = context.retained.get(topic);
      return message === undefined || isExpired(context, message) ? undefined : retainedRecordOf(message);
    },
    wills: () => wills(context.sessions),
    endedWills: (): readonly EndedWillRecord[] => context.wills.ended,
    rights: {
      ask: (question) => verdictOn(context, question),
      changesBy: (next) => changesBy(context, next),
    },
    trace: context.tracer.inside,
    actions: createActions(context),
  };
}

function infoOf(context: Context, source: InsideSource): BrokerInfo {
  const { counters } = context;
  return {
    version: source.version,
    startedAt: source.startedAt,
    limits: context.limits,
    onFullQueue: context.policy.onFullQueue,
    isMemoryFull: context.memory.isReached,
    store: { ...context.store.status(), recovery: context.recoveryLog.last },
    counters: { ...counters, dropped: { ...counters.dropped }, heldBack: { ...counters.heldBack } },
    totals: context.totals.current,
    gauges: readGauges(context, source),
  };
}

/** Sizes now: each is the size of a collection, or a sum over one. */
export function readGauges(context: Context, source: InsideSource): Gauges {
  const { total } = context.outgoing.backlog;
  let willsArmed = 0;
  let willsDelayed = 0;
  for (const session of context.sessions) {
    if (session.will?.state === "armed") willsArmed++;
    if (session.will?.state === "delayed") willsDelayed++;
  }
  return {
    connections: source.connections(),
    sessions: context.sessions.size,
    clientsConnected: context.sessions.connected,
    clientsMaximum: context.sessions.mostConnected,
    subscriptions: context.routes.tree.size,
    sharedSubscriptions: context.routes.tree.sharedSize,
    retainedMessages: context.retained.size,
    retainedBytes: context.retained.bytes,
    queuedMessages: total.messages,
    queuedBytes: total.bytes,
    outboundBytes: context.flusher.waitingBytes,
    willsArmed,
    willsDelayed,
    memoryBytes: context.memory.usedBytes,
  };
}

function* mapped<T, R>(items: Iterable<T>, map: (item: T) => R): Generator<R> {
  for (const item of items) yield map(item);
}

function* retained(context: Context, filter: string): Generator<RetainedRecord> {
  for (const message of context.retained.matching(filter))
    if (!isExpired(context, message)) yield retainedRecordOf(message);
}

/** An expired message is taken out when it is next to be sent; until then it is there, but for nobody [5 MQTT-3.3.2-5]. */
function isExpired({ clock }: Context, message: Message): boolean {
  return message.expiresAt <= clock.now();
}

function* wills(sessions: Iterable<Session>): Generator<WillRecord> {
  for (const session of sessions) if (session.will !== undefined) yield willRecordOf(session, session.will);
}

function subscribersOf(context: Context, topic: string): SubscriptionRecord[] {
  const { subscriptions, groups } = context.routes.tree.match(topic);
  return [...subscriptions, ...groups.flatMap((group) => [...group.members])].map(subscriptionRecordOf);
}

function createActions(context: Context): InsideActions {
  const { publisher, sessions, topics } = context;
  return {
    disconnect: (clientId): boolean => {
      const link = sessions.get(clientId)?.link;
      link?.close("administrative", ReasonCode.AdministrativeAction, "disconnected by an operator");
      return link !== undefined;
    },
    endSession: (clientId): boolean => {
      const session = sessions.get(clientId);
      if (session === undefined) return false;
      session.link?.close("session-ended", ReasonCode.AdministrativeAction, "session ended by an operator");
      sessions.end(session, "administrative");
      return true;
    },
    clearRetained: (names): readonly RetainedRecord[] => {
      return names.flatMap((name) => {
        const message = publisher.clearRetained(name);
        return message === undefined ? [] : [retainedRecordOf(message)];
      });
    },
    restoreRetained: (records): void => {
      for (const record of records)
        publisher.restoreRetained(messageOf(record, topics, publisher.keeper.number()));
    },
    publish: (message): number => publish(context, message),
  };
}

function publish(context: Context, { topic, payload, qos, retain }: InsidePublish): number {
  const known = context.topics.named(topic);
  if (known.isBrokers) throw new MqttError(ReasonCode.NotAuthorized, "$SYS topics are the broker's own");
  if (retain && context.policy.unavailable.has("retain"))
    throw new MqttError(ReasonCode.RetainNotSupported, "this broker keeps no retained messages (without)");
  const message = { topic: known, payload, qos, retain, properties: NOTHING, publisher: BROKER };
  if (qos > 0) checkRoom(context, context.publisher.prepareOwn(message));
  return context.publisher.publishOwn(message);
}

function checkRoom({ policy, publisher, storeRoom }: Context, publication: Publication): void {
  storeRoom.look();
  if (storeRoom.isFull && publisher.lacksStore(publication))
    throw new MqttError(ReasonCode.QuotaExceeded, NO_STORE_ROOM);
  const full = policy.onFullQueue === "refuse-publisher" ? publisher.fullQueue(publication) : undefined;
  if (full !== undefined)
    throw new MqttError(ReasonCode.QuotaExceeded, `no room in the queue of a subscriber (${full.setting})`);
}
