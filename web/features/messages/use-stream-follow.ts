import { useCallback, useMemo, useState } from "react";
import type { StreamWindow } from "../../worker/messages.ts";

/** Whether the list moves with the newest message, and how many came since it stopped. */
export interface StreamFollow {
  readonly isFollowing: boolean;
  readonly newCount: number;
  readonly stop: () => void;
  readonly resume: () => void;
}

/** The list follows its end until the reader leaves it. */
export function useStreamFollow({ start, end }: Pick<StreamWindow, "start" | "end">): StreamFollow {
  const [leftAt, setLeftAt] = useState<number>();
  const stop = useCallback(() => setLeftAt((before) => before ?? end), [end]);
  const resume = useCallback(() => setLeftAt(undefined), []);
  return useMemo(
    () => ({
      isFollowing: leftAt === undefined,
      newCount: leftAt === undefined ? 0 : Math.max(0, end - Math.max(leftAt, start)),
      stop,
      resume,
    }),
    [leftAt, start, end, stop, resume],
  );
}
