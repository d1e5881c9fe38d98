import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/** So near to the end counts as at the end. */
const NEAR_END_PIXELS = 8;

export interface FollowEnd {
  readonly isFollowing: boolean;
  readonly onFollowChange: (isFollowing: boolean) => void;
}

/** Keeps a growing list at its end while the reader is there, and still while they are not. */
export function useFollowEnd(
  scroller: RefObject<HTMLElement | null>,
  follow: FollowEnd | undefined,
  rowCount: number,
  rowHeight: number,
  firstPosition: number,
): void {
  const lastFirst = useRef(firstPosition);
  const isFollowing = follow?.isFollowing ?? false;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new row moves the end
  useLayoutEffect(() => {
    const element = scroller.current;
    const gone = firstPosition - lastFirst.current;
    lastFirst.current = firstPosition;
    if (!element) return;
    if (isFollowing) element.scrollTop = element.scrollHeight;
    else if (gone > 0) element.scrollTop -= gone * rowHeight;
  }, [scroller, isFollowing, rowCount, rowHeight, firstPosition]);

  const onFollowChange = follow?.onFollowChange;
  useEffect(() => {
    const element = scroller.current;
    if (!element || !onFollowChange) return;
    let before = element.scrollTop;
    const onScroll = () => {
      const isAtEnd = element.scrollHeight - element.clientHeight - element.scrollTop <= NEAR_END_PIXELS;
      // Only moving up leaves the end: growing alone does not.
      if (isAtEnd) onFollowChange(true);
      else if (element.scrollTop < before) onFollowChange(false);
      before = element.scrollTop;
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [scroller, onFollowChange]);
}
