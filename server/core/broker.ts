import { Writer } from "../../protocol/bytes/writer.ts";
import { PublishView } from "../../protocol/codec/publish.ts";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import { Admission } from "./admission.ts";
import { Connection, type ConnectionOwner } from "./connection/connection.ts";
import { Flusher } from "./connection/flusher.ts";
import { redirectCode } from "./connection/goodbye.ts";
import { Slab } from "./connection/slab.ts";
import { type Context, tell } from "./context.ts";
import { createCounters } from "./counters.ts";
import { Drops } from "./drops.ts";
import { IdFights } from "./id-fights.ts";
import { createInside, type InsideSource, readGauges } from "./inside/inside.ts";
import { LoginDelays } from "./login-delays.ts";
import { MemoryCeiling } from "./memory-ceiling.ts";
import type { Acl, Authenticator } from "./ports/access.ts";
import type { Clock } from "./ports/clock.ts";
import type { Inside } from "./ports/inside.ts";
import type { Limits, ListenerLimits } from "./ports/limits.ts";
import type { Memory } from "./ports/memory.ts";
import type { Observer } from "./ports/observer.ts";
import type { Policy } from "./ports/policy.ts";
import type { Store } from "./ports/store.ts";
import type { Accept } from "./ports/wire.ts";
import { Publisher } from "./publisher.ts";
import { recheckRights } from "./recheck-rights.ts";
import { recover } from "./recovery.ts";
import { RecoveryLog } from "./recovery-log.ts";
import { RetainedMessages } from "./routing/retained.ts";
import { RouteTable } from "./routing/route-table.ts";
import { Router } from "./routing/router.ts";
import { TopicTable } from "./routing/topic-table.ts";
import { schedulingStore } from "./scheduling-store.ts";
import { Outgoing } from "./session/outgoing.ts";
import { Sessions } from "./sessions.ts";
import { StoreRoom } from "./store-room.ts";
import { SysTopics } from "./sys-topics.ts";
import { TotalCounters } from "./totals.ts";
import { Tracer } from "./trace/tracer.ts";
import { UserConnections } from "./user-connections.ts";
import { Wills } from "./wills.ts";

/** What a broker is made of. */
export interface BrokerOptions {
  readonly version: string;
  readonly limits: Limits;
  /** Of listeners that have limits of their own, by the listener's name. */
  readonly listenerLimits: ReadonlyMap<string, ListenerLimits>;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly store: Store;
  /** Undefined: nobody looks at how much is in use. */
  readonly memory?: Memory;
  readonly authenticator: Authenticator;
  readonly acl: Acl;
  readonly observer: Observer;
  /** Unique ids for clients that bring none. */
  readonly createClientId: () => string;
  readonly sysIntervalSeconds: number;
  /** Messages of a page of a queue, of which the first is in memory where a store has the rest; undefined: as many as is usual. */
  readonly queuePageMessages?: number;
}

/** A broker without doors: connections come through `accept`, and `inside` shows what it knows. */
export interface Broker {
  readonly accept: Accept;
  readonly inside: Inside;
  /** Takes up what the store kept; connections are accepted from then on. */
  start(): Promise<void>;
  /** Asks the rights of every session anew: they have changed. */
  recheckRights(): void;
  /** Publishes the wills that are due, sends DISCONNECT 0x8B, closes every connection. */
  shutdown(): void;
}

/** Puts the rooms of the core together. */
export function createBroker(options: BrokerOptions): Broker {
  const context = createContext(options);
  const admission = new Admission(context);
  const owner: ConnectionOwner = {
    onSettled: (connection) => admission.settle(connection),
    onClosed: (connection) => admission.leave(connection),
  };
  const source: InsideSource = {
    version: options.version,
    startedAt: options.clock.now(),
    connections: () => admission.size,
  };
  const sysTopics = new SysTopics(context, {
    version: source.version,
    startedAt: source.startedAt,
    intervalSeconds: options.sysIntervalSeconds,
    gauges: () => readGauges(context, source),
  });
  return {
    accept: (wire): Connection => {
      const connection = new Connection(context, wire, owner);
      admission.enter(connection);
      return connection;
    },
    inside: createInside(context, source),
    recheckRights: () => recheckRights(context),
    start: async (): Promise<void> => {
      await recover(context);
      sysTopics.start();
      context.memory.start();
    },
    shutdown: (): void => {
      sysTopics.stop();
      context.memory.stop();
      shutDown(context, [...admission]);
      context.totals.stop();
      context.tracer.stop();
    },
  };
}

