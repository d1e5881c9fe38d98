import type { Subscription } from "../session/subscription.ts";

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

  /** Who gets the next message: in turn, those first who are there; else it waits for one of them [5 MQTT-4.8.2-4]. */
  next(): Subscription | undefined {
    this.#order ??= [...this.#members];
    const order = this.#order;
    for (let tried = 0; tried < order.length; tried++) {
      const member = order[(this.#next + tried) % order.length] as Subscription;
      if (member.session.link === undefined) continue;
      this.#next = (this.#next + tried + 1) % order.length;
      return member;
    }
    if (order.length === 0) return undefined;
    this.#next = (this.#next + 1) % order.length;
    return order[this.#next];
  }
}
