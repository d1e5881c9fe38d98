import type { ProtocolVersion, QoS, SubscriptionOptions, UserProperty } from "../../../protocol/packets.ts";
import type { EndedWillRecord } from "./ended-will.ts";
import type { SessionQueue } from "./inside-queue.ts";
import type { InsideRights } from "./inside-rights.ts";
import type { Limits } from "./limits.ts";
import type { DisconnectCause, DropReason, HeldBackBy, WarningCode, WillCause } from "./observer.ts";
import type { Policy } from "./policy.ts";
import type { RecoveryReport, StoreStatus } from "./store-status.ts";
import type { InsideTrace } from "./trace.ts";
import type { Peer } from "./wire.ts";

/** Counters since the start; all only grow. */
export interface Counters {
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly packetsReceived: number;
  readonly packetsSent: number;
  readonly publishReceived: number;
  readonly publishSent: number;
  readonly publishBytesReceived: number;
  readonly publishBytesSent: number;
  readonly connectionsAccepted: number;
  readonly connectionsRefused: number;
  readonly sessionsExpired: number;
  readonly willsFired: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** How often each limit that keeps floods out has held somebody back. */
  readonly heldBack: Readonly<Record<HeldBackBy, number>>;
}

/** What was counted in all. */
export interface Totals {
  /** The first start with this data directory, milliseconds since the epoch. */
  readonly since: number;
  readonly counters: Counters;
}

/** Sizes now, each read off the collection it counts. */
export interface Gauges {
  readonly connections: number;
  readonly sessions: number;
  readonly clientsConnected: number;
  readonly clientsMaximum: number;
  readonly subscriptions: number;
  readonly sharedSubscriptions: number;
  readonly retainedMessages: number;
  readonly retainedBytes: number;
  readonly queuedMessages: number;
  readonly queuedBytes: number;
  readonly outboundBytes: number;
  readonly willsArmed: number;
  readonly willsDelayed: number;
  /** Of all data of the process, when it was last looked at. */
  readonly memoryBytes: number;
}

/** The store, and what the start found in it. */
export interface StoreInfo extends StoreStatus {
  /** Undefined: nothing was kept that could be taken up. */
  readonly recovery: RecoveryReport | undefined;
}

/** The broker at a glance. */
export interface BrokerInfo {
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly limits: Limits;
  /** What gives way when a queue is full. */
  readonly onFullQueue: Policy["onFullQueue"];
  /** Nothing new is taken in (maximum-memory-bytes). */
  readonly isMemoryFull: boolean;
  readonly store: StoreInfo;
  readonly counters: Counters;
  /** Undefined where nothing outlives the process. */
  readonly totals: Totals | undefined;
  readonly gauges: Gauges;
}

/** What a client asked for in CONNECT beside what it was granted. */
export interface ConnectFlags {
  readonly version: ProtocolVersion;
  readonly cleanStart: boolean;
  readonly sessionPresent: boolean;
  readonly keepAliveSeconds: number;
  readonly grantedKeepAliveSeconds: number;
  readonly sessionExpirySeconds: number;
  readonly grantedSessionExpirySeconds: number;
  readonly receiveMaximum: number;
  readonly maximumPacketBytes: number | undefined;
  readonly topicAliasMaximum: number;
  readonly requestProblemInformation: boolean;
  readonly requestResponseInformation: boolean;
  readonly userProperties: readonly UserProperty[];
  readonly hasUserName: boolean;
  readonly hasPassword: boolean;
  /** The method of an enhanced authentication (MQTT 5.0 §4.12). */
  readonly authenticationMethod: string | undefined;
  readonly hasWill: boolean;
}

/** A QoS 1 or 2 message on its way out, or a QoS 2 message on its way in. */
export interface InflightRecord {
  readonly packetId: number;
  readonly topic: string | undefined;
  readonly qos: QoS;
  /** The packet that is waited for. */
  readonly awaits: "PUBACK" | "PUBREC" | "PUBCOMP" | "PUBREL";
  readonly payloadBytes: number;
}

/** A subscription with its options and whose it is. */
export interface SubscriptionRecord extends SubscriptionOptions {
  readonly clientId: string;
  readonly filter: string;
  readonly shareName: string | undefined;
  readonly subscriptionIdentifier: number | undefined;
  /** Durable: lives on when the client disconnects. Transient: ends with the connection. */
  readonly isDurable: boolean;
}

