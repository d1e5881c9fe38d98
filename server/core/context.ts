import type { Writer } from "../../protocol/bytes/writer.ts";
import type { PublishView } from "../../protocol/codec/publish.ts";
import type { Packet } from "../../protocol/packets.ts";
import type { Flusher } from "./connection/flusher.ts";
import type { ReceiveQuota } from "./connection/receive-quota.ts";
import type { Slab } from "./connection/slab.ts";
import type { MutableCounters } from "./counters.ts";
import type { IdFights } from "./id-fights.ts";
import type { LoginDelays } from "./login-delays.ts";
import type { MemoryCeiling } from "./memory-ceiling.ts";
import type { Acl, Authenticator, Exchange } from "./ports/access.ts";
import type { Clock } from "./ports/clock.ts";
import type { Limits, ListenerLimits } from "./ports/limits.ts";
import type { BrokerEvent, Observer, WarningCode } from "./ports/observer.ts";
import type { Policy } from "./ports/policy.ts";
import type { Store } from "./ports/store.ts";
import type { Publisher } from "./publisher.ts";
import type { RecoveryLog } from "./recovery-log.ts";
import type { RetainedMessages } from "./routing/retained.ts";
import type { RouteTable } from "./routing/route-table.ts";
import type { TopicTable } from "./routing/topic-table.ts";
import type { Outgoing } from "./session/outgoing.ts";
import type { Link } from "./session/session.ts";
import type { Sessions } from "./sessions.ts";
import type { StoreRoom } from "./store-room.ts";
import type { TotalCounters } from "./totals.ts";
import type { Tracer } from "./trace/tracer.ts";
import type { UserConnections } from "./user-connections.ts";
import type { Wills } from "./wills.ts";

/** Everything a packet handler may use: the outside through ports, and the rooms of the core. */
export interface Context {
  readonly limits: Limits;
  /** Of listeners that have limits of their own, by the listener's name. */
  readonly listenerLimits: ReadonlyMap<string, ListenerLimits>;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly store: Store;
  readonly authenticator: Authenticator;
  readonly acl: Acl;
  readonly observer: Observer;
  readonly createClientId: () => string;
  readonly counters: MutableCounters;
  readonly totals: TotalCounters;
  readonly memory: MemoryCeiling;
  readonly storeRoom: StoreRoom;
  readonly flusher: Flusher;
  readonly slab: Slab;
  readonly topics: TopicTable;
  readonly routes: RouteTable;
  readonly retained: RetainedMessages;
  readonly outgoing: Outgoing;
  readonly publisher: Publisher;
  readonly wills: Wills;
  readonly sessions: Sessions;
  readonly recoveryLog: RecoveryLog;
  readonly users: UserConnections;
  readonly loginDelays: LoginDelays;
  readonly fights: IdFights;
  readonly tracer: Tracer;
  /** The PUBLISH that is being handled; one at a time, so one record serves all. */
  readonly view: PublishView;
  /** Where an answer is encoded before it goes to an outbox; one at a time as well. */
  readonly writer: Writer;
}

/** A client that authenticates anew (MQTT 5.0 §4.12.1). */
export interface Reauthentication {
  readonly exchange: Exchange;
  /** An answer to the client is being found; until it is there the client has nothing to say. */
  isDeciding: boolean;
}

/** A connection as a packet handler sees it. */
export interface ClientLink extends Link {
  /** A bridge of another broker: what it publishes is not sent back to it, and RETAIN is kept for it. */
  readonly isBridge: boolean;
  /** Undefined while the client does not authenticate anew. */
  reauthentication: Reauthentication | undefined;
  readonly quota: ReceiveQuota;
  /** What operators were told of this connection already. */
  warned: Set<WarningCode> | undefined;
  send(packet: Packet): void;
  /** Does what an answer asks for that came later than its packet; an error in it ends the connection as one in a packet. */
  settle(step: () => void): void;
}

/** An event as a handler writes it: the time is added when it is told. */
export type Told = BrokerEvent extends infer E ? (E extends { at: number } ? Omit<E, "at"> : never) : never;

/** Tells the observer. The event is the caller's no more: it gets its time in place, since a copy took 3 % of a connect. */
export function tell(context: Pick<Context, "observer" | "clock">, event: Told): void {
  const timed: Told & { at?: number } = event;
  timed.at = context.clock.now();
  context.observer.onEvent(timed as BrokerEvent);
}
