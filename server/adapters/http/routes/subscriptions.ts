import { type Api, problemResponses } from "../api.ts";
import { apiPaths } from "../contract/paths.ts";
import { subscriptionsQuery, topicQuery } from "../contract/requests.ts";
import { pageOf, subscription } from "../contract.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { selectPage } from "../select-page.ts";
import { checkTopic } from "../topic-checks.ts";

const tags = ["subscriptions"];
/** Not allowed in any string of MQTT, so it parts the parts of a key. */
const NUL = "\u0000";

/** All subscriptions, and those that a topic would reach. */
export function addSubscriptionRoutes(api: Api, { inside }: HttpDoorOptions): void {
  api.get(
    apiPaths.subscriptions,
    {
      schema: {
        summary: "Subscriptions by client id, by the page",
        tags,
        querystring: subscriptionsQuery,
        response: { 200: pageOf(subscription), ...problemResponses },
      },
    },
    async ({ query }) => {
      const words = query.filter.toLowerCase();
      return selectPage(inside.subscriptions(), {
        sort: "clientId",
        order: "asc",
        limit: query.limit,
        cursor: query.cursor,
        matches: (row) =>
          (query.clientId === undefined || row.clientId === query.clientId) &&
          (words === "" || row.filter.toLowerCase().includes(words)),
        value: () => undefined,
        key: (row) => [row.clientId, row.filter].join(NUL),
      });
    },
  );
  api.get(
    apiPaths.subscribers,
    {
      schema: {
        summary: "The subscriptions that a message on a topic would reach",
        tags,
        querystring: topicQuery,
        response: { 200: pageOf(subscription), ...problemResponses },
      },
    },
    async ({ query }) => {
      checkTopic(query.topic, "query.topic");
      const items = [...inside.subscribersOf(query.topic)];
      return { items, total: items.length };
    },
  );
}
