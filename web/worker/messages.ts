import type { Command, QuestionKind, Questions } from "./messages/commands.ts";
import type { ConnectionState } from "./messages/connection.ts";
import type { LabClientState, LabLog } from "./messages/lab.ts";
import type { StreamWindow } from "./messages/stream.ts";
import type { BranchWindow, HistoryWindow, TopicDetail, TopicRow, TopicWindow } from "./messages/topics.ts";

export type * from "./messages/commands.ts";
export type * from "./messages/connection.ts";
export type * from "./messages/lab.ts";
export type * from "./messages/stream.ts";
export type * from "./messages/topics.ts";
export { FILTER_KEYS } from "./messages/topics.ts";

/** What the page costs and what it left out. Counters only grow until the next `attach` or `forgetTopics`. */
export interface Cost {
  readonly messages: number;
  readonly bytes: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly topics: number;
  /** Names beyond `maximumTopics`: heard, not kept. */
  readonly skippedTopics: number;
  readonly maximumTopics: number;
  /** Last values: kept whole, outside the budget. */
  readonly lastValueBytes: number;
  readonly historyBytes: number;
  readonly historyBudgetBytes: number;
  readonly historyMessages: number;
  /** Older messages let go to stay within the budget. */
  readonly evictedMessages: number;
  /** Messages per topic that are kept whatever the budget says. */
  readonly historyFloor: number;
  readonly indexBytes: number;
  readonly streamBytes: number;
  /** How late the worker's timers run: over the last second, the worst. */
  readonly workerLagMilliseconds: number;
  /** Share of the last second the worker was at work, 0 to 1. */
  readonly workerBusy: number;
}

/** What changed since the last frame; a part that is absent did not change. */
export interface Frame {
  readonly type: "frame";
  readonly connection?: ConnectionState;
  readonly topics?: TopicWindow;
  /** Rows of the window that are new or changed; the others are as they were. */
  readonly topicRows?: readonly TopicRow[];
  /** null: nothing is selected. */
  readonly detail?: TopicDetail | null;
  readonly history?: HistoryWindow | null;
  readonly branch?: BranchWindow | null;
  readonly stream?: StreamWindow;
  readonly lab?: readonly LabClientState[];
  readonly labLog?: LabLog | null;
  readonly cost?: Cost;
}

export type Answer = {
  readonly type: "answer";
  readonly requestId: number;
  readonly answer: Questions[QuestionKind]["answer"];
};

/** A fault of ours inside the worker: said loudly, never swallowed. */
export interface Fault {
  readonly type: "fault";
  readonly message: string;
  readonly requestId?: number;
}

export type Ask = {
  [K in QuestionKind]: {
    readonly type: "ask";
    readonly requestId: number;
    readonly kind: K;
    readonly question: Questions[K]["question"];
  };
}[QuestionKind];

export type ToWorker = Command | Ask;
export type FromWorker = Frame | Answer | Fault;
