import type { BranchWindow, HistoryWindow, TopicDetail } from "../messages/topics.ts";
import { AUTOMATIC_PAYLOAD_BYTES } from "../messages/topics.ts";
import { numericFields } from "../records/number-fields.ts";
import { NO_RECORD } from "../records/record-log.ts";
import { type DecodeProperties, storedMessageOf } from "../records/stored-message.ts";
import type { Slices } from "../slices.ts";
import { Real, Word } from "../topics/node-pages.ts";
import type { RowTree } from "../topics/row-tree.ts";
import { originOf, type RowSources } from "../topics/topic-rows.ts";
import { BranchStream } from "./branch-stream.ts";
import { historyWindow } from "./history-rows.ts";

/** What changed of the selected topic; undefined: nothing, null: nothing is selected any more. */
export interface DetailUpdate {
  readonly detail: TopicDetail | null | undefined;
  readonly history: HistoryWindow | null | undefined;
  readonly branch: BranchWindow | null | undefined;
}

const NOTHING_NEW: DetailUpdate = { detail: undefined, history: undefined, branch: undefined };

type Part = "detail" | "history" | "branch";

interface View {
  readonly from: number | undefined;
  readonly count: number;
}

/** The selected topic in full: its last message, its history, and the stream of what lies below it. */
export class DetailView {
  readonly #sources: RowSources;
  readonly #slices: Slices;
  readonly #decode: DecodeProperties;
  #selected: number | undefined;
  #asked = "";
  #branch: BranchStream | undefined;
  #historyView: View = { from: undefined, count: 0 };
  #branchView: View = { from: undefined, count: 0 };
  readonly #sent: Record<Part, string> = { detail: "", history: "", branch: "" };

  constructor(sources: RowSources, slices: Slices, decode: DecodeProperties) {
    this.#sources = sources;
    this.#slices = slices;
    this.#decode = decode;
  }

  /** Shows as much as a view of before; its places are of another history. */
  adopt(before: DetailView): void {
    this.#historyView = { from: undefined, count: before.#historyView.count };
    this.#branchView = { from: undefined, count: before.#branchView.count };
  }

  viewHistory(from: number | undefined, count: number): void {
    this.#historyView = { from, count };
  }

  viewBranch(from: number | undefined, count: number): void {
    this.#branchView = { from, count };
  }

  /** A message has been kept. */
  onMessage(node: number, address: number, at: number): void {
    this.#branch?.add(node, address, at);
  }

  /** What is new for the page. Frozen: nothing, unless something else is selected or asked for. */
  update(selected: number | undefined, tree: RowTree, now: number, isFrozen = false): DetailUpdate {
    const asked = JSON.stringify([selected, this.#historyView, this.#branchView]);
    if (isFrozen && asked === this.#asked) return NOTHING_NEW;
    this.#asked = asked;
    if (selected !== this.#selected) {
      this.#selected = selected;
      this.#closeBranch();
    }
    if (selected === undefined) {
      const detail = this.#ifNew("detail", "nothing", () => null);
      const history = this.#ifNew("history", "nothing", () => null);
      return { detail, history, branch: this.#ifNew("branch", "nothing", () => null) };
    }
    return {
      detail: this.#detail(selected, tree, now),
      history: this.#history(selected),
      branch: this.#branchWindow(selected, now),
    };
  }

  #detail(id: number, tree: RowTree, now: number): TopicDetail | null | undefined {
    const { index, history, marks } = this.#sources;
    const facts = {
      id,
      origin: originOf(index, id),
      hasChildren: tree.hasChildren(id),
      topicCount: index.nodes.word(id, Word.topicCount),
      messageCount: index.nodes.real(id, Real.messageCount),
      ownMessageCount: index.nodes.word(id, Word.lastIndex),
      ratePerSecond: Math.round(index.ratePerSecond(id, now) * 10) / 10,
      bytesReceived: index.nodes.real(id, Real.bytesReceived),
      isRetained: marks.isRetained(id),
    };
    return this.#ifNew("detail", Object.values(facts).join(), () => {
      const path = index.path(id);
      const address = history.last(id);
      if (address === NO_RECORD) return { ...facts, path, last: undefined, numericFields: [] };
      return {
        ...facts,
        path,
        last: storedMessageOf(history.log, address, path, this.#decode, AUTOMATIC_PAYLOAD_BYTES),
        numericFields: numericFields(history.log.payload(address)),
      };
    });
  }

  #history(id: number): HistoryWindow | null | undefined {
    const { history } = this.#sources;
    const { from, count } = this.#historyView;
    if (count === 0) return this.#ifNew("history", "nothing", () => null);
    const signature = [id, from, count, history.newestIndex(id), history.oldestIndex(id)].join();
    return this.#ifNew("history", signature, () => historyWindow(history, id, from, count));
  }

  #branchWindow(id: number, now: number): BranchWindow | null | undefined {
    const { from, count } = this.#branchView;
    if (count === 0) {
      this.#closeBranch();
      return this.#ifNew("branch", "nothing", () => null);
    }
    const { index, history } = this.#sources;
    this.#branch ??= new BranchStream(id, index, history, this.#slices, now);
    const branch = this.#branch;
    const signature = [id, from, count, branch.end, branch.isFilling].join();
    return this.#ifNew("branch", signature, () => branch.window(from, count));
  }

  #closeBranch(): void {
    this.#branch?.close();
    this.#branch = undefined;
  }

  #ifNew<T>(part: Part, signature: string, make: () => T): T | undefined {
    if (this.#sent[part] === signature) return undefined;
    this.#sent[part] = signature;
    return make();
  }
}
