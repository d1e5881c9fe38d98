import type { Limits } from "./ports/limits.ts";
import type { Store } from "./ports/store.ts";

/** Why something is refused that would have to be stored. */
export const NO_STORE_ROOM = "the store cannot write, and holds as much as may (maximum-uncommitted-bytes)";

/**
 * Whether a store that cannot write holds so much in memory already that nothing more is taken that it would have to keep.
 * What is not to be kept goes on meanwhile, and what takes away.
 */
export class StoreRoom {
  /** Nothing new may be stored now. A field, since it is asked for messages. */
  isFull = false;
  readonly #store: Pick<Store, "heldBytes">;
  readonly #maximum: number;
  #isFailing = false;

  constructor(store: Pick<Store, "heldBytes">, { maximumUncommittedBytes }: Limits) {
    this.#store = store;
    this.#maximum = maximumUncommittedBytes;
  }

  /** The store says that it cannot write. */
  failed(): void {
    this.#isFailing = true;
    this.look();
  }

  /** It writes again. */
  recovered(): void {
    this.#isFailing = false;
    this.isFull = false;
  }

  /**
   * Weighs anew what the store holds: before something new is decided, and not while it is done, or a message would go to the
   * first of its subscribers and not to the others.
   */
  look(): void {
    if (this.#isFailing) this.isFull = this.#store.heldBytes >= this.#maximum;
  }
}
