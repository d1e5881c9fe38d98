import type { RetainHandling, SubscriptionRequest } from "../../../protocol/packets.ts";
import { FIRST_ERROR_CODE } from "../../../protocol/reason-codes.ts";
import { topicFilterError } from "../../../protocol/topics/validate.ts";
import type { Routing } from "../feed.ts";
import { TopicMatcher } from "../filter/topic-matcher.ts";
import type { BaseFilter, BaseFilterState, SubscribeAnswer } from "../messages/connection.ts";
import type { LiveSubscription, LiveSubscriptionState } from "../messages/stream.ts";
import type { TopicIndex } from "../topics/topic-index.ts";

/** Live subscriptions at a time: one bit each in the mask of a message, and identifiers of one byte. */
export const MAXIMUM_LIVE_SUBSCRIPTIONS = 30;
const LAST_IDENTIFIER = 127;
const SEND_AT_SUBSCRIBE: RetainHandling = 0;

/** What the set asks of the connection while there is one. */
export interface SubscriptionWire {
  /** Answers with what the SUBACK says; undefined: the connection ended before. */
  subscribe(request: SubscriptionRequest, identifier: number): Promise<SubscribeAnswer | undefined>;
  unsubscribe(filter: string): void;
}

/** One filter as the broker knows it: a client cannot have the same one twice (MQTT 5.0 §3.8.4). */
interface WireFilter {
  readonly filter: string;
  readonly identifier: number;
  readonly matcher: TopicMatcher;
  base: BaseFilter | undefined;
  live: LiveEntry[];
  answer: SubscribeAnswer | undefined;
}

interface LiveEntry {
  subscription: LiveSubscription;
  readonly bit: number;
  messageCount: number;
}

/** The filters of the tree and those of the Messages view, as subscriptions of one client; and which of them a message came for. */
export class SubscriptionSet implements Routing {
  readonly #index: TopicIndex;
  readonly #onRetelling: (isEverything: boolean) => void;
  readonly #filters = new Map<string, WireFilter>();
  readonly #byIdentifier: (WireFilter | undefined)[] = [];
  readonly #live = new Map<string, LiveEntry>();
  readonly #byBit: (LiveEntry | undefined)[] = [];
  #wire: SubscriptionWire | undefined;
  #lastBit = -1;

  /** `onRetelling`: the broker is about to tell the retained messages of the tree's filters, all or some. */
  constructor(index: TopicIndex, onRetelling: (isEverything: boolean) => void) {
    this.#index = index;
    this.#onRetelling = onRetelling;
  }

  get baseFilters(): readonly BaseFilterState[] {
    return [...this.#filters.values()].flatMap(({ base, answer }) =>
      base ? [{ ...base, ...grantOf(answer) }] : [],
    );
  }

