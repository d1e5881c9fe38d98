import { QUEUE_ENTRY_ID, type QueueEntryRecord } from "../../../core/ports/inside-queue.ts";
import { type Api, problemResponses } from "../api.ts";
import { apiPaths } from "../contract/paths.ts";
import { sessionQueueQuery } from "../contract/requests.ts";
import { type QueueEntry, sessionQueue } from "../contract/session-queue.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { noSuchSession } from "../no-such-session.ts";
import { Problem } from "../problems.ts";
import { limitToJson, toBase64 } from "../to-json.ts";

/** What is under way to a session and waits for it, in order, by the page. */
export function addSessionQueueRoutes(api: Api, { inside }: HttpDoorOptions): void {
  api.get(
    apiPaths.sessionQueue,
    {
      schema: {
        summary:
          "What was sent to a session and is not finished, then what waits for it, in order, by the page",
        tags: ["sessions"],
        querystring: sessionQueueQuery,
        response: { 200: sessionQueue, ...problemResponses },
      },
    },
    async ({ query: { clientId, cursor, limit } }) => {
      if (cursor !== undefined && !QUEUE_ENTRY_ID.test(cursor)) {
        const detail = "cursor must be the nextCursor of the page before; leave it out to begin.";
        throw new Problem("invalid-cursor", detail);
      }
      const queue = inside.queue(clientId, cursor, limit);
      if (queue === undefined) throw noSuchSession(clientId);
      const { entries, hasMore, maximum, ...rest } = queue;
      return {
        ...rest,
        items: entries.map(entryToJson),
        total: rest.inflight + rest.waiting.messages,
        nextCursor: hasMore ? entries.at(-1)?.id : undefined,
        maximum: { messages: limitToJson(maximum.messages), bytes: limitToJson(maximum.bytes) },
      };
    },
  );
}

function entryToJson({ id, qos, inflight, message }: QueueEntryRecord): QueueEntry {
  if (message === undefined) return { id, qos, inflight };
  const { publisher, payloadStart, subscriptionIdentifiers, ...rest } = message;
  return {
    id,
    qos,
    inflight,
    message: {
      ...rest,
      payloadStart: toBase64(payloadStart),
      publisherClientId: publisher.clientId,
      publisherUserName: publisher.userName,
      subscriptionIdentifiers: [...subscriptionIdentifiers],
    },
  };
}
