import type { SessionDetail } from "../../../server/adapters/http/contract.ts";
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
  usePoll(read.reload, POLL_MILLISECONDS);
  const { data: session, error, loadedAt, reload } = read;
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
