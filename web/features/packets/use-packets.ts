import { useCallback, useEffect, useRef, useState } from "react";
import { useBridge, useConnection } from "../../bridge/hooks.ts";
import { InsideError } from "../../bridge/inside-client.ts";
import { usePoll } from "../../bridge/use-poll.ts";
import { appended, caughtUp, EMPTY_BUFFER, type PacketBuffer } from "./packet-buffer.ts";
import type { PacketList } from "./packet-params.ts";
import { rowOf } from "./packet-row.ts";

const POLL_MILLISECONDS = 500;
const PACKETS_PER_ANSWER = 1_000;
/** So that a reader never keeps the broker busy: what is more than it can read gives way, and is counted. */
const ANSWERS_PER_POLL = 4;

interface ReadPackets {
  readonly buffer: PacketBuffer;
  readonly error: InsideError | undefined;
}

export interface PacketsHandle extends ReadPackets {
  readonly reload: () => void;
  /** Takes the rows off the screen; what comes later is shown. */
  readonly clear: () => void;
}

interface Reading {
  /** What is read: another list, or another trace, begins anew. */
  readonly key: string;
  buffer: PacketBuffer;
  isBusy: boolean;
}

const NOTHING_READ: ReadPackets = { buffer: EMPTY_BUFFER, error: undefined };

/** Reads a list of packets on from where it is, as long as the view is not paused; undefined: nothing is read. */
export function usePackets(list: PacketList, key: string | undefined): PacketsHandle {
  const { inside } = useBridge();
  const isPaused = useConnection((state) => state.isPaused);
  const reading = useRef<Reading>(undefined);
  const [view, setView] = useState<ReadPackets>(NOTHING_READ);

  useEffect(() => {
    reading.current = key === undefined ? undefined : { key, buffer: EMPTY_BUFFER, isBusy: false };
    setView(NOTHING_READ);
    return () => {
      reading.current = undefined;
    };
  }, [key]);

  const readOn = useCallback(async () => {
    const now = reading.current;
    if (now === undefined || now.isBusy) return;
    now.isBusy = true;
    try {
      for (let answers = 0, isMore = true; isMore && answers < ANSWERS_PER_POLL; answers++) {
        const after = now.buffer.lastSequence;
        const { items, lastSequence } = await (list === "trace"
          ? inside.tracedPackets(after, PACKETS_PER_ANSWER)
          : inside.faultyPackets(after, PACKETS_PER_ANSWER));
        if (reading.current !== now) return;
        now.buffer = appended(now.buffer, items.map(rowOf));
        const { buffer } = now;
        setView((before) =>
          before.buffer === buffer && before.error === undefined ? before : { buffer, error: undefined },
        );
        isMore = items.length > 0 && buffer.lastSequence < lastSequence;
        now.buffer = caughtUp(buffer, lastSequence);
      }
    } catch (error) {
      if (!(error instanceof InsideError)) throw error;
      if (reading.current === now) setView({ buffer: now.buffer, error });
    } finally {
      now.isBusy = false;
    }
  }, [inside, list]);

  const reload = useCallback(() => void readOn(), [readOn]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another list
  useEffect(reload, [reload, key]);
  usePoll(reload, isPaused || key === undefined ? undefined : POLL_MILLISECONDS);
  const clear = useCallback(() => {
    const now = reading.current;
    if (now === undefined) return;
    now.buffer = { ...EMPTY_BUFFER, lastSequence: now.buffer.lastSequence };
    setView({ buffer: now.buffer, error: undefined });
  }, []);
  return { ...view, reload, clear };
}
