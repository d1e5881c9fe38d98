import type { BranchRow, BranchWindow } from "../messages/topics.ts";
import type { History } from "../records/history.ts";
import { NO_RECORD } from "../records/record-log.ts";
import { summaryOf } from "../records/stored-message.ts";
import type { SlicedWork, Slices } from "../slices.ts";
import { Word } from "../topics/node-pages.ts";
import type { TopicIndex } from "../topics/topic-index.ts";

/** Messages held of a branch; more stand in the histories of its topics. */
const MAXIMUM_HELD = 2_000;
const MAXIMUM_ROWS = 500;
const STEPS_PER_SLICE = 500;
const FILL_WORK = "branch";

/** Names a message: its place in the log may have moved since. */
interface Entry {
  readonly node: number;
  readonly index: number;
  readonly at: number;
  readonly address: number;
}

/** All messages below one branch in the order they came: first what the histories hold, then each new one. */
export class BranchStream {
  readonly branch: number;
  readonly #index: TopicIndex;
  readonly #history: History;
  readonly #since: number;
  readonly #slices: Slices;
  #entries: Entry[] = [];
  /** Position of #entries[0]. */
  #start = 0;
  #isFilling = true;

  /** `since`: messages up to then are read from the histories. */
  constructor(branch: number, index: TopicIndex, history: History, slices: Slices, since: number) {
    this.branch = branch;
    this.#index = index;
    this.#history = history;
    this.#since = since;
    this.#slices = slices;
    slices.start(FILL_WORK, this.#fill());
  }

  /** Position after the newest. */
  get end(): number {
    return this.#start + this.#entries.length;
  }

  get isFilling(): boolean {
    return this.#isFilling;
  }

  /** Nobody looks any more. */
  close(): void {
    if (this.#isFilling) this.#slices.cancel(FILL_WORK);
  }

  /** A message has been kept; it is taken if it lies below the branch. */
  add(node: number, address: number, at: number): void {
    if (at <= this.#since || !this.#index.isBelow(node, this.branch)) return;
    this.#entries.push({ node, index: this.#history.newestIndex(node), at, address });
    // twice as many may gather, so that letting go is rare
    if (!this.#isFilling && this.#entries.length >= 2 * MAXIMUM_HELD) {
      this.#start += this.#entries.length - MAXIMUM_HELD;
      this.#entries = this.#entries.slice(-MAXIMUM_HELD);
    }
  }

  /** The visible part, newest first, from `fromPosition` (or the newest) back. */
  window(fromPosition: number | undefined, count: number): BranchWindow {
    const { end } = this;
    const from = Math.min(fromPosition ?? end - 1, end - 1);
    const rows: BranchRow[] = [];
    for (
      let position = from;
      position >= this.#start && rows.length < Math.min(count, MAXIMUM_ROWS);
      position--
    ) {
      const row = this.#row(position);
      if (row) rows.push(row);
    }
    return { topicId: this.branch, start: this.#start, end, isFilling: this.#isFilling, rows };
  }

  #row(position: number): BranchRow | undefined {
    const entry = this.#entries[position - this.#start];
    const address = entry && this.#addressOf(entry);
    if (address === undefined || address === NO_RECORD) return undefined;
    return {
      ...summaryOf(this.#history.log, address),
      topic: this.#index.path(this.#history.log.node(address)),
      position,
    };
  }

  #addressOf({ node, index, address }: Entry): number {
    const { log } = this.#history;
    if (index < this.#history.oldestIndex(node)) return NO_RECORD;
    return log.holds(address) ? address : this.#history.find(node, index);
  }

  *#fill(): SlicedWork {
    let newest: { readonly node: number; readonly address: number; readonly at: number }[] = [];
    let threshold = Number.NEGATIVE_INFINITY;
    for (let node = 1; node <= this.#index.size; node++) {
      if (node % STEPS_PER_SLICE === 0) yield;
      if (this.#index.nodes.word(node, Word.lastIndex) === 0 || !this.#index.isBelow(node, this.branch))
        continue;
      const address = this.#history.last(node);
      const at = this.#history.log.at(address);
      if (at <= threshold) continue;
      newest.push({ node, address, at });
      if (newest.length < 2 * MAXIMUM_HELD) continue;
      newest = newest.sort((a, b) => b.at - a.at).slice(0, MAXIMUM_HELD);
      threshold = newest[MAXIMUM_HELD - 1]?.at ?? threshold;
    }
    // The newest messages of all lie on the topics with the newest last messages.
    newest = newest.sort((a, b) => b.at - a.at).slice(0, MAXIMUM_HELD);
    const found: Entry[] = [];
    for (const [n, { node }] of newest.entries()) {
      this.#history.back(node, this.#history.newestIndex(node), MAXIMUM_HELD, (address, index) => {
        const at = this.#history.log.at(address);
        if (at <= this.#since) found.push({ node, index, at, address });
      });
      if (found.length > MAXIMUM_HELD * 4) found.sort((a, b) => b.at - a.at).splice(MAXIMUM_HELD);
      if (n % STEPS_PER_SLICE === 0) yield;
    }
    found.sort((a, b) => b.at - a.at).splice(MAXIMUM_HELD);
    this.#entries = [...found.reverse(), ...this.#entries];
    this.#isFilling = false;
  }
}
