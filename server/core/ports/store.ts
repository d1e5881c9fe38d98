import type { QoS, SubscriptionOptions } from "../../../protocol/packets.ts";
import type { EndedWillRecord } from "./ended-will.ts";
import type { WillCause } from "./observer.ts";
import type { SetAsideFile, StoreStatus } from "./store-status.ts";

/** A message as it is kept: everything a later delivery needs, independent of any connection. */
export interface StoredMessage {
  /** The broker's own number of the message, unique for the life of the data directory. */
  readonly number: number;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  /** The MQTT 5 property bytes that pass through: all but alias, expiry and subscription identifiers. */
  readonly properties: Uint8Array;
  /** Milliseconds since the epoch, or undefined: never. */
  readonly expiresAt: number | undefined;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly publisher: Publisher;
}

/** Who published a message. */
export interface Publisher {
  readonly clientId: string;
  readonly userName: string | undefined;
}

/** A delayed or armed will as it is kept. */
export interface StoredWill {
  readonly message: Omit<StoredMessage, "number" | "receivedAt" | "expiresAt"> & {
    /** Seconds, counted from the moment the will is published. */
    readonly messageExpiryInterval: number | undefined;
  };
  /** Seconds. */
  readonly delaySeconds: number;
  /** When a delayed will is due, milliseconds since the epoch; undefined while its client is connected. */
  readonly dueAt: number | undefined;
  /** How its connection ended; undefined while its client is connected. */
  readonly cause?: WillCause | undefined;
}

