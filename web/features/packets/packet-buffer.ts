import type { PacketRow } from "./packet-row.ts";

/** What the page keeps of a list, the newest: rows, and bytes of their packets. */
const KEPT_ROWS = 20_000;
const KEPT_BYTES = 32 * 1024 * 1024;

/** The packets that the page has read. */
export interface PacketBuffer {
  readonly rows: readonly PacketRow[];
  /** Packets that gave way in the broker before the page could read them. */
  readonly missed: number;
  /** Older packets that the page let go. */
  readonly evicted: number;
  /** Of the last packet that was read. */
  readonly lastSequence: number;
}

export const EMPTY_BUFFER: PacketBuffer = { rows: [], missed: 0, evicted: 0, lastSequence: 0 };

/** The buffer with packets that came after those in it. */
export function appended(buffer: PacketBuffer, arrived: readonly PacketRow[]): PacketBuffer {
  const first = arrived[0];
  const last = arrived.at(-1);
  if (first === undefined || last === undefined) return buffer;
  const isBeginning = buffer.lastSequence === 0;
  const missed = isBeginning ? 0 : Math.max(0, first.sequence - buffer.lastSequence - 1);
  const all = [...buffer.rows, ...arrived];
  const from = firstKept(all);
  return {
    rows: from === 0 ? all : all.slice(from),
    missed: buffer.missed + missed,
    evicted: buffer.evicted + from,
    lastSequence: last.sequence,
  };
}

/** The buffer of a reader that is so far behind that it would keep none of what it skips. */
export function caughtUp(buffer: PacketBuffer, newest: number): PacketBuffer {
  const from = newest - KEPT_ROWS;
  if (buffer.lastSequence === 0 || from <= buffer.lastSequence) return buffer;
  return { ...buffer, missed: buffer.missed + from - buffer.lastSequence, lastSequence: from };
}

function firstKept(rows: readonly PacketRow[]): number {
  let bytes = 0;
  for (let at = rows.length - 1; at >= 0; at--) {
    bytes += rows[at]?.bytes.length ?? 0;
    if (bytes > KEPT_BYTES || rows.length - at > KEPT_ROWS) return at + 1;
  }
  return 0;
}
