const TABLE_COUNT = 256;
const TABLE_SHIFT = 24;
const FIRST_CAPACITY = 64;

/** What the table asks about the ids in it. */
export interface NameTableOwner {
  /** The hash that the node was added with. */
  hashOf(id: number): number;
  /** Whether it is the one that is looked for. */
  isWanted(id: number): boolean;
}

/**
 * Hash → node id, by open addressing. It is cut into 256 small tables by the hash's upper bits, so that growing never
 * takes longer than a table of some thousand entries does: a million entries in one table would stop the worker for 50 ms.
 */
export class NameTable {
  readonly #slots: Int32Array[] = Array.from({ length: TABLE_COUNT }, () => new Int32Array(FIRST_CAPACITY));
  readonly #counts = new Int32Array(TABLE_COUNT);
  readonly #owner: NameTableOwner;

  /** Id 0 cannot be added: it marks an empty slot. */
  constructor(owner: NameTableOwner) {
    this.#owner = owner;
  }

  get bytes(): number {
    return this.#slots.reduce((sum, slots) => sum + slots.byteLength, 0);
  }

  /** The wanted node with this hash, or 0. */
  find(hash: number): number {
    const slots = this.#slots[hash >>> TABLE_SHIFT]!;
    const mask = slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const id = slots[at]!;
      if (id === 0 || this.#owner.isWanted(id)) return id;
    }
  }

  /** Adds a node that is not in it yet. */
  add(hash: number, id: number): void {
    const table = hash >>> TABLE_SHIFT;
    const slots = this.#slots[table]!;
    place(slots, hash, id);
    if (++this.#counts[table]! * 2 > slots.length) this.#grow(table, slots);
  }

  #grow(table: number, old: Int32Array): void {
    const grown = new Int32Array(old.length * 2);
    for (const id of old) if (id !== 0) place(grown, this.#owner.hashOf(id), id);
    this.#slots[table] = grown;
  }
}

function place(slots: Int32Array, hash: number, id: number): void {
  const mask = slots.length - 1;
  let at = hash & mask;
  while (slots[at] !== 0) at = (at + 1) & mask;
  slots[at] = id;
}