/** A will that may still be published. */
export interface WillRecord {
  readonly clientId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly delaySeconds: number;
  readonly state: "armed" | "delayed";
  /** When a delayed will is due, milliseconds since the epoch. */
  readonly dueAt: number | undefined;
  /** Why its connection ended, for a delayed will. */
  readonly cause: WillCause | undefined;
}

/** How a connection ended. */
export interface DisconnectRecord {
  readonly at: number;
  readonly cause: DisconnectCause;
  readonly reasonCode: number | undefined;
  readonly detail: string;
}

/** What a client did that it may not, and was let go on with; the last of its kind. */
export interface WarningRecord {
  readonly at: number;
  readonly code: WarningCode;
  readonly detail: string;
}

/** One row of the list of sessions. */
export interface SessionSummary {
  readonly clientId: string;
  readonly userName: string | undefined;
  readonly isConnected: boolean;
  /** Undefined for a recovered session whose client has not come back yet. */
  readonly connect: ConnectFlags | undefined;
  readonly peer: Peer | undefined;
  readonly isDurable: boolean;
  /** Milliseconds since the epoch: of the connection, or of its end. */
  readonly since: number;
  /** When an away session expires, milliseconds since the epoch; undefined while connected or never. */
  readonly expiresAt: number | undefined;
  readonly subscriptions: number;
  readonly inflightOut: number;
  readonly inflightIn: number;
  readonly queuedMessages: number;
  readonly queuedBytes: number;
  readonly outboundBytes: number;
  readonly dropped: number;
  readonly will: "none" | "armed" | "delayed";
  readonly lastDisconnect: DisconnectRecord | undefined;
  readonly packetsReceived: number;
  readonly packetsSent: number;
}

/** A session in full. */
export interface SessionDetail extends SessionSummary {
  readonly subscriptionList: readonly SubscriptionRecord[];
  readonly inflightOutList: readonly InflightRecord[];
  readonly inflightInList: readonly InflightRecord[];
  /** Topic aliases in use on its connection: set by the client, and given to it. */
  readonly topicAliases: { readonly inbound: number; readonly outbound: number };
  readonly willRecord: WillRecord | undefined;
  readonly dropsByReason: Readonly<Record<DropReason, number>>;
  readonly disconnects: readonly DisconnectRecord[];
  /** The last of each kind, the newest first. */
  readonly warnings: readonly WarningRecord[];
}

/** A retained message with its author. */
export interface RetainedRecord {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly receivedAt: number;
  readonly expiresAt: number | undefined;
  readonly publisherClientId: string;
  readonly publisherUserName: string | undefined;
  /** The MQTT 5 property bytes of the message; decode with the codec. */
  readonly properties: Uint8Array;
}

/** A message published by the broker itself, for the inside API. */
export interface InsidePublish {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
}

/** What only the broker knows, and what an operator may do to it. Lists are live iterators: take what you need. */
export interface Inside {
  info(): BrokerInfo;
  sessions(): Iterable<SessionSummary>;
  session(clientId: string): SessionDetail | undefined;
  /** So much of its queue, behind the entry with the id `after`; undefined: no such session. */
  queue(clientId: string, after: string | undefined, limit: number): SessionQueue | undefined;
  subscriptions(): Iterable<SubscriptionRecord>;
  /** Subscriptions that a message on `topic` would reach. */
  subscribersOf(topic: string): readonly SubscriptionRecord[];
  /** Retained messages that match `filter`, in no particular order but stable while nothing changes. */
  retained(filter: string): Iterable<RetainedRecord>;
  retainedOn(topic: string): RetainedRecord | undefined;
  wills(): Iterable<WillRecord>;
  /** The last wills that ended, newest first, at most 1,000. */
  endedWills(): readonly EndedWillRecord[];
  readonly rights: InsideRights;
  readonly trace: InsideTrace;
  readonly actions: InsideActions;
}

/** What an operator may do. */
export interface InsideActions {
  /** Sends DISCONNECT 0x98 and closes; its will is published as the specification asks. False: no such client is connected. */
  disconnect(clientId: string): boolean;
  /** Ends the session, its connection included. False: no such session. */
  endSession(clientId: string): boolean;
  /** Clears retained messages without publishing; returns those cleared, for an undo. */
  clearRetained(topics: readonly string[]): readonly RetainedRecord[];
  /** Puts back what was cleared, author, time and properties included. */
  restoreRetained(records: readonly RetainedRecord[]): void;
  /** Returns how many sessions it reached. Throws MqttError for a bad topic. */
  publish(message: InsidePublish): number;
}
