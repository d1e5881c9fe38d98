import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useState } from "react";
import {
  canvasHeight,
  type RowsGeometry,
  rowTop,
  scrollScale,
  scrollTopFor,
  visibleRows,
} from "../lib/fixed-rows.ts";

const OVERSCAN_ROWS = 6;

export interface FixedRows {
  readonly first: number;
  readonly end: number;
  readonly canvasHeight: number;
  readonly rowsPerPage: number;
  /** Where a row is drawn on the canvas. */
  topOf(index: number): number;
  scrollToRow(index: number): void;
}

interface Viewport {
  readonly height: number;
  readonly scrollTop: number;
}

/** Draws again only when other rows come into view; a list beyond the browser's reach follows every pixel. */
function useViewport(
  scroller: RefObject<HTMLElement | null>,
  geometryOf: (height: number) => RowsGeometry,
  headerHeight: number,
): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ height: 0, scrollTop: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () =>
      setViewport((before) => {
        const height = Math.max(0, element.clientHeight - headerHeight);
        const geometry = geometryOf(height);
        const was = visibleRows(geometry, before.scrollTop);
        const is = visibleRows(geometry, element.scrollTop);
        const isSame =
          scrollScale(geometry) === 1 &&
          before.height === height &&
          was.first === is.first &&
          was.end === is.end;
        return isSame ? before : { height, scrollTop: element.scrollTop };
      });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [scroller, geometryOf, headerHeight]);
  return viewport;
}

/** Which rows of a list with rows of one height are drawn, and where. It costs the same for ten rows and for a million. */
export function useFixedRows(
  scroller: RefObject<HTMLElement | null>,
  rowCount: number,
  rowHeight: number,
  headerHeight = 0,
): FixedRows {
  const geometryOf = useCallback(
    (viewHeight: number): RowsGeometry => ({ rowCount, rowHeight, viewHeight, overscan: OVERSCAN_ROWS }),
    [rowCount, rowHeight],
  );
  const { height, scrollTop } = useViewport(scroller, geometryOf, headerHeight);
  const geometry = useMemo(() => geometryOf(height), [geometryOf, height]);
  const scrollToRow = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (element && index >= 0) element.scrollTop = scrollTopFor(geometry, index, element.scrollTop);
    },
    [scroller, geometry],
  );
  return {
    ...visibleRows(geometry, scrollTop),
    canvasHeight: canvasHeight(geometry),
    rowsPerPage: Math.floor(height / rowHeight),
    topOf: (index) => rowTop(geometry, index, scrollTop),
    scrollToRow,
  };
}

/** Tells which rows are drawn, whenever that changes. */
export function useRangeReport(
  rows: FixedRows,
  report: ((first: number, count: number) => void) | undefined,
): void {
  const { first, end } = rows;
  useEffect(() => {
    report?.(first, end - first);
  }, [report, first, end]);
}
