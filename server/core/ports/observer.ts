import type { ProtocolVersion, QoS } from "../../../protocol/packets.ts";
import type { MemoryUse } from "./memory.ts";
import type { StoreDamage } from "./store-status.ts";
import type { TraceEnd } from "./trace.ts";
import type { Peer } from "./wire.ts";

/** Why a network connection ended. */
export type DisconnectCause =
  | "normal"
  | "disconnect-with-will"
  | "connection-lost"
  | "keep-alive-timeout"
  | "protocol-error"
  | "re-authentication-failed"
  | "taken-over"
  | "administrative"
  | "session-ended"
  | "server-shutdown"
  | "internal-error";

/** Why a session is over. */
export type SessionEnd = "expired" | "clean-start" | "disconnected" | "administrative";

/** Why a will is published, or waits to be: how its connection ended. */
export type WillCause = Exclude<DisconnectCause, "normal">;

/** What made it due: that its connection ended, that its delay was over, or that its session ended before that. */
export type WillDue = "at-once" | "delay-elapsed" | "session-ended";

/** Why an armed or delayed will will never be published. */
export type WillClearedCause = "normal" | "client-returned" | "deleted";

/** Why a message did not reach one client. */
export type DropReason =
  | "queue-full"
  | "queue-bytes-full"
  | "all-queues-full"
  | "all-queues-bytes-full"
  | "memory-full"
  | "store-full"
  | "outbox-full"
  | "packet-too-large"
  | "expired"
  | "not-authorized"
  | "session-ended"
  | "offline-qos-0";

/** A limit of the retained messages, by its setting. */
export type RetainedLimit =
  | "maximum-retained-messages"
  | "maximum-retained-bytes"
  | "maximum-retained-messages-per-user"
  | "maximum-retained-bytes-per-user";

/** A limit of what waits for clients, by its setting. */
export type QueuedLimit =
  | "maximum-queued-messages"
  | "maximum-queued-bytes"
  | "maximum-total-queued-messages"
  | "maximum-total-queued-bytes";

/** A limit or a rule that keeps clients out, or slows them, by its setting; {@link DropReason} is for messages on their way out. */
export type HeldBackBy =
  | "maximum-connections"
  | "maximum-pending-connections"
  | "maximum-connections-per-address"
  | "maximum-connections-per-user"
  | "maximum-connects-per-second"
  | "maximum-login-delay-seconds"
  | "maximum-messages-per-second"
  | "maximum-bytes-per-second"
  | "contested-client-id"
  | "maximum-memory-bytes"
  | "maximum-uncommitted-bytes"
  | RetainedLimit
  | QueuedLimit
  | "client-id-patterns"
  | "client-id-prefix-by-user"
  | "user-name-as-client-id";

/** What a client does that it may not, and is let go on with (docs/errors.md). */
export type WarningCode = "receive-maximum-exceeded" | "rate-exceeded" | "client-id-contested";

/** Why a CONNECT did not lead to a session, or a connection never sent one. */
export interface Refusal {
  readonly clientId: string | undefined;
  readonly userName: string | undefined;
  readonly peer: Peer;
  readonly reasonCode: number;
  readonly reason: string;
}

