import type { Page, Subscription } from "../../server/adapters/http/contract.ts";
import type { Command } from "../worker/messages.ts";
import type { InsideClient } from "./inside-client.ts";

const PAGE_ITEMS = 1_000;
/** Names beyond these are left out: the tree is for reading, the lists of Clients are complete. */
const MAXIMUM_PAGES = 20;

/** Topics that somebody waits for, though perhaps nobody has published there: subscriptions without a wildcard. */
export async function readKnownTopics(inside: InsideClient): Promise<readonly Command[]> {
  const away = new Set(
    (await allPages((cursor) => inside.sessions({ connected: "false", limit: PAGE_ITEMS, ...cursor }))).map(
      (session) => session.clientId,
    ),
  );
  const exact = (
    await allPages<Subscription>((cursor) => inside.subscriptions({ limit: PAGE_ITEMS, ...cursor }))
  ).filter((subscription) => !/[+#]/.test(subscription.filter));
  const ofAway = exact.filter((subscription) => away.has(subscription.clientId));
  const ofPresent = exact.filter((subscription) => !away.has(subscription.clientId));
  return [
    { type: "knownTopics", origin: "subscription", topics: distinctTopics(ofPresent) },
    { type: "knownTopics", origin: "session", topics: distinctTopics(ofAway) },
  ];
}

function distinctTopics(subscriptions: readonly Subscription[]): readonly string[] {
  return [...new Set(subscriptions.map(topicOf))];
}

/** Of a shared subscription the part behind `$share/{name}/` (MQTT 5.0 §4.8.2). */
function topicOf({ filter, shareName }: Subscription): string {
  return shareName === undefined ? filter : filter.slice(`$share/${shareName}/`.length);
}

async function allPages<T>(read: (cursor: { cursor?: string }) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAXIMUM_PAGES; page++) {
    const answer = await read(cursor === undefined ? {} : { cursor });
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === undefined) break;
  }
  return items;
}
