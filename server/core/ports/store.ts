import type { QoS, SubscriptionOptions } from "../../../protocol/packets.ts";
import type { EndedWillRecord } from "./ended-will.ts";
import type { WillCause } from "./observer.ts";
import type { StoreDamage, StoreStatus } from "./store-status.ts";

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

/** A message in the queue of one session. */
export interface WaitingMessage {
  readonly place: number;
  readonly message: StoredMessage;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly subscriptionIdentifiers: readonly number[];
  readonly sharedFilter?: string | undefined;
}

/** An outgoing message of QoS 1 or 2 that was not finished when the process ended. */
export interface RecoveredDelivery extends Omit<WaitingMessage, "message"> {
  /** Undefined once it is released: only its packet id is needed. */
  readonly message: StoredMessage | undefined;
  readonly packetId: number;
  readonly state: DeliveryState;
}

/** What waits in a queue, without the messages themselves. */
export interface WaitingSummary {
  readonly messages: number;
  /** Of topics, properties and payloads. */
  readonly bytes: number;
  /** When the first of them expires, milliseconds since the epoch; undefined: none does. */
  readonly expiresAt: number | undefined;
  /** Some of them are by a shared subscription. */
  readonly isShared: boolean;
  /** They have higher places than this one: a session begins its deliveries in the order of its queue. */
  readonly afterPlace: number;
}

/** A durable session as it is found after a start. */
export interface RecoveredSession {
  readonly clientId: string;
  readonly userName: string | undefined;
  readonly expirySeconds: number;
  /** Milliseconds since the epoch; undefined: it was connected when the process ended. */
  readonly leftAt: number | undefined;
  readonly subscriptions: readonly StoredSubscription[];
  readonly receivedPacketIds: readonly number[];
  /** Sent and not finished, in the order in which it was queued. */
  readonly deliveries: readonly RecoveredDelivery[];
  /** What waits behind them; `Store.waiting` reads it. */
  readonly waiting: WaitingSummary;
  readonly will: StoredWill | undefined;
}

/** A retained message that a start has found, and not read: of a million of them most are asked for by nobody soon. */
export interface RecoveredRetained {
  readonly topic: string;
  /** Of topic, properties and payload. */
  readonly bytes: number;
  /** Of who published it. */
  readonly userName: string | undefined;
  readonly expiresAt: number | undefined;
  readonly unread: UnreadMessage;
}

/** A message in the words of the store. */
export interface UnreadMessage {
  read(): StoredMessage;
}

/** What is taken up in parts, between which the event loop turns. */
export type InParts<T> = AsyncIterable<readonly T[]>;

/** All that a start takes up. */
export interface Recovered {
  /** Undefined: everything was whole. */
  readonly damage?: StoreDamage | undefined;
  readonly sessions: InParts<RecoveredSession>;
  readonly retained: InParts<RecoveredRetained>;
  /** Oldest first. */
  readonly endedWills: Iterable<EndedWillRecord>;
  /** Undefined: nothing was counted yet. */
  readonly totals: StoredTotals | undefined;
  /** The next free message number. */
  readonly nextMessageNumber: number;
  /** The next free place in a queue. */
  readonly nextPlace: number;
}

/** Where what must outlive a connection is kept. */
export interface Store {
  /** False for a store that keeps nothing beyond the process: the core then spares itself the events. */
  readonly isDurable: boolean;
  /** Bytes of changes that stand in memory until they are where they belong: all that a failing store has to hold. */
  readonly heldBytes: number;
  recover(): Promise<Recovered>;
  /**
   * What waits for a session behind a place, in order, so many, or fewer where they are large; only what `onReadable` has told
   * of, or a start has found. What cannot be read is given as a message that has expired, and told to `onUnreadable`.
   */
  waiting(clientId: string, afterPlace: number, limit: number): readonly WaitingMessage[];
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
  /** Queued messages can be read from the store up to this place. */
  onReadable?(place: number): void;
  /** Something cannot be written; nothing is lost, and the store goes on trying. Told once until it has recovered. */
  onFailed(error: Error): void;
  /** Everything can be written again. */
  onRecovered(): void;
  /** Something that is kept cannot be read, or does not fit to what the store is told; it is left as it is, for a start to look at. */
  onUnreadable?(error: Error): void;
}
