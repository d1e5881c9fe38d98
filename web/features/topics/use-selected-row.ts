import { useState } from "react";
import { useAsk, useDetail, useTopics } from "../../bridge/hooks.ts";
import type { TopicRow } from "../../worker/messages.ts";

interface Wanted {
  readonly row: number;
  /** Undefined while the worker is asked what stands there. */
  readonly path: string | undefined;
}

/**
 * The row that the keys act on. It moves at once, before the worker has confirmed it: a held key would otherwise run
 * into the time a frame takes.
 */
export function useSelectedRow(
  selected: string | undefined,
  onSelect: (path: string) => void,
): readonly [number, (row: number, known: TopicRow | undefined) => void] {
  const ask = useAsk();
  const settledRow = useTopics((view) => view.window.selectedRow);
  const settledPath = useDetail((view) => view.detail?.path);
  const [wanted, setWanted] = useState<Wanted>();
  const isUnderWay =
    wanted !== undefined &&
    (wanted.path === undefined || (wanted.path === selected && wanted.path !== settledPath));
  const move = (row: number, known: TopicRow | undefined) => {
    setWanted({ row, path: known?.path });
    if (known) return onSelect(known.path);
    ask("rowAt", { row }).then((found) => {
      setWanted(found && { row, path: found.path });
      if (found) onSelect(found.path);
    });
  };
  return [isUnderWay ? wanted.row : settledRow, move];
}
