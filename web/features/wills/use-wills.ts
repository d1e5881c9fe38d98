import { useCallback, useMemo, useRef } from "react";
import type { WillsQuery } from "../../../server/adapters/http/contract/requests.ts";
import type { Will } from "../../../server/adapters/http/contract.ts";
import { type InsideData, useInside } from "../../bridge/use-inside.ts";
import { type InsideListHandle, useInsideList } from "../../bridge/use-inside-list.ts";
import type { StateChoice } from "./will-params.ts";
import { endedRows, fitsEnded, nowRow, type WillRow } from "./will-row.ts";

/** Payloads come with them, so only these at first; all when they are scrolled to. */
const FIRST_ENDED = 200;
const ALL_ENDED = 1000;
const SCROLL_MARGIN = 50;
const RESOURCES = ["wills"] as const;

const keyOf = (will: Will) => will.clientId;

/** The wills that may still be published and those that ended, as far as they fit. */
export interface Wills {
  readonly now: InsideListHandle<Will>;
  readonly nowRows: readonly WillRow[];
  readonly ended: Pick<InsideData<unknown>, "state" | "error" | "reload">;
  /** All that were read, whether they fit or not. */
  readonly allEnded: readonly WillRow[];
  readonly endedRows: readonly WillRow[];
  /** How many the broker keeps. */
  readonly endedTotal: number;
  readonly onEndedRange: (first: number, count: number) => void;
}

/** Reads both lists, live. */
export function useWills(filter: string, state: StateChoice): Wills {
  const query = willsQuery(filter, state);
  const now = useInsideList<Will>({
    key: JSON.stringify(query),
    resources: RESOURCES,
    keyOf,
    read: (inside, page, signal) => inside.wills({ ...query, ...page }, signal),
  });
  const limit = useRef(FIRST_ENDED);
  const ended = useInside("ended wills", RESOURCES, (inside, signal) =>
    inside.endedWills(limit.current, signal),
  );
  const { data, reload } = ended;
  const onEndedRange = useCallback(
    (first: number, count: number) => {
      if (limit.current === ALL_ENDED || first + count < FIRST_ENDED - SCROLL_MARGIN) return;
      limit.current = ALL_ENDED;
      reload();
    },
    [reload],
  );
  const nowRows = useMemo(() => now.rows.map(nowRow), [now.rows]);
  const allEnded = useMemo(() => endedRows(data?.items ?? []), [data]);
  const fitting = useMemo(
    () => allEnded.filter((row) => row.kind === "ended" && fitsEnded(row, filter, state)),
    [allEnded, filter, state],
  );
  return { now, nowRows, ended, allEnded, endedRows: fitting, endedTotal: data?.total ?? 0, onEndedRange };
}

function willsQuery(filter: string, state: StateChoice): WillsQuery {
  const words = filter.trim();
  return {
    ...(words === "" ? {} : { filter: words }),
    ...(state === "armed" || state === "waiting"
      ? { state: state === "waiting" ? ("delayed" as const) : ("armed" as const) }
      : {}),
  };
}
