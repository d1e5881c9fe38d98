import type { TopicFilter } from "../filter/topic-filter.ts";
import type { SlicedWork, Slices } from "../slices.ts";
import { Flag, Word } from "./node-pages.ts";
import { RowTree } from "./row-tree.ts";
import { NO_ROOM, ROOT, type TopicIndex } from "./topic-index.ts";

/**
 * While the whole tree has no more rows than this, new branches open by themselves: a small broker is seen at once. One
 * that turns out to be large while it is loading is closed again.
 */
const OPENED_UNASKED_ROWS = 40;
const STEPS_PER_SLICE = 500;
const FILTER_WORK = "filter";
const EXPAND_WORK = "expand";

/**
 * The rows of the tree, all and filtered, and how new topics get among them: at once, or later when the pointer is over
 * the list and a row above would move.
 */
export class TreeLists {
  readonly #index: TopicIndex;
  readonly #slices: Slices;
  readonly all: RowTree;
  #filtered: RowTree | undefined;
  #filter: TopicFilter | undefined;
  #matches = 0;
  #searched = 0;
  #isHeld = false;
  #waiting: number[] = [];
  #opensUnasked = true;
  #isLoading = true;
  #openedUnasked: number[] = [];

  constructor(index: TopicIndex, slices: Slices) {
    this.#index = index;
    this.#slices = slices;
    this.all = new RowTree(index, false);
  }

  /** What the page shows now. */
  get shown(): RowTree {
    return this.#filtered ?? this.all;
  }

  get waitingRows(): number {
    return this.#waiting.length;
  }

  get matches(): number {
    return this.#filter ? this.#matches : 0;
  }

  get searched(): number {
    return this.#searched;
  }

  get isSearching(): boolean {
    return this.#slices.isRunning(FILTER_WORK);
  }

  get isFiltered(): boolean {
    return this.#filter !== undefined;
  }

