import { z } from "zod";
import {
  count,
  disconnectCause,
  dropsByReason,
  instant,
  limitValue,
  peer,
  protocolVersion,
  qos,
  subscription,
  warningCode,
  will,
} from "../contract.ts";

/** What CONNECT asked for beside what was granted. */
export const connectFlags = z.object({
  version: protocolVersion,
  cleanStart: z.boolean(),
  sessionPresent: z.boolean(),
  keepAliveSeconds: count,
  grantedKeepAliveSeconds: count,
  sessionExpirySeconds: limitValue,
  grantedSessionExpirySeconds: limitValue,
  receiveMaximum: count,
  maximumPacketBytes: count.optional(),
  topicAliasMaximum: count,
  requestProblemInformation: z.boolean(),
  requestResponseInformation: z.boolean(),
  userProperties: z.array(z.tuple([z.string(), z.string()])),
  hasUserName: z.boolean(),
  hasPassword: z.boolean(),
  /** Of an enhanced authentication, like SCRAM-SHA-256. */
  authenticationMethod: z.string().optional(),
  hasWill: z.boolean(),
});

export const disconnectRecord = z.object({
  at: instant,
  cause: disconnectCause,
  reasonCode: z.number().int().optional(),
  detail: z.string(),
});

/** The last warning of its kind. */
export const warning = z.object({ at: instant, code: warningCode, detail: z.string() });

export const inflight = z.object({
  packetId: z.number().int(),
  topic: z.string().optional(),
  qos,
  awaits: z.enum(["PUBACK", "PUBREC", "PUBCOMP", "PUBREL"]),
  payloadBytes: count,
});

/** One row of the list of sessions. */
export const sessionSummary = z.object({
  clientId: z.string(),
  userName: z.string().optional(),
  isConnected: z.boolean(),
  /** Absent for a recovered session whose client has not come back yet. */
  connect: connectFlags.optional(),
  peer: peer.optional(),
  isDurable: z.boolean(),
  since: instant,
  expiresAt: instant.optional(),
  subscriptions: count,
  inflightOut: count,
  inflightIn: count,
  queuedMessages: count,
  queuedBytes: count,
  outboundBytes: count,
  dropped: count,
  will: z.enum(["none", "armed", "delayed"]),
  lastDisconnect: disconnectRecord.optional(),
  packetsReceived: count,
  packetsSent: count,
});

/** A session in full. */
export const sessionDetail = sessionSummary.extend({
  subscriptionList: z.array(subscription),
  inflightOutList: z.array(inflight),
  inflightInList: z.array(inflight),
  /** Topic aliases in use on its connection: set by the client, and given to it. */
  topicAliases: z.object({ inbound: count, outbound: count }),
  willRecord: will.optional(),
  dropsByReason,
  disconnects: z.array(disconnectRecord),
  warnings: z.array(warning),
});

export type ConnectFlags = z.infer<typeof connectFlags>;
export type DisconnectRecord = z.infer<typeof disconnectRecord>;
export type Warning = z.infer<typeof warning>;
export type Inflight = z.infer<typeof inflight>;
export type SessionSummary = z.infer<typeof sessionSummary>;
export type SessionDetail = z.infer<typeof sessionDetail>;
