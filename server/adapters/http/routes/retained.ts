import { setImmediate as nextTurn } from "node:timers/promises";
import type { Inside, RetainedRecord } from "../../../core/ports/inside.ts";
import { type Api, problemResponses } from "../api.ts";
import { apiPaths } from "../contract/paths.ts";
import { topicQuery } from "../contract/requests.ts";
import {
  type RetainedDeletion,
  retainedDeleteQuery,
  retainedDeletion,
  retainedMessage,
  retainedQuery,
  retainedSummary,
  undone,
  undoParams,
} from "../contract/retained.ts";
import { pageOf } from "../contract.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { forActing } from "../login/login-guard.ts";
import { Problem } from "../problems.ts";
import { retainedMessageToJson, retainedSummaryToJson } from "../retained-to-json.ts";
import { MAXIMUM_UNDO_BYTES, type RetainedUndo, undoBytes } from "../retained-undo.ts";
import { selectPage } from "../select-page.ts";
import { checkFilter, checkNotReserved, checkTopic } from "../topic-checks.ts";

const tags = ["retained"];
/** Messages handled before others get their turn. */
const MESSAGES_PER_TURN = 500;

/** The retained messages: listed by filter, one in full, deleted by filter, put back. */
export function addRetainedRoutes(api: Api, options: HttpDoorOptions, undo: RetainedUndo): void {
  addReading(api, options);
  addDeletion(api, options, undo);
  addUndo(api, options, undo);
}

function addReading(api: Api, { inside }: HttpDoorOptions): void {
  api.get(
    apiPaths.retained,
    {
      schema: {
        summary: "Retained messages by topic filter, by the page",
        tags,
        querystring: retainedQuery,
        response: { 200: pageOf(retainedSummary), ...problemResponses },
      },
    },
    async ({ query: { filter, limit, cursor } }) => {
      checkFilter(filter, "query.filter");
      const page = await selectPage(inside.retained(filter), {
        sort: "topic",
        order: "asc",
        limit,
        cursor,
        matches: () => true,
        value: () => undefined,
        key: (record) => record.topic,
      });
      return { ...page, items: page.items.map(retainedSummaryToJson) };
    },
  );
  api.get(
    apiPaths.retainedMessage,
    {
      schema: {
        summary: "A retained message in full",
        tags,
        querystring: topicQuery,
        response: { 200: retainedMessage, ...problemResponses },
      },
    },
    async ({ query: { topic } }) => {
      checkTopic(topic, "query.topic");
      const record = inside.retainedOn(topic);
      if (record !== undefined) return retainedMessageToJson(record);
      throw new Problem("no-such-retained-message", `No message is retained on "${topic}".`);
    },
  );
}

function addDeletion(api: Api, { inside }: HttpDoorOptions, undo: RetainedUndo): void {
  api.delete(
    apiPaths.retained,
    {
      ...forActing,
      schema: {
        summary: "Delete retained messages by topic filter, or count them in a dry run",
        tags,
        querystring: retainedDeleteQuery,
        response: { 200: retainedDeletion, ...problemResponses },
      },
    },
    async ({ query: { filter, dryRun } }): Promise<RetainedDeletion> => {
      checkFilter(filter, "query.filter");
      checkNotReserved(filter);
      const { topics, matchedBytes, isUndoable } = await matchRetained(inside, filter);
      const counted = { matched: topics.length, matchedBytes, isUndoable };
      if (dryRun === "true") return { ...counted, cleared: 0 };
      const cleared = await clearRetained(inside, topics, isUndoable);
      return { ...counted, cleared: cleared.count, undo: undo.keep(cleared.records) };
    },
  );
}

function addUndo(api: Api, { inside }: HttpDoorOptions, undo: RetainedUndo): void {
  api.post(
    `${apiPaths.retainedUndo}/:id`,
    {
      ...forActing,
      schema: {
        summary: "Put deleted retained messages back, with author and time",
        tags,
        params: undoParams,
        response: { 200: undone, ...problemResponses },
      },
    },
    async ({ params: { id } }) => {
      const records = undo.take(id);
      if (records === undefined) {
        throw new Problem(
          "no-such-undo",
          "It was done already, is too long ago, or gave way to newer deletions.",
        );
      }
      return restoreRetained(inside, records);
    },
  );
}

async function matchRetained(
  inside: Inside,
  filter: string,
): Promise<{ topics: string[]; matchedBytes: number; isUndoable: boolean }> {
  const topics: string[] = [];
  let matchedBytes = 0;
  let bytesToKeep = 0;
  for (const record of inside.retained(filter)) {
    topics.push(record.topic);
    matchedBytes += record.payload.byteLength;
    bytesToKeep += undoBytes(record);
    if (topics.length % MESSAGES_PER_TURN === 0) await nextTurn();
  }
  return { topics, matchedBytes, isUndoable: bytesToKeep <= MAXIMUM_UNDO_BYTES };
}

async function clearRetained(
  inside: Inside,
  topics: readonly string[],
  areKept: boolean,
): Promise<{ count: number; records: RetainedRecord[] }> {
  const records: RetainedRecord[] = [];
  let count = 0;
  for (let at = 0; at < topics.length; at += MESSAGES_PER_TURN) {
    if (at > 0) await nextTurn();
    const cleared = inside.actions.clearRetained(topics.slice(at, at + MESSAGES_PER_TURN));
    count += cleared.length;
    if (areKept) records.push(...cleared);
  }
  return { count, records };
}

/** A message that came since is newer than the deleted one, and stays. */
async function restoreRetained(
  inside: Inside,
  records: readonly RetainedRecord[],
): Promise<{ restored: number; kept: number }> {
  let restored = 0;
  for (let at = 0; at < records.length; at += MESSAGES_PER_TURN) {
    if (at > 0) await nextTurn();
    const free = records
      .slice(at, at + MESSAGES_PER_TURN)
      .filter(({ topic }) => inside.retainedOn(topic) === undefined);
    inside.actions.restoreRetained(free);
    restored += free.length;
  }
  return { restored, kept: records.length - restored };
}
