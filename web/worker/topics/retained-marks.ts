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
  #isPartTold = false;

  constructor(index: TopicIndex) {
    this.#index = index;
  }

  isRetained(id: number): boolean {
    return this.#index.nodes.word(id, Word.retainedGeneration) >= this.#oldestShown;
  }

  /** Whether a retained message with the payload known already may be the broker's repetition, and no news. */
  mayBeToldAgain(id: number): boolean {
    if (!this.isRetained(id)) return false;
    return this.#isPartTold || this.#index.nodes.word(id, Word.retainedGeneration) < this.#generation;
  }

  set(id: number): void {
    this.#index.nodes.setWord(id, Word.retainedGeneration, this.#generation);
  }

  clear(id: number): void {
    this.#index.nodes.setWord(id, Word.retainedGeneration, 0);
  }

  /** A new connection: the broker begins to tell all its retained messages again. */
  beginRetelling(): void {
    this.#generation++;
  }

  /** A SUBSCRIBE on this connection: it begins to tell some of them again. */
  beginPartialRetelling(): void {
    this.#isPartTold = true;
  }

  /** It has told them. */
  endRetelling(): void {
    this.#oldestShown = this.#generation;
    this.#isPartTold = false;
  }
}