/** What was counted in the life of a data directory. */
export interface StoredTotals {
  /** When it began, milliseconds since the epoch. */
  readonly since: number;
  /** By the counter's name; one by a reason is `name.reason`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A subscription of a durable session as it is kept. */
export interface StoredSubscription extends SubscriptionOptions {
  readonly filter: string;
  readonly subscriptionIdentifier: number | undefined;
}

/** How far an outgoing QoS 1 or 2 message has come. */
export type DeliveryState = "published" | "released";

/** What the core tells a store, in the order in which it happened; all of one tick becomes safe together. */
export type StoreEvent =
  | {
      readonly type: "sessionStarted";
      readonly clientId: string;
      readonly userName: string | undefined;
      /** 0: it ends with its connection, and only its will is kept, for the case that the process ends first. */
      readonly expirySeconds: number;
    }
  | { readonly type: "sessionExpiryChanged"; readonly clientId: string; readonly expirySeconds: number }
  | { readonly type: "sessionLeft"; readonly clientId: string; readonly at: number }
  | { readonly type: "sessionEnded"; readonly clientId: string }
  | { readonly type: "subscribed"; readonly clientId: string; readonly subscription: StoredSubscription }
  | { readonly type: "unsubscribed"; readonly clientId: string; readonly filter: string }
  | {
      readonly type: "messageQueued";
      readonly clientId: string;
      /** Names this entry, and orders the entries of one session: each is higher than all before it, in every session. */
      readonly place: number;
      readonly message: StoredMessage;
      readonly qos: QoS;
      readonly subscriptionIdentifiers: readonly number[];
      readonly retain: boolean;
      /** The `$share/…` filter by which this session was chosen for it; absent: an ordinary subscription. */
      readonly sharedFilter?: string | undefined;
    }
  | {
      readonly type: "deliveryStarted";
      readonly clientId: string;
      readonly place: number;
      readonly messageNumber: number;
      readonly packetId: number;
    }
  | { readonly type: "deliveryReleased"; readonly clientId: string; readonly packetId: number }
  | { readonly type: "deliveryEnded"; readonly clientId: string; readonly packetId: number }
  | {
      readonly type: "messageDropped";
      readonly clientId: string;
      readonly place: number;
      readonly messageNumber: number;
    }
  | { readonly type: "packetIdReceived"; readonly clientId: string; readonly packetId: number }
  | { readonly type: "packetIdReleased"; readonly clientId: string; readonly packetId: number }
  | { readonly type: "retainedSet"; readonly message: StoredMessage }
  | { readonly type: "retainedCleared"; readonly topic: string }
  | { readonly type: "willArmed"; readonly clientId: string; readonly will: StoredWill }
  | { readonly type: "willEnded"; readonly clientId: string }
  /** For those who look; of these a store keeps the last ones (KEPT_ENDED_WILLS). */
  | { readonly type: "willLogged"; readonly will: EndedWillRecord }
  | { readonly type: "totalsCounted"; readonly totals: StoredTotals };

/** A durable session as it is found after a start. */
export interface RecoveredSession {
  readonly clientId: string;
  readonly userName: string | undefined;
  readonly expirySeconds: number;
  /** Milliseconds since the epoch; undefined: it was connected when the process ended. */
  readonly leftAt: number | undefined;
  readonly subscriptions: readonly StoredSubscription[];
  readonly receivedPacketIds: readonly number[];
  /** In the order in which they were queued. */
  readonly messages: readonly {
    readonly place: number;
    /** Undefined once it is released: only its packet id is needed. The same object for every session that has it. */
    readonly message: StoredMessage | undefined;
    readonly qos: QoS;
    readonly retain: boolean;
    readonly subscriptionIdentifiers: readonly number[];
    readonly sharedFilter?: string | undefined;
    /** Undefined while it only waits. */
    readonly delivery: { readonly packetId: number; readonly state: DeliveryState } | undefined;
  }[];
  readonly will: StoredWill | undefined;
}

/** What a start counts of what is kept. */
export interface StoredCounts {
  readonly sessions: number;
  readonly subscriptions: number;
  readonly queued: number;
  readonly receivedPacketIds: number;
  readonly retained: number;
  readonly wills: number;
}

/** What a start found of damage to what was kept, and what it made of it. */
export interface StoreDamage {
  /** The names under which damaged files lie in the data directory now; none is removed. */
  readonly setAside: readonly string[];
  readonly saved: StoredCounts;
  /** Records of the file that could not be read; undefined: not even their number could. */
  readonly lostRecords: number | undefined;
  /** Batches of the journal that could not be read, at least. */
  readonly lostBatches: number;
  /** What could be read, and was dropped, since what it belongs to is lost; `sessions`: those of which only such was left. */
  readonly dropped: Omit<StoredCounts, "retained">;
  /** Some of what was saved may be older than it was: changed or removed since. */
  readonly mayBeOutdated: boolean;
}

/** All that a start takes up. */
export interface Recovered {
  /** Undefined: everything was whole. */
  readonly damage?: StoreDamage | undefined;
  readonly sessions: Iterable<RecoveredSession>;
  readonly retained: Iterable<StoredMessage>;
  /** Oldest first. */
  readonly endedWills: Iterable<EndedWillRecord>;
  /** Undefined: nothing was counted yet. */
  readonly totals: StoredTotals | undefined;
  /** The next free message number. */
  readonly nextMessageNumber: number;
  /** The next free place in a queue. */
  readonly nextPlace: number;
  /** Damaged files that were found; absent: none. */
  readonly setAside?: readonly SetAsideFile[];
}

/** Where what must outlive a connection is kept. */
export interface Store {
  /** False for a store that keeps nothing beyond the process: the core then spares itself the events. */
  readonly isDurable: boolean;
  /** Bytes of changes that stand in memory until they are where they belong: all that a failing store has to hold. */
  readonly heldBytes: number;
  recover(): Promise<Recovered>;
  /** Adds to the batch of this tick; never blocks, never throws. */
  append(event: StoreEvent): void;
  /**
   * Makes the batch safe. Returns true when it is safe already (or was empty, whatever became of those before);
   * otherwise `onCommitted` of the core is called with `epoch` when it is, and `onFailed` when it cannot be.
   */
  commit(epoch: number): boolean;
  /** Who is told how commits end; set once by the core. */
  listen(listener: StoreListener): void;
  status(): StoreStatus;
  close(): Promise<void>;
}

/** Who hears how commits end. */
export interface StoreListener {
  /** Every batch up to and with `epoch` is safe. */
  onCommitted(epoch: number): void;
  /** Something cannot be written; nothing is lost, and the store goes on trying. Told once until it has recovered. */
  onFailed(error: Error): void;
  /** Everything can be written again. */
  onRecovered(): void;
}
