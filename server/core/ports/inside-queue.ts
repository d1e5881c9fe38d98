import type { QoS } from "../../../protocol/packets.ts";
import type { DropReason } from "./observer.ts";
import type { Policy } from "./policy.ts";
import type { Publisher } from "./store.ts";

/** What the id of an entry looks like; a list goes on behind the one that is named. */
export const QUEUE_ENTRY_ID = /^[pmr][1-9]\d{0,15}$/;

/** A message that is a session's: it was sent and is not finished, or waits. */
export interface QueueEntryRecord {
  /** The same as long as the entry is there. */
  readonly id: string;
  readonly qos: QoS;
  /** Undefined: it waits. */
  readonly inflight:
    | { readonly packetId: number; readonly awaits: "PUBACK" | "PUBREC" | "PUBCOMP" }
    | undefined;
  /** Undefined once it is released: only its packet id is needed (MQTT 5.0 §4.3.3). */
  readonly message: QueuedMessageRecord | undefined;
}

/** The message of an entry, with the beginning of its payload. */
export interface QueuedMessageRecord {
  readonly topic: string;
  readonly retain: boolean;
  /** What it weighs against the limits: topic, properties and payload. */
  readonly bytes: number;
  readonly payloadBytes: number;
  readonly payloadStart: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly expiresAt: number | undefined;
  readonly publisher: Publisher;
  readonly subscriptionIdentifiers: readonly number[];
  /** The `$share/…` filter by which the session was chosen for it. */
  readonly sharedFilter: string | undefined;
}

/** A part of what is under way to one session and waits for it, and what bounds the queue. */
export interface SessionQueue {
  /** In the order in which they are finished, or go out. */
  readonly entries: readonly QueueEntryRecord[];
  readonly hasMore: boolean;
  readonly inflight: number;
  readonly waiting: { readonly messages: number; readonly bytes: number };
  /** Of what waits; Infinity: as much as there is. */
  readonly maximum: { readonly messages: number; readonly bytes: number };
  readonly onFullQueue: Policy["onFullQueue"];
  /** The limit that holds back the next message; undefined: it may wait. */
  readonly full: DropReason | undefined;
  /** What a full queue costs: the message that comes, the one that has waited longest, or none, since its publisher is refused. */
  readonly nextToDrop: "arriving" | "oldest" | "none";
  /** Of the one that has waited longest; undefined: none waits. */
  readonly oldestId: string | undefined;
}
