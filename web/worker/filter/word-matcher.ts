import type { TopicIndex } from "../topics/topic-index.ts";

const LONGEST_TOPIC_BYTES = 65_536;
const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
const TO_LOWER = 0x20;
const FIRST_BEYOND_ASCII = 0x80;

/** Tells whether the topics of nodes contain words, in any case, from the bytes of their names. */
export class WordMatcher {
  readonly #index: TopicIndex;
  readonly #words: readonly string[];
  readonly #wordBytes: readonly Uint8Array[];
  readonly #isAscii: boolean;
  readonly #scratch = new Uint8Array(LONGEST_TOPIC_BYTES);

  /** `words` in lower case. */
  constructor(index: TopicIndex, words: readonly string[]) {
    this.#index = index;
    this.#words = words;
    this.#wordBytes = words.map((word) => new TextEncoder().encode(word));
    this.#isAscii = this.#wordBytes.every((bytes) => bytes.every((byte) => byte < FIRST_BEYOND_ASCII));
  }

  matches(id: number): boolean {
    if (this.#words.length === 0) return true;
    if (!this.#isAscii) {
      const path = this.#index.path(id).toLowerCase();
      return this.#words.every((word) => path.includes(word));
    }
    const scratch = this.#scratch;
    const start = this.#index.pathBefore(id, scratch);
    if (start < 0) return false;
    lowerCase(scratch, start);
    for (const word of this.#wordBytes) if (!contains(scratch, start, word)) return false;
    return true;
  }
}

function lowerCase(bytes: Uint8Array, start: number): void {
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte >= UPPER_A && byte <= UPPER_Z) bytes[i] = byte | TO_LOWER;
  }
}

function contains(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  const last = bytes.length - word.length;
  for (let at = start; at <= last; at++) {
    let n = 0;
    while (n < word.length && bytes[at + n] === word[n]) n++;
    if (n === word.length) return true;
  }
  return false;
}
