import { z } from "zod";
import { storeInfo } from "./contract/store.ts";

/** Milliseconds since the epoch. */
export const instant = z.number().int();
export const count = z.number().int().min(0);
/** Bytes as base64 (RFC 4648 §4, with padding). */
export const base64 = z.string();
/** A number, or "unlimited". */
export const limitValue = z.union([z.number().min(0), z.literal("unlimited")]);
export const qos = z.literal([0, 1, 2]);
export const protocolVersion = z.literal([3, 4, 5]);

export const dropReason = z.enum([
  "queue-full",
  "queue-bytes-full",
  "all-queues-full",
  "all-queues-bytes-full",
  "memory-full",
  "store-full",
  "outbox-full",
  "packet-too-large",
  "expired",
  "not-authorized",
  "session-ended",
  "offline-qos-0",
]);
/** A limit or a rule that keeps clients out, or slows them, by its setting. */
const heldBackBy = z.enum([
  "maximum-connections",
  "maximum-pending-connections",
  "maximum-connections-per-address",
  "maximum-connections-per-user",
  "maximum-connects-per-second",
  "maximum-login-delay-seconds",
  "maximum-messages-per-second",
  "maximum-bytes-per-second",
  "contested-client-id",
  "maximum-memory-bytes",
  "maximum-uncommitted-bytes",
  "maximum-retained-messages",
  "maximum-retained-bytes",
  "maximum-retained-messages-per-user",
  "maximum-retained-bytes-per-user",
  "maximum-queued-messages",
  "maximum-queued-bytes",
  "maximum-total-queued-messages",
  "maximum-total-queued-bytes",
  "client-id-patterns",
  "client-id-prefix-by-user",
  "user-name-as-client-id",
]);
export const disconnectCause = z.enum([
  "normal",
  "disconnect-with-will",
  "connection-lost",
  "keep-alive-timeout",
  "protocol-error",
  "re-authentication-failed",
  "taken-over",
  "administrative",
  "session-ended",
  "server-shutdown",
  "internal-error",
]);
export const willCause = disconnectCause.exclude(["normal"]);
export const willDue = z.enum(["at-once", "delay-elapsed", "session-ended"]);
export const willClearedCause = z.enum(["normal", "client-returned", "deleted"]);
/** What a client does that it may not, and is let go on with. */
export const warningCode = z.enum(["receive-maximum-exceeded", "rate-exceeded", "client-id-contested"]);
export const dropsByReason = z.record(dropReason, count);

/** What gives way when a queue is full: the message that comes, those that have waited longest, or nothing. */
export const onFullQueue = z.enum(["drop-newest", "drop-oldest", "refuse-publisher"]);

/** Where a client came from. */
export const peer = z.object({
  transport: z.enum(["tcp", "tls", "ws", "wss"]),
  listener: z.string(),
  address: z.string(),
  port: z.number().int().optional(),
});

/** One page of a list; `nextCursor` is absent on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), total: count, nextCursor: z.string().optional() });
}
export interface Page<T> {
  items: T[];
  /** How many match in all. */
  total: number;
  nextCursor?: string | undefined;
}

/** An error of the API, RFC 9457. `type` is stable; `errors` names the fields of a request that does not fit. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), detail: z.string() })).optional(),
  /** When to ask again, as the header Retry-After says it. */
  retryAfterSeconds: count.optional(),
});

/** A door for MQTT clients. */
export const listener = z.object({
  name: z.string(),
  transport: peer.shape.transport,
  host: z.string(),
  port: z.number().int(),
  /** The path of the WebSocket door. */
  path: z.string().optional(),
});

