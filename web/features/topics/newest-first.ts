/** What is held of a list that grows at its newest end and loses its oldest. Positions grow with time. */
export interface HeldPositions {
  /** Less than `oldest` when nothing is held. */
  readonly newest: number;
  readonly oldest: number;
}

/** Where the top row stands: at the newest, moving along, or at a position that stays. */
export type Top = "newest" | number;

/** The position of the top row. */
export function topPosition(top: Top, { newest }: HeldPositions): number {
  return top === "newest" ? newest : Math.min(top, newest);
}

/** Rows from the top down to the oldest. */
export function rowsFrom(top: Top, held: HeldPositions): number {
  return Math.max(0, topPosition(top, held) - held.oldest + 1);
}

/** Positions above the top row, that came since it stays. */
export function newerThan(top: Top, held: HeldPositions): number {
  return held.newest - topPosition(top, held);
}

/** What the worker is asked for: absent `from` moves along with the newest. */
export function askedRange(
  top: Top,
  held: HeldPositions,
  first: number,
  count: number,
): { readonly from: number | undefined; readonly count: number } {
  const isAtNewest = top === "newest" && first === 0;
  return { from: isAtNewest ? undefined : topPosition(top, held) - first, count };
}
