import type { Clock } from "../ports/clock.ts";
import type { Delivery } from "../routing/message.ts";
import type { Session } from "./session.ts";
import type { QueueWalk } from "./waiting-queue.ts";

/** Pages looked at in one turn of the event loop: of a message that only a store has it takes some microseconds. */
const PAGES_PER_TURN = 2;

/** What it costs to turn to one more page, in messages. */
const PAGE_COST = 4;

/** Who goes through a queue. */
export interface Walker {
  /** Whether a message is taken out. */
  readonly isOut: (delivery: Delivery) => boolean;
  /** Asked before each page: there is no more to be done. */
  readonly isOver: () => boolean;
  /** Whether only messages of shared subscriptions are of interest. */
  readonly isForShared: boolean;
}

/**
 * Goes through queues from the front to the end, one walk at a time in each: at once as far as one turn of the event loop may
 * take, and in the next turns from there. What comes and goes meanwhile is looked at or not; nothing is looked past.
 */
export class QueueWalks {
  readonly #clock: Clock;
  readonly #walks = new Map<Session, { readonly walker: Walker; readonly walk: QueueWalk }>();
  readonly #perTurn: number;
  /** Messages that may still be looked at in this turn. */
  #left: number;
  #isWalking = false;

  constructor(clock: Clock, pageMessages: number) {
    this.#clock = clock;
    this.#perTurn = PAGES_PER_TURN * pageMessages;
    this.#left = this.#perTurn;
  }

  /** Begins at the front of a queue, in place of who goes through it. */
  begin(session: Session, walker: Walker): void {
    this.#walks.delete(session);
    this.#walks.set(session, { walker, walk: { after: undefined, isForShared: walker.isForShared } });
    this.#go();
  }

  /** Who goes through a queue and is not at its end. */
  walkerOf(session: Session): Walker | undefined {
    return this.#walks.get(session)?.walker;
  }

  /** As far as this turn may; who is given a message may end a connection, and so begin another walk. */
  #go(): void {
    if (this.#isWalking) return;
    this.#isWalking = true;
    const before = this.#left;
    try {
      for (const session of this.#walks.keys()) {
        while (this.#left > 0 && this.#step(session));
        if (this.#left <= 0) break;
      }
    } finally {
      this.#isWalking = false;
    }
    if (before === this.#perTurn && this.#left < before) this.#clock.after(0, () => this.#nextTurn());
  }

  /** One page; false: there is nothing more to be done. */
  #step(session: Session): boolean {
    const current = this.#walks.get(session);
    if (current === undefined) return false;
    const { walker, walk } = current;
    const looked = walker.isOver() ? 0 : session.queue.walk(walk, walker.isOut);
    if (looked === 0) this.#walks.delete(session);
    else this.#left -= looked + PAGE_COST;
    return looked > 0;
  }

  #nextTurn(): void {
    this.#left = this.#perTurn;
    this.#go();
  }
}
