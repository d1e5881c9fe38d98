import { useEffect, useRef } from "react";
import type { RetainedSummary } from "../../../server/adapters/http/contract/retained.ts";
import { type InsideData, useInside } from "../../bridge/use-inside.ts";

/** No event tells of each retained message: the record is read again after a new one, so often at most. */
const READ_AGAIN_MILLISECONDS = 1000;

/** What our own broker keeps of the retained message of a topic, its author first of all; undefined data: none. */
export function useRetainedRecord(
  topic: string,
  newestIndex: number,
): InsideData<RetainedSummary | undefined> {
  const record = useInside(`retained ${topic}`, ["retained"], async (inside, signal) => {
    const { items } = await inside.retained({ filter: topic, limit: 1 }, signal);
    return items[0];
  });
  const { reload } = record;
  const readIndex = useRef(newestIndex);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (newestIndex === readIndex.current || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      readIndex.current = newestIndex;
      reload();
    }, READ_AGAIN_MILLISECONDS);
  }, [newestIndex, reload]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return record;
}
