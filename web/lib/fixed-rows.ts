/** Browsers clip elements taller than this (Firefox at 17.8 million pixels). */
export const MAXIMUM_CANVAS_PIXELS = 15_000_000;

export interface RowsGeometry {
  readonly rowCount: number;
  readonly rowHeight: number;
  /** Height that rows are seen in, pixels. */
  readonly viewHeight: number;
  /** Rows drawn beyond each edge. */
  readonly overscan: number;
}

export interface VisibleRows {
  readonly first: number;
  /** The row after the last. */
  readonly end: number;
}

/** The height of the element that is scrolled. */
export function canvasHeight({ rowCount, rowHeight }: RowsGeometry): number {
  return Math.min(rowCount * rowHeight, MAXIMUM_CANVAS_PIXELS);
}

/** Pixels of list that one pixel of scrolling moves: 1 until the list is too tall for a browser. */
export function scrollScale(geometry: RowsGeometry): number {
  const total = geometry.rowCount * geometry.rowHeight;
  const canvas = canvasHeight(geometry);
  if (total <= canvas || canvas <= geometry.viewHeight) return 1;
  return (total - geometry.viewHeight) / (canvas - geometry.viewHeight);
}

/** Which rows are to be drawn at this scroll position. */
export function visibleRows(geometry: RowsGeometry, scrollTop: number): VisibleRows {
  const top = Math.max(0, scrollTop * scrollScale(geometry));
  const first = Math.floor(top / geometry.rowHeight) - geometry.overscan;
  const end = Math.ceil((top + geometry.viewHeight) / geometry.rowHeight) + geometry.overscan;
  return {
    first: Math.min(Math.max(0, first), geometry.rowCount),
    end: Math.max(0, Math.min(end, geometry.rowCount)),
  };
}

/** Where a row is drawn on the canvas. */
export function rowTop(geometry: RowsGeometry, index: number, scrollTop: number): number {
  const scale = scrollScale(geometry);
  return index * geometry.rowHeight - (scale === 1 ? 0 : scrollTop * (scale - 1));
}

/** The scroll position at which a row is in view, moving as little as possible. */
export function scrollTopFor(geometry: RowsGeometry, index: number, scrollTop: number): number {
  const scale = scrollScale(geometry);
  const top = scrollTop * scale;
  const start = index * geometry.rowHeight;
  const latest = start + geometry.rowHeight - geometry.viewHeight;
  if (start < top) return start / scale;
  return latest > top ? latest / scale : scrollTop;
}

/** Where the selection goes by a key; undefined: the key does not move it. -1 is no selection. */
export function movedIndex(
  key: string,
  index: number,
  rowCount: number,
  rowsPerPage: number,
): number | undefined {
  if (rowCount === 0) return undefined;
  const clamp = (target: number) => Math.max(0, Math.min(target, rowCount - 1));
  const page = Math.max(1, rowsPerPage - 1);
  switch (key) {
    case "ArrowDown":
      return clamp(index + 1);
    case "ArrowUp":
      return index < 0 ? rowCount - 1 : clamp(index - 1);
    case "PageDown":
      return clamp(index + page);
    case "PageUp":
      return clamp(index - page);
    case "Home":
      return 0;
    case "End":
      return rowCount - 1;
    default:
      return undefined;
  }
}