export const limits = z.object({
  maximumConnections: limitValue,
  maximumPendingConnections: limitValue,
  maximumConnectionsPerAddress: limitValue,
  maximumConnectionsPerUser: limitValue,
  maximumConnectsPerSecond: limitValue,
  connectTimeoutSeconds: limitValue,
  failedLoginsBeforeDelay: limitValue,
  maximumLoginDelaySeconds: limitValue,
  maximumConnectPacketBytes: limitValue,
  maximumPacketBytes: limitValue,
  maximumTopicBytes: limitValue,
  maximumTopicLevels: limitValue,
  maximumClientIdBytes: limitValue,
  maximumMessagesPerSecond: limitValue,
  maximumBytesPerSecond: limitValue,
  maximumSubscriptionsPerClient: limitValue,
  receiveMaximum: limitValue,
  maximumInflightMessages: limitValue,
  topicAliasMaximum: limitValue,
  maximumOutboundTopicAliases: limitValue,
  maximumQueuedMessages: limitValue,
  maximumQueuedBytes: limitValue,
  maximumTotalQueuedMessages: limitValue,
  maximumTotalQueuedBytes: limitValue,
  maximumOutboundBytes: limitValue,
  maximumTotalOutboundBytes: limitValue,
  maximumRetainedMessages: limitValue,
  maximumRetainedBytes: limitValue,
  maximumRetainedMessagesPerUser: limitValue,
  maximumRetainedBytesPerUser: limitValue,
  maximumMemoryBytes: limitValue,
  maximumUncommittedBytes: limitValue,
  maximumSessionExpirySeconds: limitValue,
  maximumKeepAliveSeconds: limitValue,
  maximumTraceBytes: limitValue,
  maximumTraceSeconds: limitValue,
  maximumTracedPacketBytes: limitValue,
  maximumFaultyPackets: limitValue,
  maximumFaultyBytes: limitValue,
});

const counters = z.object({
  bytesReceived: count,
  bytesSent: count,
  packetsReceived: count,
  packetsSent: count,
  publishReceived: count,
  publishSent: count,
  publishBytesReceived: count,
  publishBytesSent: count,
  connectionsAccepted: count,
  connectionsRefused: count,
  sessionsExpired: count,
  willsFired: count,
  dropped: dropsByReason,
  heldBack: z.record(heldBackBy, count),
});

const gauges = z.object({
  connections: count,
  sessions: count,
  clientsConnected: count,
  clientsMaximum: count,
  subscriptions: count,
  sharedSubscriptions: count,
  retainedMessages: count,
  retainedBytes: count,
  queuedMessages: count,
  queuedBytes: count,
  outboundBytes: count,
  willsArmed: count,
  willsDelayed: count,
  memoryBytes: count,
});

export const brokerInfo = z.object({
  version: z.string(),
  startedAt: instant,
  /** The broker's clock at the answer: times are to be compared with this, not with the reader's clock. */
  now: instant,
  /** The data directory, or "memory". */
  data: z.string(),
  listeners: z.array(listener),
  /** Absent when this server has no demo to offer. */
  demo: z.object({ isRunning: z.boolean() }).optional(),
  /** Nothing new is taken in (maximum-memory-bytes). */
  isMemoryFull: z.boolean(),
  store: storeInfo,
  limits,
  onFullQueue,
  /** Since the start. */
  counters,
  /** Since the first start with this data directory, this one included; absent with "memory". */
  totals: z.object({ since: instant, counters }).optional(),
  gauges,
});

export const subscription = z.object({
  clientId: z.string(),
  /** As it was subscribed, `$share/…` included. */
  filter: z.string(),
  shareName: z.string().optional(),
  subscriptionIdentifier: z.number().int().optional(),
  isDurable: z.boolean(),
  qos,
  noLocal: z.boolean(),
  retainAsPublished: z.boolean(),
  retainHandling: z.literal([0, 1, 2]),
});

export const will = z.object({
  clientId: z.string(),
  topic: z.string(),
  payload: base64,
  payloadBytes: count,
  qos,
  retain: z.boolean(),
  delaySeconds: count,
  state: z.enum(["armed", "delayed"]),
  dueAt: instant.optional(),
  /** Milliseconds until a delayed will is due. */
  dueInMilliseconds: count.optional(),
  cause: willCause.optional(),
});

export const endedWill = z.object({
  at: instant,
  clientId: z.string(),
  topic: z.string(),
  payload: base64,
  payloadBytes: count,
  qos,
  retain: z.boolean(),
  outcome: z.enum(["fired", "cleared"]),
  cause: z.union([willCause, willClearedCause]),
  /** What made one due that was published. */
  due: willDue.optional(),
});

export type Listener = z.infer<typeof listener>;
export type Problem = z.infer<typeof problem>;
export type LimitValue = z.infer<typeof limitValue>;
export type Limits = z.infer<typeof limits>;
export type Counters = z.infer<typeof counters>;
export type Gauges = z.infer<typeof gauges>;
export type BrokerInfo = z.infer<typeof brokerInfo>;
export type Subscription = z.infer<typeof subscription>;
export type Will = z.infer<typeof will>;
export type EndedWill = z.infer<typeof endedWill>;
export type DropReason = z.infer<typeof dropReason>;
export type DisconnectCause = z.infer<typeof disconnectCause>;
