import type { QoS, RetainHandling } from "../../../protocol/packets.ts";
import type { FilterProblem } from "./topics.ts";

/** A subscription of the Messages view: a real SUBSCRIBE (MQTT 5.0 §3.8). */
export interface LiveSubscription {
  /** Chosen by the page, unique, kept across reconnects. */
  readonly key: string;
  readonly filter: string;
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  readonly retainHandling: RetainHandling;
  readonly colour: number;
  readonly isEnabled: boolean;
}

export interface LiveSubscriptionState extends LiveSubscription {
  readonly state: "off" | "waiting" | "granted" | "refused";
  readonly reasonCode?: number;
  readonly reasonString?: string;
  readonly grantedQoS?: QoS;
  /** Messages it brought, dropped ones included. */
  readonly messageCount: number;
  /** Why the filter is not sent at all; the detail is the codec's own sentence, or the number allowed. */
  readonly problem?: { readonly code: "invalid-filter" | "too-many"; readonly detail: string };
  /** The tree, or another of these, has the same filter: the broker knows it once, with the options of both. */
  readonly isMerged: boolean;
}

/** One message of the stream. */
export interface StreamRow {
  /** Position in the (filtered) stream, growing; stable while the filter is the same. */
  readonly position: number;
  /** Names the message for `readStreamMessage`. */
  readonly sequence: number;
  readonly topicId: number;
  readonly topic: string;
  readonly at: number;
  readonly preview: string;
  readonly previewKind: "text" | "bytes" | "empty";
  readonly isPreviewCut: boolean;
  readonly payloadBytes: number;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly dup: boolean;
  /** Keys of the subscriptions that brought it. */
  readonly subscriptionKeys: readonly string[];
}

/** The visible part of the stream, oldest first. */
export interface StreamWindow {
  /** Positions held are start … end - 1; `end` grows with each message. */
  readonly start: number;
  readonly end: number;
  readonly rows: readonly StreamRow[];
  readonly subscriptions: readonly LiveSubscriptionState[];
  /** Held in all, whatever the filter. */
  readonly held: number;
  readonly heldBytes: number;
  /** Let go to stay within the bounds. */
  readonly evicted: number;
  readonly filterText: string;
  /** Set: the text is wrong, and everything is shown. */
  readonly filterProblem: FilterProblem | undefined;
  readonly isSearching: boolean;
}
