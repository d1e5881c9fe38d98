import { ChildList, type RowOrder } from "./child-list.ts";
import { NodeSet, SparseList } from "./sparse.ts";
import { ROOT, type TopicIndex } from "./topic-index.ts";

/**
 * The rows that a list of nodes shows: which nodes are in it, in order, which are expanded. Every node knows how many
 * rows stand below it, so the row at any place, the place of any node, and opening or closing a branch of any size cost
 * the depth of the tree, not its size.
 */
export class RowTree implements RowOrder {
  readonly #index: TopicIndex;
  readonly #lists = new SparseList<ChildList>();
  readonly #members = new NodeSet();
  readonly #expandsAtOnce: boolean;
  readonly #root: ChildList;

  /** `expandsAtOnce`: a node is expanded from its first child on. */
  constructor(index: TopicIndex, expandsAtOnce: boolean) {
    this.#index = index;
    this.#expandsAtOnce = expandsAtOnce;
    this.#root = this.#listFor(ROOT);
    this.#root.isExpanded = true;
  }

  get total(): number {
    return this.#root.rows;
  }

  get size(): number {
    return this.#members.size;
  }

  compare(a: number, b: number): number {
    return this.#index.compareNames(a, b);
  }

  rowsOf(child: number): number {
    const list = this.#lists.get(child);
    return list?.isExpanded ? 1 + list.rows : 1;
  }

  has(id: number): boolean {
    return this.#members.has(id);
  }

  hasChildren(id: number): boolean {
    return this.childCount(id) > 0;
  }

  childCount(id: number): number {
    return this.#lists.get(id)?.length ?? 0;
  }

  isExpanded(id: number): boolean {
    return this.#lists.get(id)?.isExpanded ?? false;
  }

  children(id: number): Iterable<number> {
    return this.#lists.get(id) ?? [];
  }

  /** True when the node has a row: everything above it is expanded. It need not be in the tree yet. */
  isVisible(id: number): boolean {
    for (let node = this.#index.parent(id); node !== ROOT; node = this.#index.parent(node)) {
      if (!this.isExpanded(node)) return false;
    }
    return true;
  }

  /** Adds a node, and what is missing above it. */
  insert(id: number): void {
    if (id === ROOT || this.#members.has(id)) return;
    const parent = this.#index.parent(id);
    this.insert(parent);
    this.#members.add(id);
    this.#listFor(parent).insert(id);
    this.#grewBelow(parent, 1);
  }

  /** Takes out a node without children; those above it stay. */
  remove(id: number): void {
    if (!this.#members.has(id) || this.hasChildren(id)) return;
    const parent = this.#index.parent(id);
    this.#lists.get(parent)?.remove(id);
    this.#members.delete(id);
    this.#grewBelow(parent, -1);
  }

  setExpanded(id: number, isExpanded: boolean): void {
    const list = this.#lists.get(id);
    if (!list || id === ROOT || list.isExpanded === isExpanded) return;
    this.#rowsChanged(id, isExpanded ? list.rows : -list.rows);
    list.isExpanded = isExpanded;
  }

  /** Calls back for up to `count` rows from `first` on. */
  rows(first: number, count: number, visit: (id: number, depth: number) => void): void {
    this.rowsWhile(first, count, (id, depth) => {
      visit(id, depth);
      return true;
    });
  }

  /** Calls back for up to `count` rows from `first` on, until `visit` says false. */
  rowsWhile(first: number, count: number, visit: (id: number, depth: number) => boolean): void {
    let left = count;
    const walk = (list: ChildList, from: number, depth: number): void => {
      list.from(from, (child, row) => {
        if (row >= from && left > 0) left = visit(child, depth) ? left - 1 : 0;
        const below = this.#lists.get(child);
        if (left > 0 && below?.isExpanded) walk(below, Math.max(0, from - row - 1), depth + 1);
        return left > 0;
      });
    };
    if (left > 0) walk(this.#root, first, 0);
  }

  /** The node in a row, or undefined beyond the end. */
  at(row: number): number | undefined {
    let found: number | undefined;
    this.rows(row, 1, (id) => {
      found = id;
    });
    return found;
  }

  /** The row of a node, -1 when it has none. */
  rowOf(id: number): number {
    if (id === ROOT || !this.#members.has(id) || !this.isVisible(id)) return -1;
    let row = -1;
    for (let node = id; node !== ROOT; node = this.#index.parent(node)) {
      const list = this.#lists.get(this.#index.parent(node));
      row += 1 + (list?.rowsBefore(node) ?? 0);
    }
    return row;
  }

  #listFor(id: number): ChildList {
    const known = this.#lists.get(id);
    if (known) return known;
    const list = new ChildList(this);
    list.isExpanded = this.#expandsAtOnce;
    this.#lists.set(id, list);
    return list;
  }

  /** The list of `id` has gained rows: those above it learn of it as far as it is expanded. */
  #grewBelow(id: number, rows: number): void {
    if (id !== ROOT && this.isExpanded(id)) this.#rowsChanged(id, rows);
  }

  #rowsChanged(id: number, rows: number): void {
    for (let node = id; node !== ROOT; ) {
      const parent = this.#index.parent(node);
      this.#lists.get(parent)?.addRows(node, rows);
      if (!this.isExpanded(parent)) return;
      node = parent;
    }
  }
}
