import type { SessionSummary } from "../../../server/adapters/http/contract/sessions.ts";
import { type InsideListHandle, useInsideList } from "../../bridge/use-inside-list.ts";
import { type ClientQuery, sessionsQuery } from "./client-query.ts";

/** Queues and windows move without an event. */
const POLL_MILLISECONDS = 2000;
const RESOURCES = ["sessions", "subscriptions"] as const;

const keyOf = (session: SessionSummary) => session.clientId;

/** The sessions that fit, read as they are scrolled to, and live. */
export function useClientList(query: ClientQuery): InsideListHandle<SessionSummary> {
  const asked = sessionsQuery(query);
  return useInsideList({
    key: JSON.stringify(asked),
    resources: RESOURCES,
    keyOf,
    pollMilliseconds: POLL_MILLISECONDS,
    read: (inside, page, signal) => inside.sessions({ ...asked, ...page }, signal),
  });
}
