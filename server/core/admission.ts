import { ReasonCode } from "../../protocol/reason-codes.ts";
import { addressGroup, isLoopbackAddress } from "./connection/address-group.ts";
import type { Connection } from "./connection/connection.ts";
import { TokenBucket } from "./connection/token-bucket.ts";
import type { Context } from "./context.ts";
import type { MutableCounters } from "./counters.ts";
import type { MemoryCeiling } from "./memory-ceiling.ts";
import type { Clock } from "./ports/clock.ts";
import type { Limits, ListenerLimits } from "./ports/limits.ts";
import type { HeldBackBy } from "./ports/observer.ts";

/** Connections over a limit that are heard at a time, so that their clients can be told why; more are closed at once. */
const TOLD_WHY = 100;
/** Unfinished connects while no memory is left for more. */
const PENDING_WITHOUT_MEMORY = 100;
const MILLISECONDS = 1000;

interface Hindrance {
  readonly limit: HeldBackBy;
  readonly reasonCode: ReasonCode;
  readonly reason: string;
  /** Whether its CONNECT is awaited for an answer that the client understands. */
  readonly isTold: boolean;
}

/** Every network connection, and whether there is room for one more: in all, unfinished, of one address, in one second. */
export class Admission {
  readonly #limits: Limits;
  readonly #listenerLimits: ReadonlyMap<string, ListenerLimits>;
  readonly #clock: Clock;
  readonly #counters: MutableCounters;
  readonly #memory: MemoryCeiling;
  readonly #connections = new Set<Connection>();
  readonly #pending = new Set<Connection>();
  /** Those over a limit whose CONNECT is still awaited. */
  readonly #turnedAway = new Set<Connection>();
  readonly #byAddress = new Map<string, Set<Connection>>();
  /** Of listeners that have limits of their own. */
  readonly #byListener = new Map<string, Set<Connection>>();
  readonly #rate: TokenBucket | undefined;
  readonly #connectTimeout: number;
  #isTimed = false;

  constructor({ limits, listenerLimits, clock, counters, memory }: Context) {
    this.#limits = limits;
    this.#listenerLimits = listenerLimits;
    for (const listener of listenerLimits.keys()) this.#byListener.set(listener, new Set());
    this.#clock = clock;
    this.#counters = counters;
    this.#memory = memory;
    this.#connectTimeout = limits.connectTimeoutSeconds * MILLISECONDS;
    const perSecond = limits.maximumConnectsPerSecond;
    this.#rate = Number.isFinite(perSecond) ? new TokenBucket(perSecond, clock.now()) : undefined;
  }

  get size(): number {
    return this.#connections.size;
  }

  [Symbol.iterator](): Iterator<Connection> {
    return this.#connections.values();
  }

  /** Takes a connection in, or ends it: at once, or as soon as it has said in its CONNECT how it can be told. */
  enter(connection: Connection): void {
    this.#counters.connectionsAccepted++;
    this.#connections.add(connection);
    this.#byListener.get(connection.peer.listener)?.add(connection);
    this.#pending.add(connection);
    if (!this.#isTimed) this.#awaitFirst(connection);
    const hindrance = this.#hindranceOf(connection);
    if (hindrance === undefined) return;
    const { limit, reasonCode, reason, isTold } = hindrance;
    this.#counters.heldBack[limit]++;
    if (isTold && this.#turnedAway.size < TOLD_WHY) {
      this.#turnedAway.add(connection);
      connection.turnedAway = { reasonCode, reason };
    } else connection.refuse(reasonCode, reason, undefined);
  }

  /** It has got in, or will not. */
  settle(connection: Connection): void {
    this.#pending.delete(connection);
    this.#turnedAway.delete(connection);
  }

  leave(connection: Connection): void {
    this.#connections.delete(connection);
    this.#byListener.get(connection.peer.listener)?.delete(connection);
    if (!this.#countsAddress(connection)) return;
    const group = addressGroup(connection.peer.address);
    const others = this.#byAddress.get(group);
    others?.delete(connection);
    if (others?.size === 0) this.#byAddress.delete(group);
  }

  /** Who came first has the least time left to get in, so that one timer serves all. */
  #awaitFirst({ acceptedAt }: Connection): void {
    const left = acceptedAt + this.#connectTimeout - this.#clock.now();
    this.#isTimed = true;
    this.#clock.after(Math.max(0, left), () => {
      this.#isTimed = false;
      this.#endLate();
    });
  }

  #endLate(): void {
    const now = this.#clock.now();
    for (const connection of this.#pending) {
      const passed = now - connection.acceptedAt;
      // less than none has passed when the clock was set back
      if (passed >= 0 && passed < this.#connectTimeout) {
        this.#awaitFirst(connection);
        return;
      }
      connection.timeOut();
    }
  }

  #hindranceOf(connection: Connection): Hindrance | undefined {
    const { maximumConnections, maximumPendingConnections, maximumConnectionsPerAddress } = this.#limits;
    const ofAddress = this.#countsAddress(connection) ? this.#ofAddress(connection) : 0;
    if (ofAddress > maximumConnectionsPerAddress) {
      const reason = `more than ${maximumConnectionsPerAddress} connections of one address (maximum-connections-per-address)`;
      const reasonCode = ReasonCode.QuotaExceeded;
      return { limit: "maximum-connections-per-address", reasonCode, reason, isTold: true };
    }
    if (this.#connections.size > maximumConnections) {
      const reason = `more than ${maximumConnections} connections (maximum-connections)`;
      return { limit: "maximum-connections", reasonCode: ReasonCode.ServerBusy, reason, isTold: false };
    }
    const { listener } = connection.peer;
    const ofListener = this.#listenerLimits.get(listener)?.maximumConnections ?? Number.POSITIVE_INFINITY;
    if ((this.#byListener.get(listener)?.size ?? 0) > ofListener) {
      const reason = `more than ${ofListener} connections at the listener ${listener} (maximum-connections)`;
      return { limit: "maximum-connections", reasonCode: ReasonCode.ServerBusy, reason, isTold: true };
    }
    if (this.#pending.size > maximumPendingConnections) {
      const reason = `more than ${maximumPendingConnections} unfinished connects (maximum-pending-connections)`;
      const reasonCode = ReasonCode.ServerBusy;
      return { limit: "maximum-pending-connections", reasonCode, reason, isTold: false };
    }
    if (this.#memory.isReached && this.#pending.size > PENDING_WITHOUT_MEMORY) {
      const reason = "too much memory is in use (maximum-memory-bytes)";
      const reasonCode = ReasonCode.ServerBusy;
      return { limit: "maximum-memory-bytes", reasonCode, reason, isTold: false };
    }
    return this.#hurry();
  }

  /** Only those who would get in otherwise count: who is kept out by another limit takes nobody's place. */
  #hurry(): Hindrance | undefined {
    if (this.#rate?.hasAny(this.#clock.now()) !== false) {
      this.#rate?.take(1);
      return undefined;
    }
    const reason = `more than ${this.#rate.perSecond} connects in a second (maximum-connects-per-second)`;
    const reasonCode = ReasonCode.ConnectionRateExceeded;
    return { limit: "maximum-connects-per-second", reasonCode, reason, isTold: true };
  }

  #countsAddress({ peer }: Connection): boolean {
    return Number.isFinite(this.#limits.maximumConnectionsPerAddress) && !isLoopbackAddress(peer.address);
  }

  #ofAddress(connection: Connection): number {
    const group = addressGroup(connection.peer.address);
    const others = this.#byAddress.get(group) ?? new Set();
    this.#byAddress.set(group, others);
    return others.add(connection).size;
  }
}
