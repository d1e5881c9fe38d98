import type { SubscriptionRequest } from "../../../protocol/packets.ts";
import type { BaseFilter, ConnectOptions, OutgoingMessage, PublishResult } from "./connection.ts";
import type { LabEnding } from "./lab.ts";
import type { LiveSubscription } from "./stream.ts";
import type { Completion, Series, StoredMessage, ValuesBelow } from "./topics.ts";

/** Orders of the page that need no answer; what they change comes back with the next frame. */
export type Command =
  /** Connects, and forgets what another broker told. Without base filters nothing is subscribed yet. */
  | {
      readonly type: "attach";
      readonly broker: "own" | "foreign";
      readonly options: ConnectOptions;
      readonly baseFilters: readonly BaseFilter[];
      /** Expanded again as soon as they appear. */
      readonly expandedPaths: readonly string[];
    }
  | { readonly type: "detach" }
  | { readonly type: "reconnectNow" }
  | { readonly type: "setBaseFilters"; readonly baseFilters: readonly BaseFilter[] }
  | { readonly type: "pause"; readonly isPaused: boolean }
  /** The page has drawn the last frame, and how long that took: the next may come. */
  | { readonly type: "frameDrawn"; readonly milliseconds: number }
  // The tree
  | { readonly type: "viewTopics"; readonly first: number; readonly count: number }
  | { readonly type: "toggle"; readonly id: number; readonly isExpanded?: boolean }
  /** At most MAXIMUM_EXPANDED_AT_ONCE rows; without id: everything. */
  | { readonly type: "expandBelow"; readonly id?: number }
  | { readonly type: "collapseBelow"; readonly id?: number }
  /** Opens the way to it, and selects it. An unknown path is selected as soon as it appears. */
  | { readonly type: "select"; readonly path: string | undefined }
  | { readonly type: "filterTopics"; readonly text: string }
  /** The pointer is over the list: nothing may move. */
  | { readonly type: "hold"; readonly isHeld: boolean }
  /** Names the inside API knows; each list replaces the one before of that origin. */
  | {
      readonly type: "knownTopics";
      readonly origin: "subscription" | "session";
      readonly topics: readonly string[];
    }
  | { readonly type: "retainedCleared"; readonly topics: readonly string[] }
  /** They are back, without a message that says so. */
  | { readonly type: "retainedRestored"; readonly topics: readonly string[] }
  | { readonly type: "forgetTopics" }
  // The selected topic. Without fromIndex / fromPosition: the newest, moving along.
  | { readonly type: "viewHistory"; readonly fromIndex?: number; readonly count: number }
  | { readonly type: "viewBranch"; readonly fromPosition?: number; readonly count: number }
  /** Forgets the history of the topic; its last message stays. */
  | { readonly type: "clearHistory"; readonly id: number }
  | { readonly type: "historyBudget"; readonly bytes: number }
  // Messages
  | { readonly type: "subscribe"; readonly subscription: LiveSubscription }
  | { readonly type: "unsubscribe"; readonly key: string }
  /** Without fromPosition: the newest, moving along. */
  | { readonly type: "viewStream"; readonly fromPosition?: number; readonly count: number }
  /** Words and `key:value` over topic and payload; and/or only these subscriptions. */
  | {
      readonly type: "filterStream";
      readonly text: string;
      readonly subscriptionKeys?: readonly string[];
    }
  | { readonly type: "clearStream" }
  // Lab
  | { readonly type: "labStart"; readonly key: string; readonly options: ConnectOptions }
  | {
      readonly type: "labSubscribe";
      readonly key: string;
      readonly request: SubscriptionRequest;
      /** The Subscription Identifier; sent only where the broker takes one. */
      readonly identifier?: number;
    }
  | { readonly type: "labUnsubscribe"; readonly key: string; readonly filter: string }
  /** The session expiry is what a DISCONNECT changes it to, where CONNECT asked for one. */
  | {
      readonly type: "labEnd";
      readonly key: string;
      readonly ending: LabEnding;
      readonly sessionExpirySeconds?: number;
    }
  | { readonly type: "labRemove"; readonly key: string }
  /** Its log comes with the frames from now on. */
  | { readonly type: "labOpen"; readonly key: string | undefined };

/** Questions of the page, each answered once. */
export interface Questions {
  publish: { question: { readonly message: OutgoingMessage }; answer: PublishResult };
  labPublish: {
    question: { readonly key: string; readonly message: OutgoingMessage };
    answer: PublishResult;
  };
  /** Undefined when it is no longer held. Without index: the last. */
  readMessage: {
    question: { readonly topicId: number; readonly index?: number };
    answer: StoredMessage | undefined;
  };
  /** The retained message of a topic: the newest held that came with RETAIN, else the last. Undefined: none is known. */
  readRetained: { question: { readonly topic: string }; answer: StoredMessage | undefined };
  readStreamMessage: { question: { readonly sequence: number }; answer: StoredMessage | undefined };
  /** The raw bytes of a logged packet. */
  readLabPacket: {
    question: { readonly key: string; readonly sequence: number };
    answer: Uint8Array<ArrayBuffer> | undefined;
  };
  readSeries: {
    question: {
      readonly topicId: number;
      readonly field: string;
      readonly fromIndex: number;
      readonly limit: number;
    };
    answer: Series;
  };
  /** Topics that begin with the text, or else contain its words; the most used first. */
  complete: {
    question: { readonly text: string; readonly limit: number };
    answer: readonly Completion[];
  };
  /** Row of the topic, -1 when it has none. */
  rowOf: { question: { readonly id: number }; answer: number };
  /** The row above in the hierarchy, -1 at the top. */
  parentRow: { question: { readonly id: number }; answer: number };
  /** The next row from `fromRow` on, wrapping, whose name begins with the text; -1: none. */
  typeAhead: {
    question: { readonly text: string; readonly fromRow: number };
    answer: { readonly row: number; readonly id: number };
  };
  rowAt: {
    question: { readonly row: number };
    answer: { readonly id: number; readonly path: string } | undefined;
  };
  topicsBelow: {
    question: { readonly id: number; readonly isRetainedOnly: boolean; readonly limit: number };
    answer: { readonly topics: readonly string[]; readonly total: number };
  };
  /** The last values at and below a path. */
  valuesBelow: {
    question: { readonly path: string; readonly limit: number };
    answer: ValuesBelow;
  };
  expandedPaths: { question: { readonly limit: number }; answer: readonly string[] };
}

export type QuestionKind = keyof Questions;

/** Rows that `expandBelow` opens at most. */
export const MAXIMUM_EXPANDED_AT_ONCE = 200_000;