/** What happens inside. `at` is milliseconds since the epoch. */
export type BrokerEvent = { readonly at: number } & (
  | {
      readonly type: "clientConnected";
      readonly clientId: string;
      readonly userName: string | undefined;
      readonly version: ProtocolVersion;
      readonly peer: Peer;
      readonly sessionPresent: boolean;
      readonly cleanStart: boolean;
    }
  | ({ readonly type: "clientRefused" } & Refusal)
  | {
      readonly type: "clientDisconnected";
      readonly clientId: string;
      readonly cause: DisconnectCause;
      readonly reasonCode: number | undefined;
      readonly detail: string;
    }
  /** So many logins from an address have failed that those from it wait from now on. */
  | { readonly type: "loginsSlowed"; readonly address: string; readonly failures: number }
  /** So much memory is in use that new work is refused, or no longer so much. */
  | ({ readonly type: "memoryCeiling"; readonly isReached: boolean } & MemoryUse)
  | { readonly type: "clientTakenOver"; readonly clientId: string; readonly from: Peer; readonly by: Peer }
  | {
      readonly type: "clientWarned";
      readonly clientId: string;
      readonly code: WarningCode;
      readonly detail: string;
    }
  | { readonly type: "sessionCreated"; readonly clientId: string }
  | { readonly type: "sessionResumed"; readonly clientId: string; readonly queued: number }
  | {
      readonly type: "sessionEnded";
      readonly clientId: string;
      readonly why: SessionEnd;
    }
  | { readonly type: "subscribed"; readonly clientId: string; readonly filter: string; readonly qos: QoS }
  | { readonly type: "unsubscribed"; readonly clientId: string; readonly filter: string }
  | {
      readonly type: "subscriptionRefused";
      readonly clientId: string;
      readonly filter: string;
      readonly reasonCode: number;
      readonly reason: string;
    }
  | {
      readonly type: "publishRefused";
      readonly clientId: string;
      readonly topic: string;
      readonly reasonCode: number;
      readonly reason: string;
      /** The first of those whose queues have no room, where that is the reason. */
      readonly fullClientId?: string;
    }
  | {
      readonly type: "retainedSet";
      readonly topic: string;
      readonly clientId: string;
      readonly payloadBytes: number;
    }
  | { readonly type: "retainedCleared"; readonly topic: string; readonly clientId: string | undefined }
  /** An operator has put back what was cleared; no subscriber gets a message. */
  | { readonly type: "retainedRestored"; readonly topic: string }
  | {
      readonly type: "willArmed";
      readonly clientId: string;
      readonly topic: string;
      readonly delaySeconds: number;
    }
  | {
      readonly type: "willDelayed";
      readonly clientId: string;
      readonly topic: string;
      readonly dueAt: number;
      readonly cause: WillCause;
    }
  | {
      readonly type: "willFired";
      readonly clientId: string;
      readonly topic: string;
      readonly cause: WillCause;
      readonly due: WillDue;
    }
  | {
      readonly type: "willCleared";
      readonly clientId: string;
      readonly topic: string;
      readonly cause: WillClearedCause;
    }
  | {
      readonly type: "messageReceived";
      readonly clientId: string;
      readonly topic: string;
      readonly qos: QoS;
      readonly retain: boolean;
      readonly payloadBytes: number;
    }
  | {
      readonly type: "messageDelivered";
      readonly clientId: string;
      readonly topic: string;
      readonly qos: QoS;
    }
  | {
      readonly type: "messageDropped";
      readonly clientId: string;
      readonly topic: string;
      readonly reason: DropReason;
      readonly limit: string | undefined;
    }
  | {
      /** What the start took up of what the store had kept. */
      readonly type: "recovered";
      readonly sessions: number;
      readonly retained: number;
      /** Messages that wait, or were sent and not acknowledged. */
      readonly queued: number;
      readonly milliseconds: number;
    }
  | {
      /** So many things that the store had kept could not be taken up at the start. */
      readonly type: "recoveryIncomplete";
      readonly retained: number;
      readonly queued: number;
      readonly wills: number;
      readonly reason: string;
    }
  | {
      /** Something of what was kept was damaged; the files were set aside, and what could be read is taken up. */
      readonly type: "storeDamaged";
      readonly damage: StoreDamage;
    }
  /** Somebody begins to look at packets. */
  | {
      readonly type: "traceStarted";
      readonly startedBy: string | undefined;
      readonly clients: readonly string[];
      readonly topics: readonly string[];
      readonly endsAt: number;
    }
  | {
      readonly type: "traceEnded";
      readonly why: TraceEnd;
      readonly keptPackets: number;
      readonly droppedPackets: number;
    }
  | { readonly type: "storeFailed"; readonly message: string }
  | { readonly type: "storeRecovered" }
  /** Something that the store keeps cannot be read; the next start sets it aside. */
  | { readonly type: "storeUnreadable"; readonly message: string }
  | { readonly type: "internalError"; readonly clientId: string | undefined; readonly error: Error }
);

/** Somebody who looks inside. */
export interface Observer {
  /** True while somebody wants an event for each message; without it `messageReceived` and `messageDelivered` are never made. */
  readonly wantsMessages: boolean;
  onEvent(event: BrokerEvent): void;
}
