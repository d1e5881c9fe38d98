/** A list of rows of one height, with one row opened in place. */
export interface StreamGeometry {
  readonly rowCount: number;
  readonly rowHeight: number;
  /** -1: none. */
  readonly openIndex: number;
  /** Below the open row, pixels. */
  readonly panelHeight: number;
}

/** Height of all rows and the open panel. */
export function streamHeight({ rowCount, rowHeight, openIndex, panelHeight }: StreamGeometry): number {
  return rowCount * rowHeight + (openIndex >= 0 && openIndex < rowCount ? panelHeight : 0);
}

/** Where a row begins. */
export function rowTopOf({ rowHeight, openIndex, panelHeight }: StreamGeometry, index: number): number {
  return index * rowHeight + (openIndex >= 0 && index > openIndex ? panelHeight : 0);
}

/** The row at a height; within the panel it is the open row. */
export function rowAtHeight(geometry: StreamGeometry, y: number): number {
  const { rowCount, rowHeight, openIndex, panelHeight } = geometry;
  const panelTop = (openIndex + 1) * rowHeight;
  const isBelowPanel = openIndex >= 0 && y >= panelTop + panelHeight;
  const isInPanel = openIndex >= 0 && y >= panelTop && !isBelowPanel;
  const index = isInPanel ? openIndex : Math.floor((isBelowPanel ? y - panelHeight : y) / rowHeight);
  return Math.max(0, Math.min(rowCount - 1, index));
}

/** Rows that are drawn: from `first` up to, not including, `end`. */
export function rowsInView(
  geometry: StreamGeometry,
  scrollTop: number,
  viewHeight: number,
  overscan: number,
): { readonly first: number; readonly end: number } {
  if (geometry.rowCount === 0) return { first: 0, end: 0 };
  const first = rowAtHeight(geometry, scrollTop) - overscan;
  const end = rowAtHeight(geometry, scrollTop + viewHeight) + 1 + overscan;
  return { first: Math.max(0, first), end: Math.min(geometry.rowCount, end) };
}

/** The scroll position at which a row, with its panel if that fits, is in view, moving as little as possible. */
export function scrollToShow(
  geometry: StreamGeometry,
  index: number,
  scrollTop: number,
  viewHeight: number,
): number {
  const top = rowTopOf(geometry, index);
  const height = geometry.rowHeight + (index === geometry.openIndex ? geometry.panelHeight : 0);
  const latest = top + height - viewHeight;
  if (top < scrollTop || height > viewHeight) return top;
  return Math.max(latest, scrollTop);
}
