import type { Run } from "./client.ts";
import type { Publisher } from "./publisher.ts";
import { fanOf } from "./topology.ts";

const PAYLOADS_UNDER_WAY_BYTES = 64 * 1024 * 1024;
/** Publishing goes on when this part of the backlog is free, so that messages come in bulk. */
const FREE_PART = 1 / 4;
const STALL_MILLISECONDS = 1000;
const MILLISECONDS = 1000;

/** Decides who publishes how much when; it is asked whenever something moved. */
export interface Pump {
  pump(now: number): void;
  /** Deliveries that are owed and have not come. */
  readonly owed: number;
}

/** As fast as the broker delivers: a broker need not drop anything to keep up. */
export class Flood implements Pump {
  readonly #run: Run;
  readonly #publishers: readonly Publisher[];
  readonly #fan: number;
  readonly #backlog: number;
  /** Deliveries that are waited for no longer. */
  #writtenOff = 0;
  #deliveredBefore = 0;
  #progressAt = performance.now();
  #first = 0;

  constructor(run: Run, publishers: readonly Publisher[], fan = fanOf(run.plan)) {
    this.#run = run;
    this.#publishers = publishers;
    this.#fan = fan;
    this.#backlog = Math.min(run.plan.backlog, PAYLOADS_UNDER_WAY_BYTES / run.plan.payloadBytes);
  }

  get owed(): number {
    return this.#run.tally.published * this.#fan - this.#run.tally.delivered - this.#writtenOff;
  }

  pump(now: number): void {
    this.#writeOffStalled(now);
    const owed = this.owed;
    const room = this.#backlog - owed;
    if (owed > 0 && room < this.#backlog * FREE_PART) return;
    const publishers = this.#publishers;
    let messages = this.#fan === 0 ? this.#backlog : Math.max(Math.floor(room / this.#fan), owed > 0 ? 0 : 1);
    const share = Math.max(1, Math.floor(messages / publishers.length));
    this.#first++;
    for (let turn = 0; turn < publishers.length && messages > 0; turn++) {
      const publisher = publishers[(this.#first + turn) % publishers.length];
      if (publisher?.mayPublish !== true) continue;
      messages -= publisher.publish(Math.min(share, messages), now);
      publisher.flush();
    }
  }

  #writeOffStalled(now: number): void {
    const { delivered } = this.#run.tally;
    if (delivered !== this.#deliveredBefore || this.owed <= 0) {
      this.#deliveredBefore = delivered;
      this.#progressAt = now;
    } else if (now - this.#progressAt > STALL_MILLISECONDS) {
      this.#writtenOff += this.owed;
      this.#progressAt = now;
    }
  }
}

/**
 * At a fixed rate, whatever the broker does: each message is stamped with the time at which it was due, so that a stall
 * counts for every message it delayed.
 */
export class Steady implements Pump {
  readonly #run: Run;
  readonly #publishers: readonly Publisher[];
  readonly #startedAt = performance.now();
  readonly #turns: Uint32Array;

  constructor(run: Run, publishers: readonly Publisher[]) {
    this.#run = run;
    this.#publishers = publishers;
    this.#turns = new Uint32Array(publishers.length);
  }

  get owed(): number {
    return this.#run.tally.published * fanOf(this.#run.plan) - this.#run.tally.delivered;
  }

  pump(now: number): void {
    const step = MILLISECONDS / this.#run.plan.ratePerSecond;
    for (const [index, publisher] of this.#publishers.entries()) {
      let turn = this.#turns[index] ?? 0;
      const dueOf = (): number => this.#startedAt + (turn * this.#publishers.length + index) * step;
      for (; dueOf() <= now && publisher.mayPublish; turn++) publisher.publish(1, dueOf());
      if (turn !== this.#turns[index]) publisher.flush();
      this.#turns[index] = turn;
    }
  }
}
