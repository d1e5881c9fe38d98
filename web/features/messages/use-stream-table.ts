import { type RefObject, useCallback, useEffect } from "react";
import { useIsNarrow } from "../../lib/media.ts";
import { useFollowEnd } from "../../ui/use-follow-end.ts";
import type { StreamWindow } from "../../worker/messages.ts";
import type { StreamFollow } from "./use-stream-follow.ts";
import { useStreamRequest, useStreamRows } from "./use-stream-rows.ts";

const ROW_PIXELS = 24;
const NARROW_ROW_PIXELS = 44;
const HEADER_PIXELS = 25;
const PANEL_PIXELS = 264;
const NARROW_PANEL_PIXELS = 400;

/** Where the rows of the stream are, which of them are asked for, and whether the list moves along. */
export function useStreamTable(
  scroller: RefObject<HTMLElement | null>,
  window: StreamWindow,
  follow: StreamFollow,
  opened: number | undefined,
) {
  const isNarrow = useIsNarrow();
  const rowHeight = isNarrow ? NARROW_ROW_PIXELS : ROW_PIXELS;
  const panelHeight = isNarrow ? NARROW_PANEL_PIXELS : PANEL_PIXELS;
  const rowCount = window.end - window.start;
  const openIndex = opened === undefined ? -1 : Math.max(-1, opened - window.start);
  const isOpen = openIndex >= 0;
  const { isFollowing, resume, stop } = follow;
  const onFollowChange = useCallback(
    (isAtEnd: boolean) => {
      if (!isAtEnd) stop();
      // what is opened is being read: scrolling over it to the end does not let go of it
      else if (!isOpen) resume();
    },
    [isOpen, resume, stop],
  );
  // before the rows are chosen: they are to be those at the place that it scrolls to
  useFollowEnd(scroller, { isFollowing, onFollowChange }, rowCount, rowHeight, window.start);
  const rows = useStreamRows(scroller, { rowCount, rowHeight, openIndex, panelHeight }, HEADER_PIXELS);
  useStreamRequest(isFollowing, window.start + rows.first, Math.max(1, rows.end - rows.first));
  const { scrollTo } = rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only opening brings the panel into view
  useEffect(() => {
    if (openIndex >= 0) scrollTo(openIndex);
  }, [opened]);
  const firstRow = window.rows[0]?.position ?? 0;
  return {
    rows,
    rowCount,
    rowHeight,
    panelHeight,
    openIndex,
    rowAt: (index: number) => window.rows[window.start + index - firstRow],
  };
}
