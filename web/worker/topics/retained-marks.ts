import { Word } from "./node-pages.ts";
import type { TopicIndex } from "./topic-index.ts";

/**
 * Which topics have a retained message now. A message with the RETAIN flag sets or, when empty, clears the mark, others
 * leave it as it is (MQTT 5.0 §3.3.1.3 with Retain As Published). After a reconnect the broker tells its retained messages
 * again: until that is over the old marks stay visible, then those that were not confirmed are gone.
 */
export class RetainedMarks {
  readonly #index: TopicIndex;
  #generation = 1;
  #oldestShown = 1;

  constructor(index: TopicIndex) {
    this.#index = index;
  }

  isRetained(id: number): boolean {
    return this.#index.nodes.word(id, Word.retainedGeneration) >= this.#oldestShown;
  }

  /** Marked before the reconnect, and not heard of since. */
  isUnconfirmed(id: number): boolean {
    return this.isRetained(id) && this.#index.nodes.word(id, Word.retainedGeneration) < this.#generation;
  }

  set(id: number): void {
    this.#index.nodes.setWord(id, Word.retainedGeneration, this.#generation);
  }

  clear(id: number): void {
    this.#index.nodes.setWord(id, Word.retainedGeneration, 0);
  }

  /** The broker begins to tell all its retained messages again. */
  beginRetelling(): void {
    this.#generation++;
  }

  /** It has told them all. */
  endRetelling(): void {
    this.#oldestShown = this.#generation;
  }
}
