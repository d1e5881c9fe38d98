import type { Clock } from "./ports/clock.ts";
import type { Limits } from "./ports/limits.ts";
import type { Memory, MemoryUse } from "./ports/memory.ts";
import type { Observer } from "./ports/observer.ts";

/** How often the memory is looked at, milliseconds. */
const INTERVAL = 250;
/** Garbage is collected for the ceiling's sake no more often than this, milliseconds, … */
const COLLECTION_INTERVAL = 1_000;
/** … and for a twentieth of the time at most. */
const COLLECTION_PAUSES = 20;
/** The part of the JavaScript heap that may be taken, whatever the setting says: at its limit the process dies. */
const HEAP_PART = 0.85;
/** It is left only when so much less is in use, or it would be reached again at once. */
const LEFT_BELOW = 0.9;

/** May wait for one connected client even then: who takes its messages as they come loses none. */
export const WITHOUT_MEMORY_BYTES = 64 * 1024;

/**
 * Whether so much memory is in use that new work is refused, before the process dies of it. What frees memory goes on.
 * Garbage counts until it is collected, so that happens before the ceiling is said to be reached, and again while it is.
 */
export class MemoryCeiling {
  /** Nothing new may take memory now. A field, since it is asked for messages. */
  isReached = false;
  readonly #memory: Memory | undefined;
  readonly #maximum: number;
  readonly #clock: Clock;
  readonly #observer: Observer;
  #collectsAgainAt = Number.NEGATIVE_INFINITY;
  #usedBytes = 0;
  #cancel: (() => void) | undefined = undefined;

  constructor(memory: Memory | undefined, limits: Limits, clock: Clock, observer: Observer) {
    this.#memory = memory;
    this.#maximum = limits.maximumMemoryBytes;
    this.#clock = clock;
    this.#observer = observer;
  }

  /** In use when it was last looked at. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  start(): void {
    const memory = this.#memory;
    if (memory === undefined) return;
    this.#look(memory);
    this.#cancel = this.#clock.after(INTERVAL, () => this.start());
  }

  stop(): void {
    this.#cancel?.();
  }

  #look(memory: Memory): void {
    const bound = this.isReached ? LEFT_BELOW : 1;
    let use = memory.use();
    if (this.#levelOf(use) >= bound && this.#clock.now() >= this.#collectsAgainAt) {
      this.#collect(memory);
      use = memory.use();
    }
    this.#usedBytes = use.usedBytes;
    const isReached = this.#levelOf(use) >= bound;
    if (isReached === this.isReached) return;
    this.isReached = isReached;
    this.#observer.onEvent({ type: "memoryCeiling", at: this.#clock.now(), isReached, ...use });
  }

  /** 1 at the ceiling. */
  #levelOf({ usedBytes, heapBytes, heapLimitBytes }: MemoryUse): number {
    return Math.max(usedBytes / this.#maximum, heapBytes / (heapLimitBytes * HEAP_PART));
  }

  #collect(memory: Memory): void {
    const since = this.#clock.now();
    memory.collect();
    const now = this.#clock.now();
    this.#collectsAgainAt = now + Math.max(COLLECTION_INTERVAL, COLLECTION_PAUSES * (now - since));
  }
}
