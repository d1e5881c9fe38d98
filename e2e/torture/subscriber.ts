import type { RequestDone } from "../../protocol/client/client-options.ts";
import { NO_PROPERTIES, type ProtocolVersion, type Publish } from "../../protocol/packets.ts";
import { FIRST_ERROR_CODE } from "../../protocol/reason-codes.ts";
import { parseSharedFilter } from "../../protocol/topics/shared.ts";
import { between, chance, pick, type Random } from "../fuzz/random.ts";
import { Client, type World } from "./client.ts";
import type { Interest, Receiver } from "./receiver.ts";
import { type SessionAnswer, SessionWatch } from "./session-watch.ts";

const NEVER_EXPIRES = 0xff_ff_ff_ff;
const MILLISECONDS = 1_000;
/** Of a thousand steps. */
const CUTS = 8;
const LEAVES = 6;
const TOGGLES = 30;
const PER_MILLE = 1_000;
const MOST_AWAY_MILLISECONDS = 1_200;
/** After a subscription was refused. */
const REFUSED_AWAY_MILLISECONDS = 100;
/** Of a hundred times away, so many outlast the session, where it expires. */
const OUTLASTS = 35;
/** Beyond the expiry: by then the broker must have ended the session. */
const OUTLAST_MILLISECONDS = 2_500;

/** What a subscriber is to be. */
export interface SubscriberPlan {
  readonly id: string;
  readonly version: ProtocolVersion;
  /** Undefined: never. */
  readonly expirySeconds?: number;
  /** Subscribed to all the time. */
  readonly filters: readonly string[];
  /** Subscribed to now and then. */
  readonly passingFilters: readonly string[];
}

/** Has a durable session, comes and goes, subscribes and unsubscribes, and acknowledges whatever it gets. */
export class Subscriber extends Client {
  readonly #plan: SubscriberPlan;
  readonly #receiver: Receiver;
  readonly #session: SessionWatch;
  /** By filter, as it is subscribed to. */
  readonly #interests = new Map<string, Interest>();
  /** Filters for which an answer is awaited. */
  readonly #asked = new Set<string>();
  /** Undefined: none yet, or one that expires. */
  #hasSessionSince: number | undefined;

  constructor(world: World, random: Random, plan: SubscriberPlan, receiver: Receiver) {
    const { id, version, expirySeconds } = plan;
    super(world, random, {
      version,
      clientId: id,
      cleanStart: false,
      keepAliveSeconds: 0,
      ...(version === 5 && { properties: { sessionExpiryInterval: expirySeconds ?? NEVER_EXPIRES } }),
    });
    this.#plan = plan;
    this.#receiver = receiver;
    this.#session = new SessionWatch(expirySeconds ?? Number.POSITIVE_INFINITY, world.timeline);
  }

  get isSettled(): boolean {
    return this.isConnected && this.#asked.size === 0;
  }