  /** A topic is to be seen: it has its first message, or is known from elsewhere. */
  appear(id: number): void {
    if (!this.all.has(id) && this.#isHeld && this.#wouldMoveRows(this.all, id)) this.#waiting.push(id);
    else this.#insert(id);
  }

  /** The broker has told what it had: from now on nothing closes by itself. */
  endLoading(): void {
    this.#isLoading = false;
    this.#openedUnasked = [];
  }

  /** A message has come on a topic that was seen before. */
  changed(id: number): void {
    if (this.#filter?.dependsOnMessages) this.#offerToFilter(id);
  }

  /** A topic is not known from anywhere any more. Branches that nothing else holds go with it. */
  disappear(id: number): void {
    for (let node = id; node !== ROOT && this.#isForgotten(node); node = this.#index.parent(node)) {
      this.#filtered?.remove(node);
      this.all.remove(node);
    }
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (isHeld) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const id of waiting) if (this.#index.isTopic(id)) this.#insert(id);
  }

  setExpanded(id: number, isExpanded: boolean): void {
    this.#opensUnasked = false;
    this.shown.setExpanded(id, isExpanded);
  }

  /** Opens everything above a node. */
  reveal(id: number): void {
    const above = new Set<number>();
    for (let node = this.#index.parent(id); node !== ROOT; node = this.#index.parent(node)) {
      this.all.setExpanded(node, true);
      this.#filtered?.setExpanded(node, true);
      above.add(node);
    }
    this.#openedUnasked = this.#openedUnasked.filter((node) => !above.has(node));
  }

  /** A path that was open before: it opens again with its first child. */
  wantExpanded(path: string): void {
    const id = this.#index.touchPath(path);
    if (id === NO_ROOM) return;
    this.#opensUnasked = false;
    if (this.all.hasChildren(id)) this.all.setExpanded(id, true);
    else this.#index.nodes.setFlag(id, Flag.wantsExpanded, true);
  }

  expandBelow(id: number, maximumRows: number): void {
    this.#opensUnasked = false;
    this.#slices.start(EXPAND_WORK, this.#expandBelow(this.shown, id, maximumRows));
  }

  collapseBelow(id: number): void {
    this.#opensUnasked = false;
    const tree = this.shown;
    tree.setExpanded(id, false);
    this.#slices.start(EXPAND_WORK, this.#collapseBelow(tree, id));
  }

  /** Shows what the filter finds, as it is found; undefined: everything. */
  filter(filter: TopicFilter | undefined): void {
    this.#slices.cancel(FILTER_WORK);
    this.#filter = filter;
    this.#matches = 0;
    this.#searched = 0;
    this.#filtered = filter && new RowTree(this.#index, true);
    if (filter) this.#slices.start(FILTER_WORK, this.#search());
  }

  /** Paths of expanded rows, those nearest to the root first. */
  expandedPaths(limit: number): readonly string[] {
    const paths: string[] = [];
    let level: number[] = [ROOT];
    while (level.length > 0 && paths.length < limit) {
      const next: number[] = [];
      for (const parent of level) {
        for (const child of this.all.children(parent)) if (this.all.isExpanded(child)) next.push(child);
      }
      for (const id of next.slice(0, limit - paths.length)) paths.push(this.#index.path(id));
      level = next;
    }
    return paths;
  }

  #insert(id: number): void {
    this.all.insert(id);
    for (let node = this.#index.parent(id); node !== ROOT; node = this.#index.parent(node)) {
      if (this.#mayOpen(node)) this.all.setExpanded(node, true);
    }
    const isLarge = this.all.total > OPENED_UNASKED_ROWS;
    if (isLarge && this.#isLoading && this.#opensUnasked && !this.#isHeld) this.#closeUnasked();
    this.#offerToFilter(id);
  }

  #mayOpen(node: number): boolean {
    if (this.#isHeld || this.all.isExpanded(node)) return false;
    if (this.#index.nodes.has(node, Flag.wantsExpanded)) {
      this.#index.nodes.setFlag(node, Flag.wantsExpanded, false);
      return true;
    }
    if (!this.#opensUnasked) return false;
    const mayOpen =
      this.all.total + this.all.childCount(node) <= OPENED_UNASKED_ROWS && !this.#index.isSystem(node);
    if (mayOpen && this.#isLoading) this.#openedUnasked.push(node);
    return mayOpen;
  }

  #closeUnasked(): void {
    this.#opensUnasked = false;
    for (const node of this.#openedUnasked) this.all.setExpanded(node, false);
    this.#openedUnasked = [];
  }

  #offerToFilter(id: number): void {
    const tree = this.#filtered;
    if (!tree || !this.#filter || tree.has(id)) return;
    // While the search is on it will come to this one by itself.
    if (this.isSearching && id > this.#searched) return;
    if (!this.#filter.matches(id)) return;
    if (this.#isHeld && this.#wouldMoveRows(tree, id)) {
      this.#waiting.push(id);
      return;
    }
    this.#matches++;
    tree.insert(id);
  }

  /** True when it would get a row of its own, or bring one with it from above. */
  #wouldMoveRows(tree: RowTree, id: number): boolean {
    let highest = id;
    for (
      let node = this.#index.parent(id);
      node !== ROOT && !tree.has(node);
      node = this.#index.parent(node)
    ) {
      highest = node;
    }
    return tree.isVisible(highest);
  }

  #isForgotten(id: number): boolean {
    const { nodes } = this.#index;
    return nodes.word(id, Word.lastIndex) === 0 && !nodes.has(id, Flag.isKnown) && !this.all.hasChildren(id);
  }

  *#search(): SlicedWork {
    const tree = this.#filtered;
    const filter = this.#filter;
    if (!tree || !filter) return;
    for (let id = 1; id <= this.#index.size; id++) {
      if (this.all.has(id) && this.#index.isTopic(id) && filter.matches(id)) {
        this.#matches++;
        tree.insert(id);
      }
      this.#searched = id;
      if (id % STEPS_PER_SLICE === 0) yield;
    }
  }

  *#expandBelow(tree: RowTree, top: number, maximumRows: number): SlicedWork {
    const wasTotal = tree.total;
    let opened = 0;
    let steps = 0;
    // Breadth first finds what may open within the limit, then from below, so that each opening is counted only once.
    const order: number[] = top === ROOT ? [] : [top];
    for (let level = [top]; level.length > 0 && opened < maximumRows; ) {
      const next: number[] = [];
      for (const parent of level) {
        for (const child of tree.children(parent)) {
          opened++;
          if (tree.hasChildren(child) && opened < maximumRows) next.push(child);
          if (++steps % STEPS_PER_SLICE === 0) yield;
        }
      }
      for (const id of next) order.push(id);
      level = next;
    }
    for (const id of order.reverse()) {
      tree.setExpanded(id, true);
      if (++steps % STEPS_PER_SLICE === 0) yield;
      if (tree.total - wasTotal >= maximumRows) return;
    }
  }

  *#collapseBelow(tree: RowTree, top: number): SlicedWork {
    let steps = 0;
    const open = [...tree.children(top)];
    while (open.length > 0) {
      const id = open.pop() ?? ROOT;
      if (!tree.hasChildren(id)) continue;
      tree.setExpanded(id, false);
      for (const child of tree.children(id)) open.push(child);
      if (++steps % STEPS_PER_SLICE === 0) yield;
    }
  }
}
