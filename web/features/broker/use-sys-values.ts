import { useCallback, useEffect, useState } from "react";
import { useAsk, useConnection } from "../../bridge/hooks.ts";
import { usePoll } from "../../bridge/use-poll.ts";
import type { TopicValue, ValuesBelow } from "../../worker/messages.ts";
import { changePerSecond, numberOf } from "./sys-number.ts";

const ROOT = "$SYS";
const POLL_MILLISECONDS = 1000;
/** Topics that are read; brokers have some dozens, clusters some hundreds. */
export const MAXIMUM_SYS_TOPICS = 2000;

/** A topic under $SYS with its last value, and how fast that changes. */
export interface SysRow {
  readonly value: TopicValue;
  /** How fast a number grew or fell, per second, between its last two messages; undefined for others. */
  readonly change: number | undefined;
}

export interface SysValues {
  /** Undefined: not read yet. */
  readonly rows: readonly SysRow[] | undefined;
  readonly isCut: boolean;
}

const NOTHING: SysValues = { rows: undefined, isCut: false };

/** What the broker that the page is attached to tells about itself, renewed once a second. */
export function useSysValues(): SysValues {
  const ask = useAsk();
  const isPaused = useConnection((state) => state.isPaused);
  const url = useConnection((state) => state.url);
  const [read, setRead] = useState<SysValues & { readonly url: string }>({ ...NOTHING, url });
  const load = useCallback(() => {
    ask("valuesBelow", { path: ROOT, limit: MAXIMUM_SYS_TOPICS }).then((answer) =>
      setRead((before) => ({ ...renewed(before.url === url ? before : NOTHING, answer), url })),
    );
  }, [ask, url]);
  useEffect(load, [load]);
  usePoll(load, isPaused ? undefined : POLL_MILLISECONDS);
  return read.url === url ? read : NOTHING;
}

/** Rows without news stay the same objects, so that they are not drawn again. */
function renewed(before: SysValues, { values, isCut }: ValuesBelow): SysValues {
  const known = new Map((before.rows ?? []).map((row) => [row.value.topicId, row]));
  const rows = values.map((value): SysRow => {
    const row = known.get(value.topicId);
    if (row?.value.index === value.index) return row;
    // the first message may be a retained one: how old it was then, nobody knows
    const isKnown = row !== undefined && row.value.index > 1;
    return { value, change: isKnown ? changeOf(row.value, value) : undefined };
  });
  return { rows, isCut };
}

function changeOf(before: TopicValue, after: TopicValue): number | undefined {
  const [from, to] = [numberOf(before.preview), numberOf(after.preview)];
  return from === undefined || to === undefined
    ? undefined
    : changePerSecond({ at: before.at, value: from }, { at: after.at, value: to });
}
