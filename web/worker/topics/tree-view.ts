import { isEmptyQuery, parseFilter } from "../filter/parse-filter.ts";
import { TopicFilter } from "../filter/topic-filter.ts";
import type { Command, Questions } from "../messages/commands.ts";
import { MAXIMUM_EXPANDED_AT_ONCE } from "../messages/commands.ts";
import type { FilterProblem, TopicFilterState, TopicRow, TopicWindow } from "../messages/topics.ts";
import type { Slices } from "../slices.ts";
import { Flag } from "./node-pages.ts";
import { NO_ROOM, ROOT } from "./topic-index.ts";
import { type RowSources, TopicRows } from "./topic-rows.ts";
import { TreeLists } from "./tree-lists.ts";

/** Rows the page may ask for at a time. */
const MAXIMUM_WINDOW_ROWS = 500;
/** Rows looked at for type-ahead: beyond this the answer is "none". */
const TYPE_AHEAD_ROWS = 200_000;

/** What changed in the tree for the page. */
export interface TreeUpdate {
  readonly window: TopicWindow | undefined;
  readonly rows: readonly TopicRow[];
}

/** The tree as the page sees it: a window of rows, the filter, the selection. */
export class TreeView {
  readonly lists: TreeLists;
  readonly #sources: RowSources;
  readonly #rows: TopicRows;
  #first = 0;
  #count = 0;
  #filterText = "";
  #problem: FilterProblem | undefined;
  #selected: number | undefined;
  #wantedPath: string | undefined;
  #sent: TopicWindow | undefined;
  readonly #known = { subscription: new Set<number>(), session: new Set<number>() };

  constructor(sources: RowSources, slices: Slices) {
    this.#sources = sources;
    this.#rows = new TopicRows(sources);
    this.lists = new TreeLists(sources.index, slices);
  }

  get selected(): number | undefined {
    return this.#selected;
  }

  /** Looks at the same place as a tree of before: rows, filter, selection. */
  adopt(before: TreeView): void {
    this.#first = before.#first;
    this.#count = before.#count;
    this.filter(before.#filterText);
    const selected = before.#selected;
    this.select(selected === undefined ? before.#wantedPath : before.#sources.index.path(selected));
  }

  view(first: number, count: number): void {
    this.#first = Math.max(0, Math.floor(first));
    this.#count = Math.min(MAXIMUM_WINDOW_ROWS, Math.max(0, Math.floor(count)));
  }

  toggle(id: number, isExpanded = !this.lists.shown.isExpanded(id)): void {
    this.lists.setExpanded(id, isExpanded);
  }

  expandBelow(id = ROOT): void {
    this.lists.expandBelow(id, MAXIMUM_EXPANDED_AT_ONCE);
  }

  collapseBelow(id = ROOT): void {
    this.lists.collapseBelow(id);
  }

  /** Selects a path, now or when it appears. */
  select(path: string | undefined): void {
    this.#wantedPath = path;
    this.#selected = undefined;
    this.#followWish();
  }

  filter(text: string): void {
    const { query, problem } = parseFilter(text);
    this.#filterText = text;
    this.#problem = problem;
    const { index, history, marks } = this.#sources;
    const facts = { index, history, isRetained: (id: number) => marks.isRetained(id) };
    this.lists.filter(query && !isEmptyQuery(query) ? new TopicFilter(query, facts) : undefined);
  }

  /** Topics that the broker knows from subscriptions or sessions, instead of those it said before. */
  know({ origin, topics }: Extract<Command, { type: "knownTopics" }>): void {
    const { index } = this.#sources;
    const flag = origin === "session" ? Flag.isOfSession : Flag.isSubscribed;
    const before = this.#known[origin];
    const now = new Set(topics.map((topic) => index.touchPath(topic)));
    now.delete(NO_ROOM);
    this.#known[origin] = now;
    for (const id of now) {
      index.nodes.setFlag(id, flag, true);
      this.lists.appear(id);
    }
    for (const id of before) {
      if (now.has(id)) continue;
      index.nodes.setFlag(id, flag, false);
      this.lists.disappear(id);
    }
  }

  /** What is new for the page since the last update. Frozen: only what the user did. */
  update(now: number, isFrozen = false): TreeUpdate {
    this.#followWish();
    const { shown } = this.lists;
    const first = Math.max(0, Math.min(this.#first, shown.total - this.#count));
    const ids: number[] = [];
    const depths: number[] = [];
    shown.rows(first, this.#count, (id, depth) => {
      ids.push(id);
      depths.push(depth);
    });
    const rows = this.#rows.update(ids, depths, shown, now, isFrozen);
    const window = this.#window(first, ids);
    const isNew = !this.#sent || !isSameWindow(this.#sent, window);
    if (isNew) this.#sent = window;
    return { window: isNew ? window : undefined, rows };
  }

  parentRow(id: number): number {
    const parent = this.#sources.index.parent(id);
    return parent === ROOT ? -1 : this.lists.shown.rowOf(parent);
  }

  typeAhead({ text, fromRow }: Questions["typeAhead"]["question"]): Questions["typeAhead"]["answer"] {
    const { index } = this.#sources;
    const { shown } = this.lists;
    const wanted = text.toLowerCase();
    const after = { row: -1, id: -1 };
    for (const [first, count] of [
      [fromRow, shown.total - fromRow],
      [0, fromRow],
    ] as const) {
      let row = first;
      shown.rowsWhile(first, Math.min(count, TYPE_AHEAD_ROWS), (id) => {
        if (index.name(id).toLowerCase().startsWith(wanted)) Object.assign(after, { row, id });
        row++;
        return after.row < 0;
      });
      if (after.row >= 0) break;
    }
    return after;
  }

  #followWish(): void {
    if (this.#wantedPath === undefined) return;
    const id = this.#sources.index.find(this.#wantedPath);
    if (id === NO_ROOM || !this.lists.all.has(id)) return;
    this.#wantedPath = undefined;
    this.#selected = id;
    this.lists.reveal(id);
  }

  #window(first: number, rowIds: readonly number[]): TopicWindow {
    const { shown, waitingRows } = this.lists;
    return {
      total: shown.total,
      first,
      rowIds,
      topicCount: this.#sources.index.topicCount,
      waitingRows,
      filter: this.#filterState(),
      selectedId: this.#selected,
      selectedRow: this.#selected === undefined ? -1 : shown.rowOf(this.#selected),
    };
  }

  #filterState(): TopicFilterState {
    const { lists } = this;
    const isOn = lists.isFiltered;
    return {
      text: this.#filterText,
      problem: this.#problem,
      phase: !isOn ? "none" : lists.isSearching ? "searching" : "done",
      matches: lists.matches,
      searched: isOn ? lists.searched : 0,
      toSearch: isOn ? this.#sources.index.size : 0,
    };
  }
}

function isSameWindow(a: TopicWindow, b: TopicWindow): boolean {
  return (
    a.total === b.total &&
    a.first === b.first &&
    a.topicCount === b.topicCount &&
    a.waitingRows === b.waitingRows &&
    a.selectedId === b.selectedId &&
    a.selectedRow === b.selectedRow &&
    isSameFilter(a.filter, b.filter) &&
    a.rowIds.length === b.rowIds.length &&
    a.rowIds.every((id, n) => id === b.rowIds[n])
  );
}

function isSameFilter(a: TopicFilterState, b: TopicFilterState): boolean {
  return (
    a.text === b.text &&
    a.phase === b.phase &&
    a.matches === b.matches &&
    a.searched === b.searched &&
    (a.toSearch === b.toSearch || b.phase === "done")
  );
}
