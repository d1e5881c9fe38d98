import type { Clock } from "../ports/clock.ts";
import { ExpiryHeap } from "../routing/expiry-heap.ts";
import { NEVER } from "../routing/message.ts";
import { SweepTimer } from "../sweep-timer.ts";
import type { Session } from "./session.ts";

/** Pages looked at in one turn of the event loop: of a message that only a store has it takes some microseconds. */
const PAGES_PER_TURN = 2;
/** What it costs to turn to one more queue, in messages. */
const QUEUE_COST = 4;
/** Between two turns, milliseconds: what nobody waits for takes a small part of the time, however much expires. */
const PAUSE_MILLISECONDS = 20;

/** Takes what has expired out of queues that nobody looks at (MQTT 5.0 §3.3.2.3.3). */
export class QueueSweep {
  readonly #expiring = new ExpiryHeap<Session>(({ queueExpiresAt }) => queueExpiresAt);
  readonly #dropSome: (session: Session) => number;
  readonly #timer: SweepTimer;
  readonly #perTurn: number;

  /** `dropSome` drops what has expired of a page of a queue, says anew when the next expires, and returns how many messages it looked at. */
  constructor(clock: Clock, pageMessages: number, dropSome: (session: Session) => number) {
    this.#perTurn = PAGES_PER_TURN * pageMessages;
    this.#dropSome = dropSome;
    this.#timer = new SweepTimer(clock, PAUSE_MILLISECONDS, (now) => this.#sweep(now));
  }

  /** Nothing that waits for the session expires before this, milliseconds since the epoch. */
  expect(session: Session, expiresAt: number): void {
    this.#expiring.remove(session);
    session.queueExpiresAt = expiresAt;
    if (expiresAt === NEVER) return;
    this.#expiring.add(session);
    this.#timer.ask(expiresAt);
  }

  #sweep(now: number): number {
    let left = this.#perTurn;
    let { first } = this.#expiring;
    for (; first !== undefined && first.queueExpiresAt <= now && left > 0; first = this.#expiring.first)
      left -= QUEUE_COST + this.#dropSome(first);
    return first?.queueExpiresAt ?? NEVER;
  }
}
