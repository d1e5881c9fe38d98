import type { TopicOrigin, TopicRow } from "../messages/topics.ts";
import type { History } from "../records/history.ts";
import { type Preview, previewOf } from "../records/preview.ts";
import { NO_RECORD, RecordFlag } from "../records/record-log.ts";
import { Flag, Real, Word } from "./node-pages.ts";
import type { RetainedMarks } from "./retained-marks.ts";
import type { RowTree } from "./row-tree.ts";
import type { TopicIndex } from "./topic-index.ts";

/** Rates below this are shown with one decimal. */
const WHOLE_RATE_FROM = 10;
const NO_PREVIEW = { preview: "", previewKind: "none", isPreviewCut: false } as const;

/** What a row is made from. */
export interface RowSources {
  readonly index: TopicIndex;
  readonly history: History;
  readonly marks: RetainedMarks;
}

/** Makes the rows that are on the screen, and keeps each one until something in it changes. */
export class TopicRows {
  readonly #sources: RowSources;
  #rows = new Map<number, TopicRow>();

  constructor(sources: RowSources) {
    this.#sources = sources;
  }

  /** Forgets what was sent: the next update sends all rows. */
  reset(): void {
    this.#rows.clear();
  }

  /** The rows among `ids` that are new or changed since the last update. Frozen: those shown before stay as they were. */
  update(
    ids: readonly number[],
    depths: readonly number[],
    tree: RowTree,
    now: number,
    isFrozen: boolean,
  ): readonly TopicRow[] {
    const next = new Map<number, TopicRow>();
    const changed: TopicRow[] = [];
    for (const [n, id] of ids.entries()) {
      const before = this.#rows.get(id);
      const depth = depths[n] ?? 0;
      const row = isFrozen && before ? frozen(before, tree) : this.#row(id, depth, tree, now, before);
      if (row !== before) changed.push(row);
      next.set(id, row);
    }
    this.#rows = next;
    return changed;
  }

  #row(id: number, depth: number, tree: RowTree, now: number, before: TopicRow | undefined): TopicRow {
    const { index, marks } = this.#sources;
    const facts = {
      depth,
      hasChildren: tree.hasChildren(id),
      isExpanded: tree.isExpanded(id),
      topicCount: index.nodes.word(id, Word.topicCount),
      messageCount: index.nodes.real(id, Real.messageCount),
      ratePerSecond: roundedRate(index.ratePerSecond(id, now)),
      isRetained: marks.isRetained(id),
      origin: originOf(index, id),
    };
    if (before && isSame(before, facts)) return before;
    const names = before ?? { id, path: index.path(id), name: index.name(id) };
    return { ...names, ...facts, ...this.#message(id, facts.isExpanded) };
  }

  #message(id: number, isExpanded: boolean): MessagePart {
    const { index, history } = this.#sources;
    const address = history.last(id);
    const changeSequence = isExpanded
      ? index.nodes.word(id, Word.lastIndex)
      : index.nodes.real(id, Real.messageCount);
    if (address === NO_RECORD) {
      const lastAt = index.nodes.real(id, Real.lastAt) || undefined;
      return { ...NO_PREVIEW, payloadBytes: 0, qos: undefined, lastAt, changeSequence };
    }
    const { log } = history;
    return {
      ...previewOf(log.payload(address)),
      payloadBytes: log.payloadBytes(address),
      qos: (log.flags(address) & RecordFlag.qos) as 0 | 1 | 2,
      lastAt: log.at(address),
      changeSequence,
    };
  }
}

type MessagePart = Pick<TopicRow, "payloadBytes" | "qos" | "lastAt" | "changeSequence" | "previewKind"> &
  Omit<Preview, "previewKind">;
type Facts = Omit<TopicRow, "id" | "path" | "name" | keyof MessagePart>;

function isSame(row: TopicRow, facts: Facts): boolean {
  return (
    row.messageCount === facts.messageCount &&
    row.ratePerSecond === facts.ratePerSecond &&
    row.isExpanded === facts.isExpanded &&
    row.hasChildren === facts.hasChildren &&
    row.isRetained === facts.isRetained &&
    row.topicCount === facts.topicCount &&
    row.origin === facts.origin &&
    row.depth === facts.depth
  );
}

/** The row as it was, but for what the user did to it. */
function frozen(row: TopicRow, tree: RowTree): TopicRow {
  const isExpanded = tree.isExpanded(row.id);
  return row.isExpanded === isExpanded ? row : { ...row, isExpanded };
}

function roundedRate(rate: number): number {
  return rate < WHOLE_RATE_FROM ? Math.round(rate * 10) / 10 : Math.round(rate);
}

/** Where a node is known from. */
export function originOf(index: TopicIndex, id: number): TopicOrigin {
  if (index.nodes.word(id, Word.lastIndex) > 0) return "message";
  if (index.nodes.has(id, Flag.isOfSession)) return "session";
  return index.nodes.has(id, Flag.isSubscribed) ? "subscription" : "branch";
}
