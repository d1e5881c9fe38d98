import { type FilterQuery, isEmptyQuery, parseFilter } from "../filter/parse-filter.ts";
import { containsWords } from "../filter/topic-filter.ts";
import { TopicMatcher } from "../filter/topic-matcher.ts";
import { WordMatcher } from "../filter/word-matcher.ts";
import type { StreamRow } from "../messages/stream.ts";
import type { FilterProblem } from "../messages/topics.ts";
import { type PacketBytes, RecordFlag, RecordLog, SEGMENT_BYTES } from "../records/record-log.ts";
import { summaryOf } from "../records/stored-message.ts";
import type { SlicedWork, Slices } from "../slices.ts";
import type { TopicIndex } from "../topics/topic-index.ts";
import { Ring } from "./ring.ts";

export const MAXIMUM_STREAM_MESSAGES = 100_000;
export const MAXIMUM_STREAM_BYTES = 67_108_864;
/** A mask that lets the messages of all subscriptions through. */
export const EVERY_SUBSCRIPTION = -1;
const MAXIMUM_ROWS = 500;
const STEPS_PER_SLICE = 500;
const SEARCH_WORK = "stream";

/** Rows of the visible part and where the stream begins and ends. */
export interface StreamPart {
  readonly start: number;
  readonly end: number;
  readonly rows: readonly StreamRow[];
}

interface StreamFilter {
  readonly query: FilterQuery;
  readonly topic: TopicMatcher | undefined;
  readonly words: WordMatcher;
  /** Bits of subscriptions, any of which is to have brought the message. */
  readonly mask: number;
}

/** The messages that the live subscriptions brought, in order, within bounds; and those of them that a filter lets through. */
export class Stream {
  readonly #index: TopicIndex;
  readonly #slices: Slices;
  readonly #keysOf: (mask: number) => readonly string[];
  #log = new RecordLog();
  /** Address of each message by its sequence. */
  #addresses = new Ring(MAXIMUM_STREAM_MESSAGES);
  /** Sequence of each message that the filter lets through. */
  #found: Ring | undefined;
  #filter: StreamFilter | undefined;
  #searched = 0;
  #evicted = 0;
  #filterText = "";
  #filterProblem: FilterProblem | undefined;
  #filterMask = EVERY_SUBSCRIPTION;

  /** `keysOf` names the subscriptions of a mask. */
  constructor(index: TopicIndex, slices: Slices, keysOf: (mask: number) => readonly string[]) {
    this.#index = index;
    this.#slices = slices;
    this.#keysOf = keysOf;
  }

  get log(): RecordLog {
    return this.#log;
  }

  get held(): number {
    return this.#addresses.length;
  }

  get evicted(): number {
    return this.#evicted;
  }

  get filterText(): string {
    return this.#filterText;
  }

  get filterProblem(): FilterProblem | undefined {
    return this.#filterProblem;
  }

  get isSearching(): boolean {
    return this.#slices.isRunning(SEARCH_WORK);
  }

