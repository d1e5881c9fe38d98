import { useState } from "react";
import type { QueueEntry, SessionQueue } from "../../../server/adapters/http/contract/session-queue.ts";
import { type InsideListHandle, useInsideList } from "../../bridge/use-inside-list.ts";

/** Queues move without an event. */
const POLL_MILLISECONDS = 1000;
const RESOURCES = ["sessions"] as const;

/** What bounds a queue, and what gives way in it. */
export type QueueBounds = Omit<SessionQueue, "items" | "nextCursor">;

export interface QueueView {
  readonly list: InsideListHandle<QueueEntry>;
  /** Undefined until the first page is here. */
  readonly bounds: QueueBounds | undefined;
  /** How many have left its head since it was opened: the rows behind them stay where they are. */
  readonly firstPosition: number;
}

const keyOf = (entry: QueueEntry) => entry.id;

/** The queue of one session, read as it is scrolled to, and live. */
export function useQueue(clientId: string): QueueView {
  const [bounds, setBounds] = useState<QueueBounds>();
  const list = useInsideList<QueueEntry>({
    key: `queue ${clientId}`,
    resources: RESOURCES,
    keyOf,
    pollMilliseconds: POLL_MILLISECONDS,
    read: async (inside, page, signal) => {
      const { items, nextCursor, ...rest } = await inside.sessionQueue({ clientId, ...page }, signal);
      setBounds(rest);
      return { items, total: rest.total, ...(nextCursor !== undefined && { nextCursor }) };
    },
  });
  return { list, bounds, firstPosition: useGoneRows(list.rows) };
}

function useGoneRows(rows: readonly QueueEntry[]): number {
  const [known, setKnown] = useState({ rows, gone: 0 });
  if (known.rows === rows) return known.gone;
  const gone = known.gone + goneBetween(known.rows, rows);
  setKnown({ rows, gone });
  return gone;
}

/** How many rows stood before the one that is the first now; 0 where that is a new one. */
export function goneBetween(before: readonly QueueEntry[], after: readonly QueueEntry[]): number {
  const first = after[0]?.id;
  return Math.max(
    0,
    before.findIndex(({ id }) => id === first),
  );
}
