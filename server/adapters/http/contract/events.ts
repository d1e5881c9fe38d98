import { z } from "zod";
import {
  disconnectCause,
  dropReason,
  peer,
  protocolVersion,
  qos,
  warningCode,
  willCause,
  willClearedCause,
  willDue,
} from "../contract.ts";
import { storeDamage } from "./store.ts";
import { traceEndCause } from "./trace.ts";

const clientId = z.string();
const topic = z.string();
const filter = z.string();
const reasonCode = z.number().int();
const reason = z.string();
const payloadBytes = z.number().int().min(0);

/** An event of the stream: `at` is milliseconds since the epoch. */
function event<T extends string, S extends z.ZodRawShape>(type: T, shape: S) {
  return z.object({ type: z.literal(type), at: z.number().int(), ...shape });
}

const clientEvents = [
  event("clientConnected", {
    clientId,
    userName: z.string().optional(),
    version: protocolVersion,
    peer,
    sessionPresent: z.boolean(),
    cleanStart: z.boolean(),
  }),
  event("clientRefused", {
    clientId: clientId.optional(),
    userName: z.string().optional(),
    peer,
    reasonCode,
    reason,
  }),
  event("clientDisconnected", {
    clientId,
    cause: disconnectCause,
    reasonCode: reasonCode.optional(),
    detail: z.string(),
  }),
  event("loginsSlowed", { address: z.string(), failures: z.number().int().min(1) }),
  event("memoryCeiling", {
    isReached: z.boolean(),
    usedBytes: z.number().int().min(0),
    heapBytes: z.number().int().min(0),
    heapLimitBytes: z.number().int().min(0),
  }),
  event("clientTakenOver", { clientId, from: peer, by: peer }),
  event("clientWarned", { clientId, code: warningCode, detail: z.string() }),
  event("sessionCreated", { clientId }),
  event("sessionResumed", { clientId, queued: z.number().int().min(0) }),
  event("sessionEnded", {
    clientId,
    why: z.enum(["expired", "clean-start", "disconnected", "administrative"]),
  }),
] as const;

const subscriptionEvents = [
  event("subscribed", { clientId, filter, qos }),
  event("unsubscribed", { clientId, filter }),
  event("subscriptionRefused", { clientId, filter, reasonCode, reason }),
] as const;

const messageEvents = [
  /** `fullClientId`: the first of those whose queues have no room, where that is the reason. */
  event("publishRefused", { clientId, topic, reasonCode, reason, fullClientId: clientId.optional() }),
  event("retainedSet", { topic, clientId, payloadBytes }),
  event("retainedCleared", { topic, clientId: clientId.optional() }),
  /** An operator has put back what was cleared; no subscriber gets a message. */
  event("retainedRestored", { topic }),
  event("messageReceived", { clientId, topic, qos, retain: z.boolean(), payloadBytes }),
  event("messageDelivered", { clientId, topic, qos }),
  /** So many drops of one client for one reason, told together; `at` and `topic` are those of the last. */
  event("messageDropped", {
    clientId,
    topic,
    reason: dropReason,
    limit: z.string().optional(),
    count: z.number().int().min(1),
  }),
] as const;

const willEvents = [
  event("willArmed", { clientId, topic, delaySeconds: z.number().int().min(0) }),
  event("willDelayed", { clientId, topic, dueAt: z.number().int(), cause: willCause }),
  event("willFired", { clientId, topic, cause: willCause, due: willDue }),
  event("willCleared", { clientId, topic, cause: willClearedCause }),
] as const;

const troubleEvents = [
  event("recovered", {
    sessions: z.number().int().min(0),
    retained: z.number().int().min(0),
    queued: z.number().int().min(0),
    milliseconds: z.number().min(0),
  }),
  event("recoveryIncomplete", {
    retained: z.number().int().min(0),
    queued: z.number().int().min(0),
    wills: z.number().int().min(0),
    reason,
  }),
  event("storeDamaged", { damage: storeDamage }),
  event("storeFailed", { message: z.string() }),
  event("storeRecovered", {}),
  event("storeUnreadable", { message: z.string() }),
  event("internalError", { clientId: clientId.optional(), message: z.string() }),
] as const;

const traceEvents = [
  event("traceStarted", {
    startedBy: z.string().optional(),
    clients: z.array(clientId).readonly(),
    topics: z.array(filter).readonly(),
    endsAt: z.number().int(),
  }),
  event("traceEnded", {
    why: traceEndCause,
    keptPackets: z.number().int().min(0),
    droppedPackets: z.number().int().min(0),
  }),
] as const;

/** About the stream itself; always sent, whatever `types` asks for. */
const streamEvents = [
  /** The first of every stream. Not complete: some events since Last-Event-ID are lost, so read the lists again. */
  event("streamOpened", {
    startedAt: z.number().int(),
    replayed: z.number().int().min(0),
    isComplete: z.boolean(),
  }),
  /** The reader was too slow, or there was too much to tell: so many events were left out at this place. */
  event("skipped", { count: z.number().int().min(1) }),
] as const;

/** What `data:` of the event stream carries. */
export const liveEvent = z.discriminatedUnion("type", [
  ...streamEvents,
  ...clientEvents,
  ...subscriptionEvents,
  ...messageEvents,
  ...willEvents,
  ...troubleEvents,
  ...traceEvents,
]);

export type LiveEvent = z.infer<typeof liveEvent>;
export type LiveEventType = LiveEvent["type"];

/** Every type that `types` may name. */
export const LIVE_EVENT_TYPES: readonly LiveEventType[] = liveEvent.options.map(
  (option) => option.shape.type.value,
);

/** The types of which there is one for each message: sent only to a stream that asks for them, and never replayed. */
export const MESSAGE_EVENT_TYPES: readonly LiveEventType[] = [
  "messageReceived",
  "messageDelivered",
  "retainedSet",
  "retainedCleared",
  "retainedRestored",
];
