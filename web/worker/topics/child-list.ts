/** Children in one block at most; a full block is cut in two. */
const BLOCK_LENGTH = 256;

interface Block {
  /** A plain array: for the many lists of a few children it costs a third of a typed one. */
  ids: number[];
  /** Visible rows of the block's children and below them. */
  rows: number;
}

/** What a list asks about its children. */
export interface RowOrder {
  /** Negative when a comes before b. */
  compare(a: number, b: number): number;
  /** Rows that a child stands for: its own, and those below it where it is expanded. */
  rowsOf(child: number): number;
}

/**
 * The children of one node in order, with the number of rows they stand for. Kept in blocks: adding one among 10,000
 * moves at most 256 ids, and finding a row skips whole blocks.
 */
export class ChildList {
  isExpanded = false;
  /** Rows of all children and below them. */
  rows = 0;
  length = 0;
  readonly #blocks: Block[] = [{ ids: [], rows: 0 }];
  readonly #order: RowOrder;

  constructor(order: RowOrder) {
    this.#order = order;
  }

  insert(id: number): void {
    const at = this.#blockOf(id);
    let block = this.#blocks[at]!;
    if (block.ids.length === BLOCK_LENGTH) block = this.#split(at, id);
    const position = this.#positionIn(block, id);
    const rows = this.#order.rowsOf(id);
    if (position === block.ids.length) block.ids.push(id);
    else block.ids.splice(position, 0, id);
    block.rows += rows;
    this.rows += rows;
    this.length++;
  }

  remove(id: number): void {
    const at = this.#blockOf(id);
    const block = this.#blocks[at]!;
    const position = this.#positionIn(block, id);
    const rows = this.#order.rowsOf(id);
    block.ids.splice(position, 1);
    block.rows -= rows;
    this.rows -= rows;
    this.length--;
    if (block.ids.length === 0 && this.#blocks.length > 1) this.#blocks.splice(at, 1);
  }

  /** A child stands for more rows than before, or for fewer. */
  addRows(id: number, rows: number): void {
    this.#blocks[this.#blockOf(id)]!.rows += rows;
    this.rows += rows;
  }

  /** Rows of the children before this one. */
  rowsBefore(id: number): number {
    let rows = 0;
    const last = this.#blockOf(id);
    for (let at = 0; at < last; at++) rows += this.#blocks[at]!.rows;
    const block = this.#blocks[last]!;
    for (let i = 0; i < block.ids.length && block.ids[i] !== id; i++)
      rows += this.#order.rowsOf(block.ids[i]!);
    return rows;
  }

  /** Visits children from the one that holds row `first` of this list, each with its row, until `visit` says false. */
  from(first: number, visit: (child: number, row: number) => boolean): void {
    let row = 0;
    for (const block of this.#blocks) {
      if (row + block.rows <= first) {
        row += block.rows;
        continue;
      }
      for (let i = 0; i < block.ids.length; i++) {
        const child = block.ids[i]!;
        const rows = this.#order.rowsOf(child);
        if (row + rows > first && !visit(child, row)) return;
        row += rows;
      }
    }
  }

  *[Symbol.iterator](): Generator<number> {
    for (const block of this.#blocks) yield* block.ids;
  }

  /** The first block whose last child does not come before `id`, else the last block. */
  #blockOf(id: number): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const block = this.#blocks[middle]!;
      if (this.#order.compare(block.ids[block.ids.length - 1]!, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #positionIn(block: Block, id: number): number {
    let low = 0;
    let high = block.ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#order.compare(block.ids[middle]!, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Cuts a full block in two and returns the half that `id` belongs to. */
  #split(at: number, id: number): Block {
    const left = this.#blocks[at]!;
    const half = BLOCK_LENGTH / 2;
    const right: Block = { ids: left.ids.splice(half), rows: 0 };
    for (const child of right.ids) right.rows += this.#order.rowsOf(child);
    left.rows -= right.rows;
    this.#blocks.splice(at + 1, 0, right);
    return this.#order.compare(left.ids[half - 1]!, id) < 0 ? right : left;
  }
}
