import type { HistoryChange, HistoryRow, HistoryWindow, Series } from "../messages/topics.ts";
import type { History } from "../records/history.ts";
import { numberAt, numericFields, WHOLE_PAYLOAD } from "../records/number-fields.ts";
import { summaryOf } from "../records/stored-message.ts";

const MAXIMUM_HISTORY_ROWS = 500;
const MAXIMUM_SERIES_POINTS = 20_000;

/** The visible part of a topic's history, newest first, from `fromIndex` (or the newest) back. */
export function historyWindow(
  history: History,
  topicId: number,
  fromIndex: number | undefined,
  count: number,
): HistoryWindow {
  const newestIndex = history.newestIndex(topicId);
  const oldestIndex = history.oldestIndex(topicId);
  const from = Math.min(fromIndex ?? newestIndex, newestIndex);
  const addresses: number[] = [];
  // one more than is shown: the last row is compared with it
  history.back(topicId, from, Math.min(count, MAXIMUM_HISTORY_ROWS) + 1, (address) =>
    addresses.push(address),
  );
  const rows: HistoryRow[] = [];
  for (const [n, address] of addresses.entries()) {
    if (n === Math.min(count, MAXIMUM_HISTORY_ROWS)) break;
    rows.push({ ...summaryOf(history.log, address), change: changeOf(history, address, addresses[n + 1]) });
  }
  return { topicId, newestIndex, oldestIndex, rows };
}

/** Numbers of one field from message `fromIndex` on, oldest first; the newest `limit` of them. */
export function seriesOf(
  history: History,
  topicId: number,
  field: string,
  fromIndex: number,
  limit: number,
): Series {
  const newestIndex = history.newestIndex(topicId);
  const oldest = Math.max(fromIndex, history.oldestIndex(topicId));
  const count = Math.min(newestIndex - oldest + 1, limit, MAXIMUM_SERIES_POINTS);
  const times: number[] = [];
  const values: number[] = [];
  let skipped = 0;
  if (count > 0) {
    history.back(topicId, newestIndex, count, (address) => {
      const value = numberAt(history.log.payload(address), field);
      if (value === undefined) skipped++;
      else {
        times.push(history.log.at(address));
        values.push(value);
      }
    });
  }
  return {
    topicId,
    field,
    times: Float64Array.from(times.reverse()),
    values: Float64Array.from(values.reverse()),
    nextIndex: newestIndex + 1,
    skipped,
  };
}

function changeOf(history: History, address: number, before: number | undefined): HistoryChange {
  if (before === undefined) return { kind: "first" };
  const now = history.log.payload(address);
  const then = history.log.payload(before);
  if (isSameBytes(now, then)) return { kind: "same" };
  const [numberNow, numberThen] = [loneNumber(now), loneNumber(then)];
  if (numberNow !== undefined && numberThen !== undefined) {
    return { kind: "number", difference: numberNow - numberThen };
  }
  return { kind: "other", byteDifference: now.length - then.length };
}

/** The number that a payload is, or the only one in its JSON. */
function loneNumber(payload: Uint8Array): number | undefined {
  const whole = numberAt(payload, WHOLE_PAYLOAD);
  if (whole !== undefined) return whole;
  const fields = numericFields(payload);
  return fields.length === 1 && fields[0] !== undefined ? numberAt(payload, fields[0]) : undefined;
}

/** Whether two payloads are equal, byte by byte. */
export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
