import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";
import { useSend } from "../../bridge/hooks.ts";
import { rowsInView, rowTopOf, type StreamGeometry, scrollToShow, streamHeight } from "./stream-geometry.ts";

const OVERSCAN_ROWS = 8;

export interface StreamRows {
  readonly first: number;
  readonly end: number;
  readonly height: number;
  readonly rowsPerPage: number;
  topOf(index: number): number;
  scrollTo(index: number): void;
}

/** Which rows are in view: drawn again only when that changes. */
export function useStreamRows(
  scroller: RefObject<HTMLElement | null>,
  geometry: StreamGeometry,
  headerHeight: number,
): StreamRows {
  const { rowCount, rowHeight, openIndex, panelHeight } = geometry;
  const [view, setView] = useState({ first: 0, end: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => {
      const height = Math.max(0, element.clientHeight - headerHeight);
      const shape = { rowCount, rowHeight, openIndex, panelHeight };
      const next = { ...rowsInView(shape, element.scrollTop, height, OVERSCAN_ROWS), height };
      setView((before) =>
        before.first === next.first && before.end === next.end && before.height === height ? before : next,
      );
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [scroller, rowCount, rowHeight, openIndex, panelHeight, headerHeight]);
  const scrollTo = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const shape = { rowCount, rowHeight, openIndex, panelHeight };
      element.scrollTop = scrollToShow(shape, index, element.scrollTop, element.clientHeight - headerHeight);
    },
    [scroller, rowCount, rowHeight, openIndex, panelHeight, headerHeight],
  );
  return {
    first: Math.min(view.first, rowCount),
    end: Math.min(view.end, rowCount),
    height: streamHeight(geometry),
    rowsPerPage: Math.floor(view.height / rowHeight),
    topOf: (index) => rowTopOf(geometry, index),
    scrollTo,
  };
}

/** Asks the worker for the rows in view: the newest while following, else those at a position. */
export function useStreamRequest(isFollowing: boolean, fromPosition: number, count: number): void {
  const send = useSend();
  const from = isFollowing ? undefined : fromPosition;
  useEffect(() => {
    send({ type: "viewStream", count, ...(from === undefined ? {} : { fromPosition: from }) });
  }, [send, from, count]);
  useEffect(() => () => send({ type: "viewStream", count: 0 }), [send]);
}