  /** What the broker must have, when nothing is under way. */
  get subscriptions(): readonly string[] {
    return [...this.#interests.keys()];
  }

  protected act(): void {
    const { random } = this;
    const chosen = random(PER_MILLE);
    if (chosen < CUTS) this.cut(this.#timeAway());
    else if (chosen < CUTS + LEAVES) this.leave(this.#timeAway());
    else if (chosen < CUTS + LEAVES + TOGGLES) this.#toggle();
  }

  protected override onConnectSent(): void {
    this.#session.connectSent();
  }

  protected override onUnanswered(): void {
    this.#session.unanswered();
  }

  protected onConnected(isSessionPresent: boolean): void {
    this.#resume(this.#session.answered(isSessionPresent));
    for (const filter of this.#plan.filters) if (!this.#isHeld(filter)) this.#subscribe(filter);
    // what was asked before and had no answer is asked again
    for (const [filter, interest] of this.#interests) {
      if (interest.isLeaving) this.#unsubscribe(filter, interest);
      else if (interest.heldSince === undefined && !this.#asked.has(filter)) this.#subscribe(filter);
    }
  }

  protected onDisconnected(at: number): void {
    this.#session.connectionEnded(at);
  }

  protected override onMessage(publish: Publish): void {
    const hand = { clientId: this.id, version: this.#plan.version };
    this.world.ledger.received(this.#receiver, hand, publish);
  }

  /** Files of the broker were damaged, and it says which subscriptions it has now, as `client filter`. */
  takeStock(had: ReadonlySet<string>): void {
    const own = [...had].filter((line) => line.startsWith(`${this.id} `));
    const mayBeGone = this.#plan.expirySeconds !== undefined && own.length === 0;
    for (const [filter, interest] of this.#interests) {
      if (had.has(`${this.id} ${filter}`)) continue;
      const isLost = interest.heldSince !== undefined && !interest.isLeaving && !mayBeGone;
      if (isLost)
        this.world.faults.add("subscription", `the broker lost ${this.id} ${filter}`, { ...interest });
      interest.heldSince = undefined;
    }
    // what it had given up is given up once more
    for (const filter of own.map((line) => line.slice(this.id.length + 1)))
      if (!this.#interests.has(filter)) this.#addInterest(filter).isLeaving = true;
  }

  #resume(answer: SessionAnswer): void {
    const { faults, ledger } = this.world;
    if (answer === "kept") return;
    const session = { heldSince: this.#hasSessionSince };
    this.#hasSessionSince = this.#plan.expirySeconds === undefined ? ledger.next() : undefined;
    if (answer === "lost") {
      faults.add("session lost", `of ${this.id}, with ${this.#interests.size} subscriptions`, session);
      if (!this.#receiver.isShared)
        for (const message of this.#receiver.owed) ledger.lost(this.#receiver, message);
    }
    if (answer === "outlived") faults.add("session outlived its expiry", `of ${this.id}`);
    // what is owed to a group may come by another member
    if (!this.#receiver.isShared) ledger.forgive(this.#receiver);
    if (answer === "unclear") {
      // its subscriptions may be there, and are asked for again
      for (const interest of this.#interests.values()) interest.heldSince = undefined;
      return;
    }
    for (const interest of this.#interests.values()) interest.endedAt = ledger.next();
    this.#interests.clear();
  }

  #timeAway(): number {
    const { expirySeconds } = this.#plan;
    if (expirySeconds === undefined || !chance(this.random, OUTLASTS)) {
      return between(this.random, 1, MOST_AWAY_MILLISECONDS);
    }
    return expirySeconds * MILLISECONDS + OUTLAST_MILLISECONDS;
  }

  #toggle(): void {
    if (this.#plan.passingFilters.length === 0) return;
    const filter = pick(this.random, this.#plan.passingFilters);
    if (this.#asked.has(filter)) return;
    const interest = this.#interests.get(filter);
    if (interest === undefined) this.#subscribe(filter);
    else this.#unsubscribe(filter, interest);
  }

  #isHeld(filter: string): boolean {
    return this.#interests.get(filter)?.heldSince !== undefined;
  }

  #subscribe(filter: string): void {
    const interest = this.#interests.get(filter) ?? this.#addInterest(filter);
    const { qos } = this.#receiver;
    const options = { filter, qos, noLocal: false, retainAsPublished: false, retainHandling: 2 } as const;
    this.#ask(
      filter,
      (done) => this.mqtt.subscribe([options], NO_PROPERTIES, done),
      () => {
        interest.heldSince = this.world.ledger.next();
      },
    );
  }

  #addInterest(filter: string): Interest {
    const interest = this.#receiver.add(parseSharedFilter(filter)?.filter ?? filter);
    this.#interests.set(filter, interest);
    return interest;
  }

  #unsubscribe(filter: string, interest: Interest): void {
    interest.isLeaving = true;
    this.#ask(
      filter,
      (done) => this.mqtt.unsubscribe([filter], done),
      () => {
        interest.endedAt = this.world.ledger.next();
        this.#interests.delete(filter);
      },
    );
  }

  #ask(filter: string, send: (done: RequestDone) => void, onSuccess: () => void): void {
    this.#asked.add(filter);
    send((reasonCodes) => {
      this.#asked.delete(filter);
      const [reasonCode] = reasonCodes ?? [];
      if (reasonCode === undefined) return; // the connection ended before
      if (reasonCode < FIRST_ERROR_CODE) onSuccess();
      else if (this.world.broker.mayRefuse(reasonCode))
        this.cut(REFUSED_AWAY_MILLISECONDS); // and asks again
      else this.world.faults.add("protocol", `${this.id}: ${filter} was refused with ${reasonCode}`);
    });
  }
}
