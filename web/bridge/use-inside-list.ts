import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { Page } from "../../server/adapters/http/contract.ts";
import { useBridge, useConnection, useInsideView } from "./hooks.ts";
import type { InsideClient } from "./inside-client.ts";
import type { InsideResource } from "./inside-events.ts";
import { InsideList, type InsideListView } from "./inside-list.ts";
import { usePoll } from "./use-poll.ts";

export interface InsideListOptions<Row> {
  /** Names what is read: another filter or order. */
  readonly key: string;
  readonly resources: readonly InsideResource[];
  readonly keyOf: (row: Row) => string;
  readonly read: (
    inside: InsideClient,
    page: { readonly limit: number; readonly cursor?: string },
    signal: AbortSignal,
  ) => Promise<Page<Row>>;
  /** Read again so often beside the events, for what no event tells. */
  readonly pollMilliseconds?: number;
}

export interface InsideListHandle<Row> extends Omit<InsideListView<Row>, "state"> {
  /** `elsewhere`: attached to a broker that is not Vitrina's own. */
  readonly state: "elsewhere" | InsideListView<Row>["state"];
  readonly reload: () => void;
  /** For VirtualTable. */
  readonly onRangeChange: (first: number, count: number) => void;
  readonly onHoldChange: (isHeld: boolean) => void;
}

/** A long list of the inside API: read by the page, renewed by events, held under the pointer. */
export function useInsideList<Row>(options: InsideListOptions<Row>): InsideListHandle<Row> {
  const { key, resources, keyOf, read, pollMilliseconds } = options;
  const { inside } = useBridge();
  const isElsewhere = useInsideView((view) => view.availability === "elsewhere");
  const version = useInsideView((view) =>
    resources.reduce((sum, resource) => sum + view.versions[resource], 0),
  );
  const [list] = useState(() => new InsideList<Row>(keyOf));
  const latestRead = useRef(read);
  useEffect(() => {
    latestRead.current = read;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another list
  useEffect(() => {
    if (isElsewhere) return;
    list.open((cursor, limit, signal) =>
      latestRead.current(inside, cursor === undefined ? { limit } : { limit, cursor }, signal),
    );
    return () => list.close();
  }, [list, inside, isElsewhere, key]);
  // a pause stops the view; what the reader asks for, another filter or rows further down, is read all the same
  const isPaused = useConnection((state) => state.isPaused);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is the reason to read again
  useEffect(() => {
    if (!isPaused) list.refresh();
  }, [list, version, isPaused]);
  const reload = useCallback(() => list.refresh(), [list]);
  usePoll(reload, isElsewhere || isPaused ? undefined : pollMilliseconds);
  const view = useStore(list.store);
  return {
    ...view,
    state: isElsewhere ? "elsewhere" : view.state,
    reload,
    onRangeChange: useCallback((first: number, count: number) => list.show(first, count), [list]),
    onHoldChange: useCallback((isHeld: boolean) => list.hold(isHeld), [list]),
  };
}
