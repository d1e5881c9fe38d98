import type { StoredMessage, WaitingMessage } from "../../../core/ports/store.ts";
import { lastNumber, numberKey } from "./keys.ts";
import type { Layers } from "./layers.ts";
import { damagedRecord } from "./lmdb-file.ts";
import type { MessageMeasure } from "./message-record.ts";
import { RecordReader } from "./record-bytes.ts";
import { found } from "./recovered.ts";
import { MESSAGES, QUEUES } from "./tables.ts";

/** Of payloads that are read at a time: more would hold up the broker. */
const MOST_BYTES = 256 * 1024;

const NOTHING = new Uint8Array(0);
/** In the place of what cannot be read: it has expired, so that it is dropped. */
const LOST: StoredMessage = {
  number: 0,
  topic: "",
  payload: NOTHING,
  qos: 1,
  retain: false,
  properties: NOTHING,
  expiresAt: 0,
  receivedAt: 0,
  publisher: { clientId: "", userName: undefined },
};
const LOST_PLACE = { qos: 1, retain: false, subscriptionIdentifiers: [], sharedFilter: undefined } as const;

/**
 * What the file has of a session's queue behind a place, so many, or fewer where they are large, without what has been taken
 * out since it was written. What is damaged is told, and given as a message that has expired.
 */
export function waitingIn(
  layers: Layers,
  session: number,
  afterPlace: number,
  limit: number,
  onUnreadable: (error: unknown) => void,
): WaitingMessage[] {
  const queue = QUEUES.prefix + numberKey(session);
  const waiting: WaitingMessage[] = [];
  let bytes = 0;
  for (const { key, value } of layers.file.behind(queue, queue + numberKey(afterPlace))) {
    if (waiting.length === limit || bytes >= MOST_BYTES) break;
    if (layers.isRemoved(key.toString("latin1"))) continue;
    const place = lastNumber(key);
    if (value === undefined) {
      onUnreadable(damagedRecord(key));
      waiting.push({ ...LOST_PLACE, place, message: LOST });
      continue;
    }
    const { messageNumber, measure, ...queued } = QUEUES.read(new RecordReader(value));
    const message = messageIn(layers, messageNumber, measure, onUnreadable);
    bytes += message.payload.length;
    waiting.push({ ...queued, place, message });
  }
  return waiting;
}

function messageIn(
  layers: Layers,
  number: number,
  measure: MessageMeasure | undefined,
  onUnreadable: (error: unknown) => void,
): StoredMessage {
  try {
    return found(number, layers.get(MESSAGES, numberKey(number)));
  } catch (error) {
    onUnreadable(error);
    // so long that what is counted of the queue comes out even
    return { ...LOST, number, payload: new Uint8Array(measure?.bytes ?? 0) };
  }
}
