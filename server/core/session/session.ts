import { OutboundWindow } from "../../../protocol/flow/outbound-window.ts";
import type { ProtocolVersion } from "../../../protocol/packets.ts";
import type { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { OutboundAliases } from "../connection/outbound-aliases.ts";
import type { Outbox } from "../connection/outbox.ts";
import { noDrops } from "../counters.ts";
import type { Subject } from "../ports/access.ts";
import type { ConnectFlags, DisconnectRecord, WarningRecord } from "../ports/inside.ts";
import type { DisconnectCause, DropReason, WarningCode } from "../ports/observer.ts";
import type { Store } from "../ports/store.ts";
import type { Peer } from "../ports/wire.ts";
import { type Delivery, NEVER } from "../routing/message.ts";
import type { Topic } from "../routing/topic.ts";
import type { Queue } from "./queue.ts";
import type { Replay } from "./replay.ts";
import type { Subscription } from "./subscription.ts";
import { WaitingQueue } from "./waiting-queue.ts";
import type { ArmedWill } from "./will.ts";

/** A session's connection as routing and the session see it; it is gone when the network connection is. */
export interface Link {
  readonly version: ProtocolVersion;
  readonly peer: Peer;
  readonly outbox: Outbox;
  readonly connect: ConnectFlags;
  /** The largest packet the client takes, bytes. */
  readonly maximumPacketBytes: number;
  /** Topics by alias, as this client set them (§3.3.2.3.4); made with the first. */
  aliases: Map<number, Topic> | undefined;
  /** The aliases that the client knows; undefined where it asked for none. */
  readonly outboundAliases: OutboundAliases | undefined;
  /** When the client's last bytes came, milliseconds since the epoch. */
  readonly heardAt: number;
  packetsReceived: number;
  packetsSent: number;
  /** One of the four answers to a PUBLISH, in its shortest form. */
  acknowledge(type: 4 | 5 | 6 | 7, packetId: number, reasonCode: ReasonCode): void;
  /** Ends the connection from the broker's side, with a DISCONNECT where the protocol has one. */
  close(cause: DisconnectCause, reasonCode: number, detail: string): void;
}

/** Session state (MQTT 5.0 §4.1) and what an operator wants to know of it. A plain record; it outlives its links. */
export interface Session extends Subject {
  readonly clientId: string;
  userName: string | undefined;
  /** Undefined while the client is away. */
  link: Link | undefined;
  /** Seconds the session lives without a connection; 0: it ends with the connection. */
  expirySeconds: number;
  /** When the session was last connected or left, milliseconds since the epoch. */
  since: number;
  readonly subscriptions: Map<string, Subscription>;
  /** QoS 1 and 2 messages sent and not finished. */
  readonly window: OutboundWindow<Delivery>;
  /** Packet ids of QoS 2 messages received and not released; made with the first. */
  received: Set<number> | undefined;
  /** Messages that wait for the window, the wire or the client. */
  readonly queue: WaitingQueue;
  queuedBytes: number;
  /** No message in the queue expires before this, milliseconds since the epoch; it may be earlier than the first that does. */
  queueExpiresAt: number;
  /** Retained messages still to be sent for new subscriptions; taken as the wire takes them, so no queue limit applies. */
  replays: Queue<Replay> | undefined;
  will: ArmedWill | undefined;
  /** Undefined while nothing is to be told; see {@link historyOf}. */
  history: SessionHistory | undefined;
  /** The flags of the last connection. */
  lastConnect: ConnectFlags | undefined;
  /** Cancels the timer of the session's expiry. */
  cancelExpiry: (() => void) | undefined;
  /** Milliseconds since the epoch; undefined while connected or for ever. */
  expiresAt: number | undefined;
  /** Ended for good: an old reference to it must not bring it back. */
  hasEnded: boolean;
}

/** What an operator wants to know of what went wrong with a session, or ended. */
export interface SessionHistory {
  readonly drops: Record<DropReason, number>;
  /** How its connections ended, the last first, a few. */
  readonly disconnects: DisconnectRecord[];
  /** What its clients were warned of: the last of each kind, the newest at the end. */
  readonly warnings: Map<WarningCode, WarningRecord>;
}

/** The history of a session, begun with the first that is to be told: most that are connected have none, and it takes 500 bytes. */
export function historyOf(session: Session): SessionHistory {
  session.history ??= createHistory();
  return session.history;
}

/** A history in which nothing has happened. */
export function createHistory(): SessionHistory {
  return { drops: noDrops(), disconnects: [], warnings: new Map() };
}

/** A session that has just begun (§3.1.2.4); its queue lies in memory, unless another one is given. */
export function createSession(
  clientId: string,
  userName: string | undefined,
  maximumInflight: number,
  now: number,
  queue = new WaitingQueue(() => []),
): Session {
  return {
    clientId,
    userName,
    link: undefined,
    expirySeconds: 0,
    since: now,
    subscriptions: new Map(),
    window: new OutboundWindow(maximumInflight),
    received: undefined,
    queue,
    queuedBytes: 0,
    queueExpiresAt: NEVER,
    replays: undefined,
    will: undefined,
    history: undefined,
    lastConnect: undefined,
    cancelExpiry: undefined,
    expiresAt: undefined,
    hasEnded: false,
  };
}

/** True when the session outlives its connection: its subscriptions are durable and messages queue for it. */
export function isDurable(session: Session): boolean {
  return session.expirySeconds > 0;
}

/** Whether what becomes of the session is to be told to the store. */
export function isStored(session: Session, store: Pick<Store, "isDurable">): boolean {
  return store.isDurable && isDurable(session);
}
