import { useSyncExternalStore } from "react";

/** Up to here list and detail are two screens. */
const NARROW = "(max-width: 640px)";

/** Whether a media query holds now. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}

/** A screen of a telephone's width. */
export function useIsNarrow(): boolean {
  return useMediaQuery(NARROW);
}
