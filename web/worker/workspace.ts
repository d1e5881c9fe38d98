import { Reader } from "../../protocol/bytes/reader.ts";
import { PacketType, type Properties } from "../../protocol/packets.ts";
import { readPropertyList } from "../../protocol/properties.ts";
import { SubscriptionSet } from "./connection/subscription-set.ts";
import type { CostMeter } from "./cost-meter.ts";
import { DetailView } from "./detail/detail-view.ts";
import { Feed } from "./feed.ts";
import type { StoredMessage } from "./messages/topics.ts";
import type { Cost } from "./messages.ts";
import { History } from "./records/history.ts";
import { NO_RECORD, RecordFlag } from "./records/record-log.ts";
import { storedMessageOf } from "./records/stored-message.ts";
import { Slices } from "./slices.ts";
import { Stream } from "./stream/stream.ts";
import { RetainedMarks } from "./topics/retained-marks.ts";
import { MAXIMUM_NODES, NO_ROOM, TopicIndex } from "./topics/topic-index.ts";
import { TreeView } from "./topics/tree-view.ts";

const STEPS_PER_SLICE = 500;

/** All that was heard from one broker, and the views of it. Another broker gets another workspace. */
export class Workspace {
  readonly index = new TopicIndex();
  readonly marks = new RetainedMarks(this.index);
  readonly history: History;
  readonly slices: Slices;
  readonly tree: TreeView;
  readonly detail: DetailView;
  readonly subscriptions: SubscriptionSet;
  readonly stream: Stream;
  readonly feed: Feed;
  #searches = 0;

  constructor(now: () => number, historyBudgetBytes: number, meter: CostMeter) {
    this.history = new History(this.index, historyBudgetBytes);
    this.slices = new Slices(now);
    const sources = { index: this.index, history: this.history, marks: this.marks };
    this.tree = new TreeView(sources, this.slices);
    this.detail = new DetailView(sources, this.slices, decodeMessageProperties);
    this.subscriptions = new SubscriptionSet(this.index, (isEverything) =>
      this.#onRetelling(isEverything, now()),
    );
    this.stream = new Stream(this.index, this.slices, (mask) => this.subscriptions.keysOf(mask));
    const { lists } = this.tree;
    const { detail, stream } = this;
    this.feed = new Feed({ ...sources, lists, detail, stream, meter }, this.subscriptions);
  }

  /** Goes on looking where the page looked before: its views, filters and live subscriptions. */
  adopt(before: Workspace): void {
    for (const subscription of before.subscriptions.liveSubscriptions)
      this.subscriptions.setLive(subscription);
    this.tree.adopt(before.tree);
    this.detail.adopt(before.detail);
    this.stream.adopt(before.stream);
  }

  /** A message of a topic, the last one without `index`; undefined when it is no longer held. */
  message(topicId: number, index: number | undefined): StoredMessage | undefined {
    const address = index === undefined ? this.history.last(topicId) : this.history.find(topicId, index);
    if (address === NO_RECORD) return undefined;
    return storedMessageOf(this.history.log, address, this.index.path(topicId), decodeMessageProperties);
  }

  /** A message of the stream by its sequence. */
  streamMessage(sequence: number): StoredMessage | undefined {
    const address = this.stream.addressOf(sequence);
    if (address === undefined) return undefined;
    const { log } = this.stream;
    return storedMessageOf(log, address, this.index.path(log.node(address)), decodeMessageProperties);
  }

  /** The retained messages of these topics are gone, without a message that says so. */
  retainedCleared(topics: readonly string[]): void {
    for (const topic of topics) {
      const id = this.index.find(topic);
      if (id !== NO_ROOM) this.marks.clear(id);
    }
  }

  /** They have their retained messages again, without a message that says so. */
  retainedRestored(topics: readonly string[]): void {
    for (const topic of topics) {
      const id = this.index.find(topic);
      if (id !== NO_ROOM) this.marks.set(id);
    }
  }

  /** What is retained on a topic as far as it is held: the newest that came with RETAIN, else the last. */
  retainedMessage(topic: string): StoredMessage | undefined {
    const { history, index, marks } = this;
    const id = index.find(topic);
    if (id === NO_ROOM || !marks.isRetained(id)) return undefined;
    const newest = history.newestIndex(id);
    let found: number | undefined;
    history.back(id, newest, newest, (address, at) => {
      const isRetained = (history.log.flags(address) & RecordFlag.retain) !== 0;
      if (isRetained && history.log.payloadBytes(address) > 0) found ??= at;
    });
    return this.message(id, found);
  }

  /** Topics at and below a node; gives `answer` the first `limit` of them and how many there are. */
  topicsBelow(
    top: number,
    isRetainedOnly: boolean,
    limit: number,
    answer: (found: { topics: readonly string[]; total: number }) => void,
  ): void {
    const { index, marks } = this;
    const topics: string[] = [];
    let total = 0;
    function* search() {
      for (let id = 1; id <= index.size; id++) {
        if (id % STEPS_PER_SLICE === 0) yield;
        if (!index.isTopic(id) || (isRetainedOnly && !marks.isRetained(id)) || !index.isBelow(id, top))
          continue;
        total++;
        if (topics.length < limit) topics.push(index.path(id));
      }
      answer({ topics, total });
    }
    this.slices.start(`below ${++this.#searches}`, search());
  }

  cost(meter: CostMeter): Cost {
    const { history, stream, index } = this;
    return {
      messages: meter.messages,
      bytes: meter.bytes,
      messagesPerSecond: meter.messagesPerSecond,
      bytesPerSecond: meter.bytesPerSecond,
      topics: index.topicCount,
      skippedTopics: meter.skippedTopics,
      maximumTopics: MAXIMUM_NODES,
      lastValueBytes: history.lastValueBytes,
      historyBytes: history.historyBytes,
      historyBudgetBytes: history.budgetBytes,
      historyMessages: history.messages,
      evictedMessages: history.evicted,
      historyFloor: history.floor,
      indexBytes: index.bytes,
      streamBytes: stream.log.bytes,
      workerLagMilliseconds: Math.round(meter.workerLagMilliseconds),
      workerBusy: meter.workerBusy,
    };
  }

  #onRetelling(isEverything: boolean, now: number): void {
    if (isEverything) this.marks.beginRetelling();
    else this.marks.beginPartialRetelling();
    this.feed.lastToldAgainAt = now;
  }
}

/** The properties a message came with, but for the identifiers of the page's own subscriptions. */
function decodeMessageProperties(bytes: Uint8Array): Properties {
  const reader = new Reader(bytes, 0, 0, bytes.length);
  const {
    subscriptionIdentifiers: _,
    topicAlias: __,
    ...properties
  } = readPropertyList(reader, PacketType.Publish);
  return properties;
}
