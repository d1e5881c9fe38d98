import { useConnection, useTopics } from "../../bridge/hooks.ts";
import type { TopicsView } from "../../bridge/stores.ts";
import { isSystemTopic } from "./topic-target.ts";

/** Whether all rows there are speak of the broker itself. */
export function hasOnlySystemTopics({ window, rows }: TopicsView): boolean {
  if (window.filter.phase !== "none" || window.first > 0 || window.total > window.rowIds.length) return false;
  return [...rows.values()].every((row) => isSystemTopic(row.path));
}

/** Our own broker, and nobody has published there. */
export function useIsEmptyBroker(): boolean {
  const isOwn = useConnection(
    ({ broker, connection }) => broker === "own" && connection.phase === "connected",
  );
  const hasOnlySystem = useTopics(hasOnlySystemTopics);
  return isOwn && hasOnlySystem;
}
