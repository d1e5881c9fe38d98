const PAGE_BITS = 12;
const PAGE_LENGTH = 1 << PAGE_BITS;
const INDEX_MASK = PAGE_LENGTH - 1;
const WORD_BITS = 5;
const BIT_MASK = 31;

/** Things by node id, in pages: growing copies nothing, and a range without things costs one slot. */
export class SparseList<T> {
  readonly #pages: ((T | undefined)[] | undefined)[] = [];

  get(id: number): T | undefined {
    return this.#pages[id >>> PAGE_BITS]?.[id & INDEX_MASK];
  }

  set(id: number, thing: T | undefined): void {
    let page = this.#pages[id >>> PAGE_BITS];
    if (!page) {
      page = new Array<T | undefined>(PAGE_LENGTH);
      this.#pages[id >>> PAGE_BITS] = page;
    }
    page[id & INDEX_MASK] = thing;
  }
}

/** A set of node ids, one bit each. */
export class NodeSet {
  #words = new Uint32Array(PAGE_LENGTH);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(id: number): boolean {
    return ((this.#words[id >>> WORD_BITS] ?? 0) & (1 << (id & BIT_MASK))) !== 0;
  }

  add(id: number): void {
    if (this.has(id)) return;
    const at = id >>> WORD_BITS;
    if (at >= this.#words.length) this.#grow(at);
    this.#words[at]! |= 1 << (id & BIT_MASK);
    this.#size++;
  }

  delete(id: number): void {
    if (!this.has(id)) return;
    this.#words[id >>> WORD_BITS]! &= ~(1 << (id & BIT_MASK));
    this.#size--;
  }

  #grow(at: number): void {
    const larger = new Uint32Array(Math.max(this.#words.length * 2, at + 1));
    larger.set(this.#words);
    this.#words = larger;
  }
}
