import { Real, Word } from "../topics/node-pages.ts";
import type { TopicIndex } from "../topics/topic-index.ts";
import { NO_RECORD, type PacketBytes, RecordLog, SEGMENT_BYTES } from "./record-log.ts";

export const DEFAULT_HISTORY_BUDGET_BYTES = 134_217_728;
/** Below this a budget would only move last values about. */
export const MINIMUM_HISTORY_BUDGET_BYTES = 8 * SEGMENT_BYTES;
/** Messages of each topic that stay whatever the others send, as long as they fit into half of the budget. */
const MAXIMUM_FLOOR = 8;
/** Segments let go in one go: about a millisecond of work each. */
const SEGMENTS_AT_ONCE = 2;
/** Half-filled segments at both ends. */
const SLACK_BYTES = 2 * SEGMENT_BYTES;

/*
 * The last message of each topic whole, and as many earlier ones as a byte budget allows. All lie in one log; each points
 * to the one before on its topic. When the log is over its limit its oldest segment goes: a record that is the last of its
 * topic, or within the floor, is written again at the newest end, the others are evicted. A topic's history has no gaps:
 * evicting a message ends it there (Word.oldestIndex), even if an older one lies in a newer segment.
 */
export class History {
  readonly #index: TopicIndex;
  readonly #log = new RecordLog();
  #budgetBytes: number;
  #lastValueBytes = 0;
  #evicted = 0;

  constructor(index: TopicIndex, budgetBytes = DEFAULT_HISTORY_BUDGET_BYTES) {
    this.#index = index;
    this.#budgetBytes = Math.max(budgetBytes, MINIMUM_HISTORY_BUDGET_BYTES);
  }

  get log(): RecordLog {
    return this.#log;
  }

  get budgetBytes(): number {
    return this.#budgetBytes;
  }

  set budgetBytes(bytes: number) {
    this.#budgetBytes = Math.max(bytes, MINIMUM_HISTORY_BUDGET_BYTES);
  }

  get lastValueBytes(): number {
    return this.#lastValueBytes;
  }

  get historyBytes(): number {
    return Math.max(0, this.#log.bytes - this.#lastValueBytes);
  }

  get messages(): number {
    return this.#log.records;
  }

  get evicted(): number {
    return this.#evicted;
  }

  /** Messages kept of each topic: fewer when so many topics with such messages would fill more than half of the budget. */
  get floor(): number {
    const average = this.#log.bytes / Math.max(1, this.#log.records);
    const affordable = this.#budgetBytes / 2 / (average * Math.max(1, this.#index.topicCount));
    return Math.max(1, Math.min(MAXIMUM_FLOOR, 1 + Math.floor(affordable)));
  }

  /** Keeps a message that the index has just counted. */
  append(node: number, at: number, flags: number, packet: PacketBytes): number {
    const { nodes } = this.#index;
    const index = nodes.word(node, Word.lastIndex);
    const previous = index > 1 ? nodes.real(node, Real.lastAddress) : NO_RECORD;
    if (previous !== NO_RECORD) this.#lastValueBytes -= this.#log.size(previous);
    const address = this.#log.append({ at, node, index, flags, mark: 0, previous }, packet);
    nodes.setReal(node, Real.lastAddress, address);
    this.#lastValueBytes += this.#log.size(address);
    this.#evict();
    return address;
  }

  /** The last message of a topic, or NO_RECORD. */
  last(node: number): number {
    const { nodes } = this.#index;
    return nodes.word(node, Word.lastIndex) === 0 ? NO_RECORD : nodes.real(node, Real.lastAddress);
  }

  newestIndex(node: number): number {
    return this.#index.nodes.word(node, Word.lastIndex);
  }

  oldestIndex(node: number): number {
    return this.#index.nodes.word(node, Word.oldestIndex);
  }

  /** The record of a message by its number, or NO_RECORD. Walks back from the newest. */
  find(node: number, index: number): number {
    if (index < this.oldestIndex(node) || index > this.newestIndex(node)) return NO_RECORD;
    let address = this.last(node);
    for (let at = this.newestIndex(node); at > index; at--) address = this.#log.previous(address);
    return address;
  }

  /** Calls back for up to `count` records from number `from` back to older ones, until `visit` says false. */
  back(node: number, from: number, count: number, visit: (address: number, index: number) => void): void {
    let address = this.find(node, from);
    const end = Math.max(this.oldestIndex(node), from - count + 1);
    for (let index = from; address !== NO_RECORD && index >= end; index--) {
      visit(address, index);
      if (index > end) address = this.#log.previous(address);
    }
  }

  /** Forgets all but the last message of a topic. The memory comes back as the log moves on. */
  clear(node: number): void {
    this.#index.nodes.setWord(node, Word.oldestIndex, Math.max(1, this.newestIndex(node)));
  }

  #evict(): void {
    const limit = this.#budgetBytes + this.#lastValueBytes + SLACK_BYTES;
    if (this.#log.bytes <= limit) return;
    const { floor } = this;
    for (let n = 0; n < SEGMENTS_AT_ONCE && this.#log.bytes > limit; n++) {
      this.#log.dropOldest((address) => this.#leave(address, floor));
    }
  }

  #leave(address: number, floor: number): void {
    const { nodes } = this.#index;
    const node = this.#log.node(address);
    const index = this.#log.index(address);
    if (index < this.oldestIndex(node)) return;
    const behind = this.newestIndex(node) - index;
    if (behind >= floor) {
      this.#evicted += index + 1 - this.oldestIndex(node);
      nodes.setWord(node, Word.oldestIndex, index + 1);
      return;
    }
    const moved = this.#log.again(address);
    if (behind === 0) nodes.setReal(node, Real.lastAddress, moved);
    else this.#log.setPrevious(this.find(node, index + 1), moved);
  }
}
