import type { Properties, QoS } from "../../../protocol/packets.ts";

/** Where a topic is known from: a message seen, a subscription, a waiting session, or only as a level above others. */
export type TopicOrigin = "message" | "subscription" | "session" | "branch";

/** One visible row of the tree. */
export interface TopicRow {
  readonly id: number;
  readonly path: string;
  /** The last level of the path; may be empty, as in `a//b`. */
  readonly name: string;
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly isExpanded: boolean;
  /** Topics with a message at and below this row. */
  readonly topicCount: number;
  /** Messages at and below. */
  readonly messageCount: number;
  /** At and below, over the last seconds. */
  readonly ratePerSecond: number;
  /** The start of the last payload of this very topic as one line of text; empty for bytes that are no text. */
  readonly preview: string;
  /** `text`; `bytes`: not UTF-8; `empty`: a message without payload; `none`: no message on this very topic. */
  readonly previewKind: "text" | "bytes" | "empty" | "none";
  readonly isPreviewCut: boolean;
  readonly payloadBytes: number;
  readonly isRetained: boolean;
  /** As delivered; undefined without a message. */
  readonly qos: QoS | undefined;
  /** Of this very topic, else of the newest below; undefined without a message. */
  readonly lastAt: number | undefined;
  /** Grows whenever the row has news: the key of the flash. */
  readonly changeSequence: number;
  readonly origin: TopicOrigin;
}

/** Why a filter text is wrong, and where (character offset). */
export interface FilterProblem {
  readonly code:
    | "hash-not-last"
    | "wildcard-not-alone"
    | "unknown-key"
    | "bad-value"
    | "too-long"
    | "two-filters";
  readonly offset: number;
  /** The part of the text that is wrong. */
  readonly part: string;
}

/** The keys of `key:value` in a filter text, for completion. */
export const FILTER_KEYS = ["topic", "payload", "retained", "qos", "larger-than"] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

export interface TopicFilterState {
  readonly text: string;
  /** Set: the text is wrong, and everything is shown. */
  readonly problem: FilterProblem | undefined;
  readonly phase: "none" | "searching" | "done";
  readonly matches: number;
  readonly searched: number;
  readonly toSearch: number;
}

/** What the page draws of the tree. Row `i` of the list is `rowIds[i - first]`. */
export interface TopicWindow {
  /** Rows of the whole list. */
  readonly total: number;
  readonly first: number;
  readonly rowIds: readonly number[];
  /** Topics with a message, in all. */
  readonly topicCount: number;
  /** Rows that wait while the pointer is over the list. */
  readonly waitingRows: number;
  readonly filter: TopicFilterState;
  readonly selectedId: number | undefined;
  /** Row of the selected topic, -1 when it is not in the list (collapsed, filtered out). */
  readonly selectedRow: number;
}

/** A message without its bytes. */
export interface MessageSummary {
  readonly topicId: number;
  /** Number of the message on its topic, counted from 1: with topicId it names the message. */
  readonly index: number;
  readonly at: number;
  readonly preview: string;
  readonly previewKind: "text" | "bytes" | "empty";
  readonly isPreviewCut: boolean;
  readonly payloadBytes: number;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly dup: boolean;
}

/** The last message of a topic, without its bytes. */
export interface TopicValue extends MessageSummary {
  readonly topic: string;
}

/** The last values at and below a path. */
export interface ValuesBelow {
  readonly values: readonly TopicValue[];
  /** There are more than were asked for. */
  readonly isCut: boolean;
}

/** A message with its bytes. */
export interface StoredMessage extends MessageSummary {
  readonly topic: string;
  /** Whole, or its beginning: compare with payloadBytes. `readMessage` gives it whole. */
  readonly payload: Uint8Array;
  readonly properties: Properties;
}

/** Against the message before on the same topic. */
export type HistoryChange =
  | { readonly kind: "first" }
  | { readonly kind: "same" }
  | { readonly kind: "number"; readonly difference: number }
  | { readonly kind: "other"; readonly byteDifference: number };

export interface HistoryRow extends MessageSummary {
  readonly change: HistoryChange;
}

/** A message somewhere below the selected branch. */
export interface BranchRow extends MessageSummary {
  readonly topic: string;
  /** Position in the merged stream, growing. */
  readonly position: number;
}

/** The selected row in full. */
export interface TopicDetail {
  readonly id: number;
  readonly path: string;
  readonly origin: TopicOrigin;
  readonly hasChildren: boolean;
  readonly topicCount: number;
  readonly messageCount: number;
  /** Messages on this very topic. */
  readonly ownMessageCount: number;
  readonly ratePerSecond: number;
  /** Payload bytes received at and below. */
  readonly bytesReceived: number;
  readonly isRetained: boolean;
  /** Undefined without a message on this very topic. Payloads beyond AUTOMATIC_PAYLOAD_BYTES come cut: see payloadBytes. */
  readonly last: StoredMessage | undefined;
  /** Paths of numbers in the last payload: "" for a payload that is a number, "a.b" or "a[0]" for JSON. */
  readonly numericFields: readonly string[];
}

/** The visible part of the history, newest first: `rows[0].index` is the `fromIndex` asked for, or the newest. */
export interface HistoryWindow {
  readonly topicId: number;
  readonly newestIndex: number;
  /** The oldest that is still held; greater than newestIndex when none is. */
  readonly oldestIndex: number;
  readonly rows: readonly HistoryRow[];
}

/** The visible part of a branch's merged stream, newest first. */
export interface BranchWindow {
  readonly topicId: number;
  /** Positions held are start … end - 1. */
  readonly start: number;
  readonly end: number;
  readonly isFilling: boolean;
  readonly rows: readonly BranchRow[];
}

/** Numbers of one field over time, oldest first. */
export interface Series {
  readonly topicId: number;
  readonly field: string;
  /** Milliseconds since the epoch. */
  readonly times: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  /** Ask again from here: the index after the newest read. */
  readonly nextIndex: number;
  /** Messages that carried no number at this field. */
  readonly skipped: number;
}

export interface Completion {
  readonly topic: string;
  readonly messageCount: number;
  /** It ends with `/`: more levels follow. */
  readonly isBranch: boolean;
  readonly isRetained: boolean;
}

/** Payloads up to this size come whole with the selected topic; larger ones by `readMessage`. */
export const AUTOMATIC_PAYLOAD_BYTES = 262_144;
