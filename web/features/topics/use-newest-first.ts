import { type UIEvent, useCallback, useEffect, useState } from "react";
import {
  askedRange,
  type HeldPositions,
  newerThan,
  rowsFrom,
  type Top,
  topPosition,
} from "./newest-first.ts";

/** Asked for before the list knows that it has rows at all. */
const LEAST_ROWS = 50;

/** A range of rows as the worker is asked for it. */
export type AskRange = (from: number | undefined, count: number) => void;

export interface NewestFirst {
  readonly rowCount: number;
  /** Newer than the top row, while it stays. */
  readonly newer: number;
  readonly positionAt: (row: number) => number;
  readonly onRangeChange: (first: number, count: number) => void;
  readonly onHoldChange: (isHeld: boolean) => void;
  /** For an element around the list. */
  readonly onScrollCapture: (event: UIEvent) => void;
}

/**
 * A list with its newest row at the top. It moves along until the pointer is over it or it is scrolled; then its rows
 * stay where they are. `key` names the list: another one begins at its newest again. Memoise `ask`.
 */
export function useNewestFirst(key: string, held: HeldPositions, ask: AskRange): NewestFirst {
  const [top, setTop] = useState<Top>("newest");
  const [range, setRange] = useState({ first: 0, count: 1 });
  const [isHeld, setHeld] = useState(false);
  const [isAtTop, setAtTop] = useState(true);
  const [shownKey, setShownKey] = useState(key);
  if (shownKey !== key) {
    setShownKey(key);
    setTop("newest");
  }
  const mayMove = !isHeld && isAtTop;
  const { newest } = held;
  useEffect(() => {
    if (mayMove) setTop("newest");
    else setTop((before) => (before === "newest" ? newest : before));
  }, [mayMove, newest]);
  const asked = askedRange(top, held, range.first, Math.max(range.count, LEAST_ROWS));
  useEffect(() => ask(asked.from, asked.count), [ask, asked.from, asked.count]);
  useEffect(() => () => ask(undefined, 0), [ask]);
  return {
    rowCount: rowsFrom(top, held),
    newer: newerThan(top, held),
    positionAt: (row) => topPosition(top, held) - row,
    onRangeChange: useCallback((first: number, count: number) => setRange({ first, count }), []),
    onHoldChange: setHeld,
    onScrollCapture: useCallback(({ target }: UIEvent) => {
      if (target instanceof Element) setAtTop(target.scrollTop <= 0);
    }, []),
  };
}
