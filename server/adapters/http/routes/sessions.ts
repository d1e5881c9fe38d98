import type { SessionSummary } from "../../../core/ports/inside.ts";
import { type Api, problemResponses } from "../api.ts";
import { apiPaths } from "../contract/paths.ts";
import { clientIdQuery, reachedClient, type SessionSort, sessionsQuery } from "../contract/requests.ts";
import { sessionDetail, sessionSummary } from "../contract/sessions.ts";
import { pageOf } from "../contract.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { forActing } from "../login/login-guard.ts";
import { noSuchSession } from "../no-such-session.ts";
import { Problem } from "../problems.ts";
import { type SortValue, selectPage } from "../select-page.ts";
import { sessionDetailToJson, sessionToJson } from "../to-json.ts";

const tags = ["sessions"];

/** The sessions: listed, in full, disconnected, ended. */
export function addSessionRoutes(api: Api, options: HttpDoorOptions): void {
  addList(api, options);
  addDetail(api, options);
  addActions(api, options);
}

function addList(api: Api, { inside }: HttpDoorOptions): void {
  api.get(
    apiPaths.sessions,
    {
      schema: {
        summary: "Sessions, filtered, sorted, by the page",
        tags,
        querystring: sessionsQuery,
        response: { 200: pageOf(sessionSummary), ...problemResponses },
      },
    },
    async ({ query }) => {
      const matches = sessionMatcher(query.filter, query.connected, query.durable);
      const page = await selectPage(inside.sessions(), {
        ...query,
        cursor: query.cursor,
        matches,
        value: (session) => sortValue(session, query.sort),
        key: (session) => session.clientId,
      });
      return { ...page, items: page.items.map(sessionToJson) };
    },
  );
}

function addDetail(api: Api, { inside, clock }: HttpDoorOptions): void {
  api.get(
    apiPaths.session,
    {
      schema: {
        summary: "A session in full",
        tags,
        querystring: clientIdQuery,
        response: { 200: sessionDetail, ...problemResponses },
      },
    },
    async ({ query }) => {
      const session = inside.session(query.clientId);
      if (session === undefined) throw noSuchSession(query.clientId);
      return sessionDetailToJson(session, clock.now());
    },
  );
}

function addActions(api: Api, { inside }: HttpDoorOptions): void {
  const response = { 200: reachedClient, ...problemResponses };
  api.post(
    apiPaths.sessionDisconnect,
    {
      ...forActing,
      schema: {
        summary:
          "Disconnect a client (reason 0x98, administrative action); its session stays if it is durable",
        tags,
        querystring: clientIdQuery,
        response,
      },
    },
    async ({ query: { clientId } }) => {
      if (inside.actions.disconnect(clientId)) return { clientId };
      if (inside.session(clientId) === undefined) throw noSuchSession(clientId);
      throw new Problem(
        "not-connected",
        `"${clientId}" is away already; DELETE its session to end that too.`,
      );
    },
  );
  api.delete(
    apiPaths.session,
    {
      schema: {
        summary: "End a session: its connection, subscriptions and queue",
        tags,
        querystring: clientIdQuery,
        response,
      },
    },
    async ({ query: { clientId } }) => {
      if (!inside.actions.endSession(clientId)) throw noSuchSession(clientId);
      return { clientId };
    },
  );
}

function sessionMatcher(
  filter: string,
  connected: "true" | "false" | undefined,
  durable: "true" | "false" | undefined,
): (session: SessionSummary) => boolean {
  const words = filter.toLowerCase();
  const contains = (text: string | undefined) => text?.toLowerCase().includes(words) === true;
  return ({ clientId, userName, peer, isConnected, isDurable }) =>
    (connected === undefined || String(isConnected) === connected) &&
    (durable === undefined || String(isDurable) === durable) &&
    (words === "" || contains(clientId) || contains(userName) || contains(peer?.address));
}

function sortValue(session: SessionSummary, sort: SessionSort): SortValue {
  switch (sort) {
    case "version":
    case "cleanStart":
      return session.connect?.[sort];
    case "keepAliveSeconds":
      return session.connect?.grantedKeepAliveSeconds;
    case "transport":
    case "address":
      return session.peer?.[sort];
    default:
      return session[sort];
  }
}
