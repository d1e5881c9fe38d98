import type { Bridge } from "../../bridge/bridge.ts";
import { isFailedPublish } from "../../lib/explain-publish.ts";
import type { OutgoingMessage, PublishResult, StoredMessage } from "../../worker/messages.ts";
import { filterBelow } from "./topic-target.ts";

/** What was cleared, and how it comes back. */
export interface Cleared {
  readonly count: number;
  readonly undo: Undo | undefined;
}

export interface Undo {
  /** Milliseconds since the epoch, on the reader's clock. */
  readonly until: number;
  readonly run: () => Promise<Restored>;
}

export interface Restored {
  readonly restored: number;
  /** Topics that have a newer retained message by now. */
  readonly kept: number;
}

/** What a clearing would do. */
export interface Forecast {
  readonly count: number;
  /** Undefined where only the broker could know. */
  readonly bytes: number | undefined;
  readonly isUndoable: boolean;
  readonly topics: readonly string[];
}

export interface Progress {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Topics that are remembered for the marks of the tree, and cleared one by one on a foreign broker. */
const MAXIMUM_TOPICS = 100_000;
/** Publishes that wait for their acknowledgement together. */
const TOPICS_AT_ONCE = 16;
/** Values that are kept for an undo on a foreign broker. */
const MAXIMUM_UNDO_BYTES = 64_000_000;
const FOREIGN_UNDO_MILLISECONDS = 120_000;
const NOTHING = new Uint8Array(0);

/** A publish that was to clear or to restore did not work. */
export class ClearingError extends Error {
  readonly result: PublishResult;

  constructor(result: PublishResult) {
    super(result.outcome);
    this.result = result;
  }
}

/** Counts what is retained at and below a branch. */
export async function forecast(
  bridge: Bridge,
  branch: { readonly id: number; readonly path: string },
  isOwn: boolean,
): Promise<Forecast> {
  const question = { id: branch.id, isRetainedOnly: true, limit: MAXIMUM_TOPICS };
  const { topics } = await bridge.ask("topicsBelow", question);
  if (!isOwn) return { count: topics.length, bytes: undefined, isUndoable: true, topics };
  const { matched, matchedBytes, isUndoable } = await bridge.inside.deleteRetained(
    filterBelow(branch.path),
    true,
  );
  return { count: matched, bytes: matchedBytes, isUndoable, topics };
}

/** Clears by the inside API: no subscriber gets an empty message. What it does, and an undo, is told by events. */
export async function clearInside(
  bridge: Bridge,
  filter: string,
  toLocal: (at: number) => number,
): Promise<Cleared> {
  const { cleared, undo } = await bridge.inside.deleteRetained(filter, false);
  if (undo === undefined) return { count: cleared, undo: undefined };
  const run = () => bridge.inside.undoRetained(undo.id);
  return { count: cleared, undo: { until: toLocal(undo.expiresAt), run } };
}

/** Clears by publishing, as MQTT has it (5.0 §3.3.1.3); what the page still holds can be published back. */
export async function clearByPublishing(
  bridge: Bridge,
  topics: readonly string[],
  { signal, onProgress }: Progress,
): Promise<Cleared> {
  const before: StoredMessage[] = [];
  let isComplete = true;
  let bytes = 0;
  let count = 0;
  const clearOne = async (topic: string) => {
    const kept = await bridge.ask("readRetained", { topic });
    bytes += kept?.payloadBytes ?? 0;
    if (kept === undefined || bytes > MAXIMUM_UNDO_BYTES) isComplete = false;
    else before.push(kept);
    await publish(bridge, { topic, payload: NOTHING, qos: 1, retain: true, properties: {} });
    onProgress(++count, topics.length);
  };
  for (let at = 0; at < topics.length && !signal.aborted; at += TOPICS_AT_ONCE) {
    await Promise.all(topics.slice(at, at + TOPICS_AT_ONCE).map(clearOne));
  }
  const run = () => publishBack(bridge, before);
  const until = Date.now() + FOREIGN_UNDO_MILLISECONDS;
  return { count, undo: isComplete && before.length > 0 ? { until, run } : undefined };
}

async function publishBack(bridge: Bridge, before: readonly StoredMessage[]): Promise<Restored> {
  for (const { topic, payload, qos, properties } of before) {
    await publish(bridge, { topic, payload, qos, retain: true, properties });
  }
  return { restored: before.length, kept: 0 };
}

async function publish(bridge: Bridge, message: OutgoingMessage): Promise<void> {
  const result = await bridge.ask("publish", { message });
  if (isFailedPublish(result)) throw new ClearingError(result);
}
