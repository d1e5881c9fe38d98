/*
 * One record per node of the topic tree, in pages of typed arrays: a million nodes are sixty-odd buffers instead of a
 * million objects, growing copies nothing, and all that a message touches of a node lies in two cache lines.
 * The two views of a page share one buffer, so a record is an array of 8-byte reals whose tail is read as 4-byte words.
 */
const PAGE_BITS = 14;
const PAGE_NODES = 1 << PAGE_BITS;
const NODE_MASK = PAGE_NODES - 1;

/** Fields of 8 bytes. Counts are reals because they may pass 2^32. */
export const Real = { messageCount: 0, bytesReceived: 1, lastAt: 2, lastAddress: 3 } as const;
/** Fields of 4 bytes. */
export const Word = {
  parent: 8,
  nameOffset: 9,
  nameLength: 10,
  hash: 11,
  /** Topics with a message at and below. */
  topicCount: 12,
  /** Number of the last message on this very topic; 0: none yet. */
  lastIndex: 13,
  /** The oldest message that is still held. */
  oldestIndex: 14,
  /** 0: not retained; else the generation that saw it retained. */
  retainedGeneration: 15,
  rateSlot: 16,
  rateCurrent: 17,
  ratePrevious: 18,
  flags: 19,
} as const;

/** Bits of Word.flags. */
export const Flag = { isSubscribed: 1, isOfSession: 2, isKnown: 3, wantsExpanded: 4 } as const;

const RECORD_WORDS = 20;
const RECORD_REALS = RECORD_WORDS / 2;

type RealField = (typeof Real)[keyof typeof Real];
type WordField = (typeof Word)[keyof typeof Word];

/** The records of all nodes. Ids count from 0 and are never reused. */
export class NodePages {
  readonly #reals: Float64Array[] = [];
  readonly #words: Uint32Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#reals.length * PAGE_NODES * RECORD_WORDS * 4;
  }

  /** A new record, all zero. */
  add(): number {
    if (this.#size === this.#reals.length * PAGE_NODES) {
      const reals = new Float64Array(PAGE_NODES * RECORD_REALS);
      this.#reals.push(reals);
      this.#words.push(new Uint32Array(reals.buffer));
    }
    return this.#size++;
  }

  real(id: number, field: RealField): number {
    return this.#reals[id >>> PAGE_BITS]![(id & NODE_MASK) * RECORD_REALS + field]!;
  }

  setReal(id: number, field: RealField, value: number): void {
    this.#reals[id >>> PAGE_BITS]![(id & NODE_MASK) * RECORD_REALS + field] = value;
  }

  addReal(id: number, field: RealField, value: number): void {
    this.#reals[id >>> PAGE_BITS]![(id & NODE_MASK) * RECORD_REALS + field]! += value;
  }

  word(id: number, field: WordField): number {
    return this.#words[id >>> PAGE_BITS]![(id & NODE_MASK) * RECORD_WORDS + field]!;
  }

  setWord(id: number, field: WordField, value: number): void {
    this.#words[id >>> PAGE_BITS]![(id & NODE_MASK) * RECORD_WORDS + field] = value;
  }

  addWord(id: number, field: WordField, value: number): void {
    this.#words[id >>> PAGE_BITS]![(id & NODE_MASK) * RECORD_WORDS + field]! += value;
  }

  has(id: number, flag: number): boolean {
    return (this.word(id, Word.flags) & flag) !== 0;
  }

  setFlag(id: number, flag: number, isSet: boolean): void {
    const flags = this.word(id, Word.flags);
    this.setWord(id, Word.flags, isSet ? flags | flag : flags & ~flag);
  }
}
