import { useCallback, useState } from "react";
import type { Trace, TraceRequest } from "../../../server/adapters/http/contract/trace.ts";
import { useBridge } from "../../bridge/hooks.ts";
import { type InsideClient, InsideError } from "../../bridge/inside-client.ts";
import { type InsideData, useInside } from "../../bridge/use-inside.ts";
import { usePoll } from "../../bridge/use-poll.ts";

/** A trace that runs tells how much it holds this often. */
const POLL_MILLISECONDS = 1_000;

export interface TraceHandle extends Pick<InsideData<unknown>, "state" | "error" | "loadedAt" | "reload"> {
  /** The one that runs, or the last one that did. */
  readonly trace: Trace | undefined;
  readonly isBusy: boolean;
  /** Why the last wish was not granted. */
  readonly problem: string | undefined;
  /** True: it was granted. */
  readonly begin: (request: TraceRequest) => Promise<boolean>;
  readonly end: () => void;
  readonly discard: () => void;
}

/** The trace of our own broker: how it stands, and beginning and ending it. */
export function useTrace(): TraceHandle {
  const { inside } = useBridge();
  const { data, state, error, loadedAt, reload } = useInside("trace", ["trace"], (client, signal) =>
    client.trace(signal),
  );
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const trace = data?.trace;
  usePoll(reload, trace !== undefined && trace.ended === undefined ? POLL_MILLISECONDS : undefined);
  const wish = useCallback(
    async (grant: (client: InsideClient) => Promise<unknown>) => {
      setBusy(true);
      setProblem(undefined);
      const refusal = await grant(inside).then(() => undefined, messageOf);
      setBusy(false);
      setProblem(refusal);
      reload();
      return refusal === undefined;
    },
    [inside, reload],
  );
  return {
    ...{ trace, state, error, loadedAt, reload, isBusy, problem },
    begin: (request) => wish((client) => client.beginTrace(request)),
    end: () => void wish((client) => client.endTrace()),
    discard: () => void wish((client) => client.discardTrace()),
  };
}

function messageOf(error: unknown): string {
  return error instanceof InsideError ? error.message : String(error);
}
