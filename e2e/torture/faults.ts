import type { Leeway } from "./leeway.ts";
import { historyOf, type Message } from "./message.ts";
import type { Finding } from "./retained-values.ts";
import type { Timeline } from "./timeline.ts";

/** Faults of a kind that are told in full; all are counted. */
const MOST_TOLD = 3;

/** What can be wrong with a broker that says that things are safe. */
export type FaultKind =
  | "lost"
  | "duplicated"
  | "out of order"
  | "invented"
  | "without subscription"
  | "session lost"
  | "session outlived its expiry"
  | "subscription"
  | "retained value"
  | "will"
  | "protocol"
  | "broker"
  | "contradiction";

/** What a client has from some place in the order of all that happens: a subscription, a session; undefined: not surely. */
export interface Held {
  heldSince: number | undefined;
}

/** What a fault is about, where it is about a thing of its own. */
export type Subject = Message | Finding | Held;

/** What was found wrong, counted by kind, the first ones with the history of their message. */
export class Faults {
  readonly counts = new Map<FaultKind, number>();
  readonly told: string[] = [];
  /** What may be wrong just now, since files were damaged; undefined: nothing. */
  leeway: Leeway | undefined;
  readonly #timeline: Timeline;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  get any(): boolean {
    return this.counts.size > 0;
  }

  add(kind: FaultKind, what: string, about?: Subject): void {
    if (this.leeway?.permits(kind, what, about) === true) return;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count > MOST_TOLD) return;
    const history = about !== undefined && "stream" in about ? historyOf(about, this.#timeline) : [];
    this.told.push([`${kind}: ${what}`, ...history].join("\n    "));
  }
}