  get liveSubscriptions(): readonly LiveSubscriptionState[] {
    return [...this.#live.values()].map((entry) => this.#stateOf(entry));
  }

  /** A connection is there: everything is subscribed, in the order it was asked for. Undefined: it is gone. */
  attach(wire: SubscriptionWire | undefined): void {
    this.#wire = wire;
    for (const filter of this.#filters.values()) filter.answer = undefined;
    if (!wire) return;
    this.#onRetelling(true);
    for (const filter of this.#filters.values()) this.#subscribe(filter);
  }

  setBase(bases: readonly BaseFilter[]): void {
    for (const known of [...this.#filters.values()]) {
      if (known.base && !bases.some((base) => base.filter === known.filter)) {
        known.base = undefined;
        this.#settle(known);
      }
    }
    for (const base of bases) {
      const known = this.#filterFor(base.filter);
      if (!known || known.base?.qos === base.qos) continue;
      known.base = base;
      this.#subscribeAgain(known);
    }
  }

  /** Adds a live subscription, or changes the one with its key. */
  setLive(subscription: LiveSubscription): void {
    const before = this.#live.get(subscription.key);
    if (before && isOnSameWire(before.subscription, subscription)) {
      before.subscription = subscription;
      return;
    }
    if (before) this.#leave(before);
    const bit = before ? before.bit : this.#freeBit();
    const entry = { subscription, bit, messageCount: before?.messageCount ?? 0 };
    this.#live.set(subscription.key, entry);
    if (bit < 0) return;
    this.#byBit[bit] = entry;
    if (!subscription.isEnabled || topicFilterError(subscription.filter) !== undefined) return;
    const filter = this.#filterFor(subscription.filter);
    filter?.live.push(entry);
    if (filter) this.#subscribeAgain(filter);
  }

  removeLive(key: string): void {
    const entry = this.#live.get(key);
    if (!entry) return;
    this.#live.delete(key);
    if (entry.bit >= 0) this.#byBit[entry.bit] = undefined;
    this.#leave(entry);
  }

  /** The bits of some live subscriptions. */
  maskOfKeys(keys: readonly string[]): number {
    let mask = 0;
    for (const key of keys) mask |= bitMask(this.#live.get(key));
    return mask;
  }

  keysOf(mask: number): readonly string[] {
    return this.#byBit.flatMap((entry) =>
      entry && (mask & bitMask(entry)) !== 0 ? [entry.subscription.key] : [],
    );
  }

  isBaseIdentifier(identifier: number): boolean {
    return this.#byIdentifier[identifier]?.base !== undefined;
  }

  maskOf(identifier: number): number {
    return maskOfFilter(this.#byIdentifier[identifier]);
  }

  maskByFilter(node: number): number {
    if (this.#live.size === 0) return 0;
    let mask = 0;
    for (const filter of this.#filters.values()) {
      if (filter.live.length > 0 && filter.matcher.matches(node)) mask |= maskOfFilter(filter);
    }
    return mask;
  }

  isOfBase(node: number): boolean {
    for (const { base, matcher } of this.#filters.values()) if (base && matcher.matches(node)) return true;
    return false;
  }

  onBrought(mask: number): void {
    for (const entry of this.#byBit) if (entry && (mask & bitMask(entry)) !== 0) entry.messageCount++;
  }

  #stateOf({ subscription, bit, messageCount }: LiveEntry): LiveSubscriptionState {
    const filter = this.#filters.get(subscription.filter);
    const isMerged = (filter?.live.length ?? 0) + (filter?.base ? 1 : 0) > 1;
    const common = { ...subscription, messageCount, isMerged };
    const problem = bit < 0 ? TOO_MANY : invalidFilter(subscription.filter);
    if (problem !== undefined) return { ...common, state: "off", problem };
    if (!subscription.isEnabled) return { ...common, state: "off" };
    return { ...common, ...grantOf(filter?.answer) };
  }

  #filterFor(filter: string): WireFilter | undefined {
    const known = this.#filters.get(filter);
    if (known || topicFilterError(filter) !== undefined) return known;
    let identifier = 1;
    while (this.#byIdentifier[identifier] && identifier < LAST_IDENTIFIER) identifier++;
    const added: WireFilter = {
      filter,
      identifier,
      matcher: new TopicMatcher(this.#index, filter),
      base: undefined,
      live: [],
      answer: undefined,
    };
    this.#filters.set(filter, added);
    this.#byIdentifier[identifier] = added;
    return added;
  }

  #leave(entry: LiveEntry): void {
    const filter = this.#filters.get(entry.subscription.filter);
    if (!filter?.live.includes(entry)) return;
    filter.live = filter.live.filter((other) => other !== entry);
    this.#settle(filter);
  }

  /** Somebody wants the filter no more: others may still, else the broker is told. */
  #settle(filter: WireFilter): void {
    if (filter.base || filter.live.length > 0) return;
    this.#filters.delete(filter.filter);
    this.#byIdentifier[filter.identifier] = undefined;
    this.#wire?.unsubscribe(filter.filter);
  }

  #subscribeAgain(filter: WireFilter): void {
    if (filter.base && this.#wire) this.#onRetelling(false);
    this.#subscribe(filter);
  }

  #subscribe(filter: WireFilter): void {
    const wire = this.#wire;
    if (!wire) return;
    filter.answer = undefined;
    wire.subscribe(requestOf(filter), filter.identifier).then((answer) => {
      if (this.#wire === wire) filter.answer = answer;
    });
  }

  /** The next in turn: messages that the stream still holds keep their old ones. */
  #freeBit(): number {
    for (let step = 1; step <= MAXIMUM_LIVE_SUBSCRIPTIONS; step++) {
      const bit = (this.#lastBit + step) % MAXIMUM_LIVE_SUBSCRIPTIONS;
      if (this.#byBit[bit]) continue;
      this.#lastBit = bit;
      return bit;
    }
    return -1;
  }
}

/** The options that serve all who want the filter. */
function requestOf({ filter, base, live }: WireFilter): SubscriptionRequest {
  const wanted = live.map((entry) => entry.subscription);
  const qos = Math.max(base?.qos ?? 0, ...wanted.map((one) => one.qos)) as 0 | 1 | 2;
  const retainHandling = Math.min(
    ...wanted.map((one) => one.retainHandling),
    base ? SEND_AT_SUBSCRIBE : Number.POSITIVE_INFINITY,
  ) as RetainHandling;
  return {
    filter,
    qos,
    noLocal: !base && wanted.every((one) => one.noLocal),
    retainAsPublished: base !== undefined || wanted.some((one) => one.retainAsPublished),
    retainHandling,
  };
}

const TOO_MANY = { code: "too-many", detail: String(MAXIMUM_LIVE_SUBSCRIPTIONS) } as const;

function invalidFilter(filter: string): LiveSubscriptionState["problem"] {
  const detail = topicFilterError(filter);
  return detail === undefined ? undefined : { code: "invalid-filter", detail };
}

function grantOf(
  answer: SubscribeAnswer | undefined,
): Pick<BaseFilterState, "state" | "reasonCode" | "reasonString" | "grantedQoS"> {
  if (answer === undefined) return { state: "waiting" };
  if (answer.reasonCode >= FIRST_ERROR_CODE) return { state: "refused", ...answer };
  return { state: "granted", ...answer, grantedQoS: answer.reasonCode as 0 | 1 | 2 };
}

function maskOfFilter(filter: WireFilter | undefined): number {
  let mask = 0;
  for (const entry of filter?.live ?? []) mask |= bitMask(entry);
  return mask;
}

function bitMask(entry: LiveEntry | undefined): number {
  return entry && entry.bit >= 0 ? 1 << entry.bit : 0;
}

/** True when a change is none to the broker: the colour. */
function isOnSameWire(a: LiveSubscription, b: LiveSubscription): boolean {
  return (
    a.filter === b.filter &&
    a.qos === b.qos &&
    a.noLocal === b.noLocal &&
    a.retainAsPublished === b.retainAsPublished &&
    a.retainHandling === b.retainHandling &&
    a.isEnabled === b.isEnabled
  );
}
