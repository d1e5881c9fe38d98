import { historyOf, type Message } from "./message.ts";
import type { Timeline } from "./timeline.ts";

/** Faults of a kind that are told in full; all are counted. */
const MOST_TOLD = 3;

/** What can be wrong with a broker that says that things are safe. */
export type FaultKind =
  | "lost"
  | "duplicated"
  | "out of order"
  | "invented"
  | "session lost"
  | "session outlived its expiry"
  | "subscription"
  | "retained value"
  | "will"
  | "protocol"
  | "broker";

/** What was found wrong, counted by kind, the first ones with the history of their message. */
export class Faults {
  readonly counts = new Map<FaultKind, number>();
  readonly told: string[] = [];
  readonly #timeline: Timeline;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  get any(): boolean {
    return this.counts.size > 0;
  }

  add(kind: FaultKind, what: string, message?: Message): void {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count > MOST_TOLD) return;
    const history = message === undefined ? [] : historyOf(message, this.#timeline);
    this.told.push([`${kind}: ${what}`, ...history].join("\n    "));
  }
}
