import { useEffect, useRef } from "react";
import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import { useConnection } from "../../bridge/hooks.ts";
import type { InsideError } from "../../bridge/inside-client.ts";
import { useInside } from "../../bridge/use-inside.ts";
import { usePoll } from "../../bridge/use-poll.ts";

const POLL_MILLISECONDS = 1000;
const NO_SUCH_SESSION = "/problems/no-such-session";
const RESOURCES = ["sessions", "subscriptions", "wills"] as const;

export interface ClientDetailData {
  /** `ended`: the broker has it no more; what it last was is kept. `absent`: it was not there when it was asked for. */
  readonly state: "loading" | "ready" | "failed" | "ended" | "absent";
  readonly session: SessionDetail | undefined;
  readonly error: InsideError | undefined;
  readonly loadedAt: number | undefined;
  readonly reload: () => void;
}

/** One session in full, live. */
export function useClientDetail(clientId: string): ClientDetailData {
  const read = useInside(`session ${clientId}`, RESOURCES, (inside, signal) =>
    inside.session(clientId, signal),
  );
  const isPaused = useConnection((state) => state.isPaused);
  usePoll(read.reload, isPaused ? undefined : POLL_MILLISECONDS);
  const { error, loadedAt, reload } = read;
  const session = usePaused(read.data, isPaused);
  const isGone = error?.problem?.type === NO_SUCH_SESSION;
  const state = isGone
    ? session === undefined
      ? "absent"
      : "ended"
    : read.state === "elsewhere"
      ? "loading"
      : read.state;
  return { state, session, error, loadedAt, reload };
}

/** Keeps a value as it was when the pause began; the first one is shown all the same. */
function usePaused<T>(latest: T, isPaused: boolean): T {
  const kept = useRef(latest);
  useEffect(() => {
    if (!isPaused || kept.current === undefined) kept.current = latest;
  });
  return isPaused && kept.current !== undefined ? kept.current : latest;
}