function createContext(options: BrokerOptions): Context {
  const { limits, listenerLimits, policy, clock, authenticator, acl, observer, createClientId } = options;
  const { queuePageMessages } = options;
  const counters = createCounters();
  const flusher = new Flusher(clock, options.store);
  const storeRoom = new StoreRoom(options.store, limits);
  const store = schedulingStore(options.store, flusher);
  const slab = new Slab();
  const drops = new Drops(counters, observer, clock);
  const memory = new MemoryCeiling(options.memory, limits, clock, observer);
  const outgoing = new Outgoing({
    limits,
    policy,
    clock,
    store,
    storeRoom,
    counters,
    drops,
    memory,
    queuePageMessages,
  });
  const routes = new RouteTable();
  const topics = new TopicTable(limits);
  const retained = new RetainedMessages(topics);
  const router = new Router({ routes, outgoing, drops, acl, observer, limits, flusher, slab, memory });
  const publisher = new Publisher({
    router,
    routes,
    retained,
    store,
    limits,
    observer,
    clock,
    counters,
    memory,
    storeRoom,
  });
  const wills = new Wills({ publisher, acl, store, clock, observer, counters });
  const sessions: Sessions = new Sessions(() => context, queuePageMessages);
  const context: Context = {
    limits,
    listenerLimits,
    policy,
    clock,
    store,
    authenticator,
    acl,
    observer,
    createClientId,
    counters,
    totals: new TotalCounters({ store, clock, counters }),
    memory,
    storeRoom,
    flusher,
    slab,
    topics,
    routes,
    retained,
    outgoing,
    publisher,
    wills,
    sessions,
    recoveryLog: new RecoveryLog(),
    users: new UserConnections(limits),
    fights: new IdFights(policy, clock),
    loginDelays: new LoginDelays(limits, clock),
    tracer: new Tracer({ clock, limits, policy, observer }),
    view: new PublishView(),
    writer: new Writer(),
  };
  listenToStore(context);
  return context;
}

function listenToStore(context: Context): void {
  context.store.listen({
    onCommitted: (epoch) => context.flusher.committed(epoch),
    onReadable: (place): void => {
      context.storeRoom.look();
      context.outgoing.backlog.readable(place);
    },
    onFailed: ({ message }): void => {
      context.storeRoom.failed();
      tell(context, { type: "storeFailed", message });
    },
    onRecovered: (): void => {
      context.storeRoom.recovered();
      tell(context, { type: "storeRecovered" });
    },
    onUnreadable: ({ message }) => tell(context, { type: "storeUnreadable", message }),
  });
}

/** Wills first, so that those who are still connected see them; then everybody is told (MQTT 5.0 §3.14.2.1, 0x8B). */
function shutDown(context: Context, connections: readonly Connection[]): void {
  context.sessions.prepareShutdown();
  for (const session of [...context.sessions]) {
    context.wills.connectionEnded(session, "server-shutdown");
    // a store that keeps nothing ends the session now, and with it what was waiting [5 MQTT-3.1.2-8]
    if (!context.store.isDurable) context.wills.sessionEnded(session);
  }
  const { redirect } = context.policy;
  const code = redirect === undefined ? ReasonCode.ServerShuttingDown : redirectCode(redirect); // §4.11
  const detail = "the server is shutting down";
  for (const connection of connections) {
    if (connection.isPending) connection.refuse(ReasonCode.ServerShuttingDown, detail, undefined);
    else connection.close("server-shutdown", code, detail);
  }
  if (!context.store.isDurable)
    for (const session of [...context.sessions]) context.sessions.end(session, "administrative");
}
