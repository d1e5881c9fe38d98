import type { Subscription } from "../session/subscription.ts";

/** How soon a member can have a message; the lower, the better. */
export const Prospect = {
  /** It is sent to it at once. */
  Now: 0,
  /** Its client is there, and other messages wait before it. */
  Later: 1,
  /** It waits for its client to come back. */
  OnReturn: 2,
  /** Its queue is full, and what has waited longest is dropped for it. */
  Displacing: 3,
  /** A limit, a right, or QoS 0 while its client is away would drop it. */
  Never: 4,
} as const;
export type Prospect = (typeof Prospect)[keyof typeof Prospect];

/** Of many members that are all busy no more are asked for each message, once one is found that can have it later. */
const MAXIMUM_ASKED = 16;

/** The subscriptions of one `$share/name/filter`: each message goes to one of them (MQTT 5.0 §4.8.2). */
export class SharedGroup {
  readonly shareName: string;
  readonly #members = new Set<Subscription>();
  #order: Subscription[] | undefined;
  #next = 0;

  constructor(shareName: string) {
    this.shareName = shareName;
  }

  get size(): number {
    return this.#members.size;
  }

  get members(): Iterable<Subscription> {
    return this.#members;
  }

  add(subscription: Subscription): void {
    this.#members.add(subscription);
    this.#order = undefined;
  }

  remove(subscription: Subscription): void {
    this.#members.delete(subscription);
    this.#order = undefined;
  }

  /**
   * Who gets a message: in turn, those first who can have it soonest; `prospectOf` says how soon that is. Undefined if
   * nobody's prospect is `worst` or better.
   */
  next<M>(
    prospectOf: (member: Subscription, message: M) => Prospect,
    message: M,
    worst: Prospect,
  ): Subscription | undefined {
    this.#order ??= [...this.#members];
    const order = this.#order;
    const first = this.#next;
    let chosen = -1;
    let best: number = worst + 1;
    for (let asked = 0; asked < order.length; asked++) {
      if (asked >= MAXIMUM_ASKED && best === Prospect.Later) break;
      const at = (first + asked) % order.length;
      const prospect = prospectOf(order[at] as Subscription, message);
      if (prospect >= best) continue;
      chosen = at;
      best = prospect;
      if (prospect === Prospect.Now) break;
    }
    if (chosen < 0) return undefined;
    this.#next = (chosen + 1) % order.length;
    return order[chosen];
  }
}
