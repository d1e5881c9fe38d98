import type { Flusher } from "./connection/flusher.ts";

type Epochs = Pick<Flusher, "epoch" | "committedEpoch">;

/** Durable sessions that have ended, as far as that is not safe yet: a start would find them again. */
export class UnsafeEnds {
  readonly #epochs = new Map<string, number>();
  #last = 0;

  /** One has ended in this tick. */
  add(clientId: string, { epoch, committedEpoch }: Epochs): void {
    if (this.#last <= committedEpoch) this.#epochs.clear();
    this.#last = epoch;
    this.#epochs.set(clientId, epoch);
  }

  has(clientId: string, { committedEpoch }: Epochs): boolean {
    return (this.#epochs.get(clientId) ?? 0) > committedEpoch;
  }
}
