import type { WaitingMessage } from "../../../core/ports/store.ts";
import { lastNumber, numberKey } from "./keys.ts";
import type { Layers } from "./layers.ts";
import { RecordReader } from "./record-bytes.ts";
import { found } from "./recovered.ts";
import { MESSAGES, QUEUES } from "./tables.ts";

/** Of payloads that are read at a time: more would hold up the broker. */
const MOST_BYTES = 256 * 1024;

/** What the file has of a session's queue behind a place, so many, or fewer where they are large, without what has been taken out since it was written. */
export function waitingIn(
  layers: Layers,
  session: number,
  afterPlace: number,
  limit: number,
): WaitingMessage[] {
  const queue = QUEUES.prefix + numberKey(session);
  const waiting: WaitingMessage[] = [];
  let bytes = 0;
  for (const { key, value } of layers.file.behind(queue, queue + numberKey(afterPlace))) {
    if (waiting.length === limit || bytes >= MOST_BYTES) break;
    if (layers.isRemoved(key.toString("latin1"))) continue;
    const { messageNumber, measure: _, ...queued } = QUEUES.read(new RecordReader(value));
    const message = found(messageNumber, layers.get(MESSAGES, numberKey(messageNumber)));
    bytes += message.payload.length;
    waiting.push({ ...queued, place: lastNumber(key), message });
  }
  return waiting;
}
