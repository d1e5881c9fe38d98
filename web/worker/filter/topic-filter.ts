import type { History } from "../records/history.ts";
import { decodeStart } from "../records/preview.ts";
import { NO_RECORD, RecordFlag } from "../records/record-log.ts";
import type { TopicIndex } from "../topics/topic-index.ts";
import { dependsOnMessages, type FilterQuery } from "./parse-filter.ts";
import { TopicMatcher } from "./topic-matcher.ts";
import { WordMatcher } from "./word-matcher.ts";

/** Larger payloads are searched in their beginning. */
const SEARCHED_PAYLOAD_BYTES = 65_536;

/** What a topic filter asks about a topic beyond its name. */
export interface TopicFacts {
  readonly index: TopicIndex;
  readonly history: History;
  isRetained(id: number): boolean;
}

/** A query of the tree's filter box, ready to be asked of a million topics. */
export class TopicFilter {
  readonly dependsOnMessages: boolean;
  readonly #query: FilterQuery;
  readonly #facts: TopicFacts;
  readonly #topic: TopicMatcher | undefined;
  readonly #words: WordMatcher;

  constructor(query: FilterQuery, facts: TopicFacts) {
    this.#query = query;
    this.#facts = facts;
    this.#topic =
      query.topicFilter === undefined ? undefined : new TopicMatcher(facts.index, query.topicFilter);
    this.#words = new WordMatcher(facts.index, query.words);
    this.dependsOnMessages = dependsOnMessages(query);
  }

  matches(id: number): boolean {
    if (this.#topic && !this.#topic.matches(id)) return false;
    if (!this.#words.matches(id)) return false;
    return !this.dependsOnMessages || this.#matchesMessage(id);
  }

  #matchesMessage(id: number): boolean {
    const { history } = this.#facts;
    const { isRetained, qos, largerThanBytes, payloadWords } = this.#query;
    if (isRetained !== undefined && this.#facts.isRetained(id) !== isRetained) return false;
    const address = history.last(id);
    if (address === NO_RECORD)
      return qos === undefined && largerThanBytes === undefined && payloadWords.length === 0;
    if (qos !== undefined && (history.log.flags(address) & RecordFlag.qos) !== qos) return false;
    if (largerThanBytes !== undefined && history.log.payloadBytes(address) <= largerThanBytes) return false;
    return containsWords(history.log.payload(address), payloadWords);
  }
}

/** Whether a payload is text that contains all words; they are in lower case. */
export function containsWords(payload: Uint8Array, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = decodeStart(payload, SEARCHED_PAYLOAD_BYTES)?.toLowerCase();
  return text !== undefined && words.every((word) => text.includes(word));
}
