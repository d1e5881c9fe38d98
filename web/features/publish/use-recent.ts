import { useCallback, useState } from "react";
import type { PublishForm } from "./publish-form.ts";
import { isKept, type RecentPublish, readRecent, withRecent, writeRecent } from "./recent-publishes.ts";

export interface RecentList {
  readonly list: readonly RecentPublish[];
  /** The last one published is too large to be kept. */
  readonly isLastTooLarge: boolean;
  readonly add: (form: PublishForm) => void;
  readonly remove: (id: number) => void;
  readonly replace: (list: readonly RecentPublish[]) => void;
}

/** The messages published last from this browser. */
export function useRecent(): RecentList {
  const [list, setList] = useState(readRecent);
  const replace = useCallback((next: readonly RecentPublish[]) => {
    writeRecent(next);
    setList(next);
  }, []);
  // other tabs may have published meanwhile: what is stored is what counts
  const [isLastTooLarge, setLastTooLarge] = useState(false);
  const add = useCallback(
    (form: PublishForm) => {
      setLastTooLarge(!isKept(form));
      replace(withRecent(readRecent(), form, Date.now()));
    },
    [replace],
  );
  const remove = useCallback(
    (id: number) => replace(readRecent().filter((recent) => recent.id !== id)),
    [replace],
  );
  return { list, isLastTooLarge, add, remove, replace };
}