  get start(): number {
    return (this.#found ?? this.#addresses).start;
  }

  get end(): number {
    return (this.#found ?? this.#addresses).end;
  }

  append(node: number, at: number, flags: number, mask: number, packet: PacketBytes): void {
    const sequence = this.#addresses.end;
    const head = { at, node, index: sequence, flags, mark: mask, previous: -1 };
    this.#addresses.push(this.#log.append(head, packet));
    this.#keepBounds();
    if (this.#found && !this.isSearching) this.#offer(sequence);
  }

  /** Shows only what the text asks for and one of the subscriptions brought; a wrong text shows everything. */
  filter(text: string, mask: number): void {
    const { query, problem } = parseFilter(text);
    this.#filterProblem = problem;
    this.#filterText = text;
    this.#filterMask = mask;
    this.#slices.cancel(SEARCH_WORK);
    this.#found = undefined;
    this.#filter = undefined;
    if (!query || (isEmptyQuery(query) && mask === EVERY_SUBSCRIPTION)) return;
    this.#filter = {
      query,
      topic: query.topicFilter === undefined ? undefined : new TopicMatcher(this.#index, query.topicFilter),
      words: new WordMatcher(this.#index, query.words),
      mask,
    };
    this.#found = new Ring(MAXIMUM_STREAM_MESSAGES);
    this.#searched = this.#addresses.start;
    this.#slices.start(SEARCH_WORK, this.#search());
  }

  /** Filters as a stream of before did. */
  adopt(before: Stream): void {
    this.filter(before.#filterText, before.#filterMask);
  }

  /** Forgets the messages; sequences go on. */
  clear(): void {
    this.#log = new RecordLog();
    this.#addresses.clear();
    this.#found?.clear();
    this.#searched = this.#addresses.start;
  }

  /** The visible part, oldest first: `count` rows from a position on, or the newest ones. */
  part(fromPosition: number | undefined, count: number): StreamPart {
    const { start, end } = this;
    const wanted = Math.min(count, MAXIMUM_ROWS);
    const from = Math.max(start, fromPosition ?? end - wanted);
    const rows: StreamRow[] = [];
    for (let position = from; position < Math.min(end, from + wanted); position++) {
      rows.push(this.#row(position, this.#found ? this.#found.get(position) : position));
    }
    return { start, end, rows };
  }

  /** The record of a message by its sequence; undefined when it is gone. */
  addressOf(sequence: number): number | undefined {
    return this.#addresses.has(sequence) ? this.#addresses.get(sequence) : undefined;
  }

  #row(position: number, sequence: number): StreamRow {
    const address = this.#addresses.get(sequence);
    const { index, ...summary } = summaryOf(this.#log, address);
    return {
      ...summary,
      position,
      sequence: index,
      topic: this.#index.path(summary.topicId),
      subscriptionKeys: this.#keysOf(this.#log.mark(address)),
    };
  }

  #keepBounds(): void {
    const addresses = this.#addresses;
    if (addresses.length > MAXIMUM_STREAM_MESSAGES) this.#shift();
    // a segment goes when all its messages are let go, or when there are too many bytes
    while (this.#log.segmentCount > 1) {
      const isSpent = addresses.get(addresses.start) >= this.#log.firstAddress + SEGMENT_BYTES;
      if (!isSpent && this.#log.bytes <= MAXIMUM_STREAM_BYTES) break;
      this.#log.dropOldest(() => {});
      while (addresses.get(addresses.start) < this.#log.firstAddress) this.#shift();
    }
    const found = this.#found;
    while (found && found.length > 0 && found.get(found.start) < addresses.start) found.shift();
  }

  #shift(): void {
    this.#addresses.shift();
    this.#evicted++;
  }

  #offer(sequence: number): void {
    if (this.#filter && this.#passes(this.#filter, this.#addresses.get(sequence)))
      this.#found?.push(sequence);
  }

  #passes({ query, topic, words, mask }: StreamFilter, address: number): boolean {
    const log = this.#log;
    const flags = log.flags(address);
    if ((log.mark(address) & mask) === 0) return false;
    if (query.qos !== undefined && (flags & RecordFlag.qos) !== query.qos) return false;
    if (query.isRetained !== undefined && ((flags & RecordFlag.retain) !== 0) !== query.isRetained)
      return false;
    if (query.largerThanBytes !== undefined && log.payloadBytes(address) <= query.largerThanBytes)
      return false;
    const node = log.node(address);
    if (topic && !topic.matches(node)) return false;
    return words.matches(node) && containsWords(log.payload(address), query.payloadWords);
  }

  *#search(): SlicedWork {
    // messages that arrive meanwhile are searched at the end, so that positions stay in order
    while (this.#searched < this.#addresses.end) {
      this.#searched = Math.max(this.#searched, this.#addresses.start);
      this.#offer(this.#searched++);
      if (this.#searched % STEPS_PER_SLICE === 0) yield;
    }
  }
}
