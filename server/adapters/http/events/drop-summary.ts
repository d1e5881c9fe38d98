import type { LiveEvent } from "../contract/events.ts";
import type { DropEvent } from "./live-event.ts";

type DropsEvent = Extract<LiveEvent, { type: "messageDropped" }>;

/** Clients and reasons that are told apart until the next sum is taken; more are told at once. */
const MAXIMUM_SUMS = 1_000;

/** Sums up drops by client and reason: a client that drops a hundred thousand messages a second is one event, not so many. */
export class DropSummary {
  #sums = new Map<string, DropsEvent>();

  /** Returns true when the sums are to be taken now. */
  add(drop: DropEvent): boolean {
    const key = `${drop.reason} ${drop.limit ?? ""} ${drop.clientId}`;
    const count = (this.#sums.get(key)?.count ?? 0) + 1;
    this.#sums.set(key, { ...drop, count });
    return this.#sums.size >= MAXIMUM_SUMS;
  }

  take(): Iterable<DropsEvent> {
    const sums = this.#sums;
    this.#sums = new Map();
    return sums.values();
  }
}
