import { type Api, problemResponses } from "../api.ts";
import { apiPaths } from "../contract/paths.ts";
import { endedWillsQuery, willsQuery } from "../contract/requests.ts";
import { endedWill, pageOf, will } from "../contract.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { selectPage } from "../select-page.ts";
import { endedWillToJson, willToJson } from "../to-json.ts";

const tags = ["wills"];

/** The wills: armed, delayed with the time left, and how others ended. */
export function addWillRoutes(api: Api, { inside, clock }: HttpDoorOptions): void {
  api.get(
    apiPaths.wills,
    {
      schema: {
        summary: "Wills that may still be published, the next to be due first, by the page",
        tags,
        querystring: willsQuery,
        response: { 200: pageOf(will), ...problemResponses },
      },
    },
    async ({ query: { filter, state, limit, cursor } }) => {
      const words = filter.toLowerCase();
      const page = await selectPage(inside.wills(), {
        sort: "dueAt",
        order: "asc",
        limit,
        cursor,
        matches: (row) =>
          (state === undefined || row.state === state) &&
          (words === "" || [row.clientId, row.topic].some((text) => text.toLowerCase().includes(words))),
        value: (row) => row.dueAt,
        key: (row) => row.clientId,
      });
      return { ...page, items: page.items.map((row) => willToJson(row, clock.now())) };
    },
  );
  api.get(
    apiPaths.endedWills,
    {
      schema: {
        summary: "The last wills that were fired or cleared, with the cause, the newest first",
        tags,
        querystring: endedWillsQuery,
        response: { 200: pageOf(endedWill), ...problemResponses },
      },
    },
    async ({ query }) => {
      const ended = inside.endedWills();
      return { items: ended.slice(0, query.limit).map(endedWillToJson), total: ended.length };
    },
  );
}
