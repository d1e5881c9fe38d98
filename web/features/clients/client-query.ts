import type { SessionSort, SessionsQuery } from "../../../server/adapters/http/contract/requests.ts";
import { choiceParam, type Sort, sortParam, textParam } from "../../lib/url-state.ts";

/** Columns of the list that the broker can sort by. */
export const SORT_COLUMNS = [
  "clientId",
  "userName",
  "version",
  "isDurable",
  "subscriptions",
  "inflightOut",
  "queuedMessages",
  "will",
  "dropped",
  "address",
  "since",
] as const satisfies readonly SessionSort[];

export const FIRST_SORT: Sort = { column: "clientId", direction: "ascending" };

/** How the view of clients is written in the address. */
export const clientParams = {
  filter: textParam(),
  presence: choiceParam(["any", "connected", "away"], "any"),
  kind: choiceParam(["any", "durable", "transient"], "any"),
  sort: sortParam(SORT_COLUMNS, FIRST_SORT),
  tab: choiceParam(["session", "subscriptions", "inflight", "queue", "life"], "session"),
};

export type ClientTab = "session" | "subscriptions" | "inflight" | "queue" | "life";

/** Which sessions are shown, and in which order. */
export interface ClientQuery {
  readonly filter: string;
  readonly presence: "any" | "connected" | "away";
  readonly kind: "any" | "durable" | "transient";
  readonly sort: Sort;
}

/** Whether some sessions are left out. */
export function isFiltered({ filter, presence, kind }: ClientQuery): boolean {
  return filter.trim() !== "" || presence !== "any" || kind !== "any";
}

/** The same as the inside API asks for it. */
export function sessionsQuery({ filter, presence, kind, sort }: ClientQuery): SessionsQuery {
  const column = SORT_COLUMNS.find((one) => one === sort.column) ?? "clientId";
  return {
    sort: column,
    order: sort.direction === "ascending" ? "asc" : "desc",
    ...(filter.trim() === "" ? {} : { filter: filter.trim() }),
    ...(presence === "any" ? {} : { connected: presence === "connected" ? "true" : "false" }),
    ...(kind === "any" ? {} : { durable: kind === "durable" ? "true" : "false" }),
  };
}
