import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import type { Outbox } from "./outbox.ts";

/**
 * Ends each tick: makes what it changed safe with one commit for all clients, then lets every outbox that has something
 * write once. With a store that commits later, an outbox holds back from its first gated packet on.
 */
export class Flusher {
  readonly #clock: Clock;
  readonly #store: Pick<Store, "commit">;
  readonly #endTick = (): void => this.#end();
  #dirty: Outbox[] = [];
  readonly #gated = new Set<Outbox>();
  #isScheduled = false;
  /** The tick that is running: what is gated now waits for the commit of this epoch. */
  epoch = 1;
  /** Every tick up to this one is safe. */
  committedEpoch = 0;
  /** The last tick that the store did not make safe at once. */
  #lastHeldEpoch = 0;
  /** Bytes that wait in all outboxes together. */
  waitingBytes = 0;
  /** How often something was changed that a commit makes safe, in all and before the packet that is being handled. */
  changes = 0;
  #changesBefore = 0;

  constructor(clock: Clock, store: Pick<Store, "commit">) {
    this.#clock = clock;
    this.#store = store;
  }

  /** An outbox has something to write at the end of this tick. */
  add(outbox: Outbox): void {
    this.#dirty.push(outbox);
    this.schedule();
  }

  /** An outbox holds back what waits for a commit. */
  addGated(outbox: Outbox): void {
    this.#gated.add(outbox);
  }

  /** A packet of some client is to be handled. */
  beginPacket(): void {
    this.#changesBefore = this.changes;
  }

  /** Whether the packet that is being handled has changed something that a commit makes safe. */
  get hasPacketChanged(): boolean {
    return this.changes !== this.#changesBefore;
  }

  /** Something was changed that is safe when this tick is. */
  changed(): void {
    this.changes++;
    this.schedule();
  }

  /** There is something to commit or to write at the end of this tick. */
  schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#clock.atEndOfTick(this.#endTick);
  }

  /** The store has made every tick up to `epoch` safe. */
  committed(epoch: number): void {
    // the ticks after the last held one had nothing to make safe, so they are when it is
    const safe = epoch >= this.#lastHeldEpoch ? this.epoch - 1 : epoch;
    this.committedEpoch = Math.max(this.committedEpoch, safe);
    const gated = [...this.#gated];
    this.#gated.clear();
    for (const outbox of gated) outbox.flush();
  }

  #end(): void {
    this.#isScheduled = false;
    const epoch = this.epoch++;
    if (!this.#store.commit(epoch)) this.#lastHeldEpoch = epoch;
    else if (this.committedEpoch >= this.#lastHeldEpoch) this.committedEpoch = epoch;
    this.#flush();
  }

  #flush(): void {
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const outbox of dirty) outbox.flush();
  }
}
