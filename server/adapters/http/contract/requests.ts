import { z } from "zod";
import { qos, will } from "../contract.ts";

export const MAXIMUM_PAGE_ITEMS = 1_000;
export const DEFAULT_PAGE_ITEMS = 100;

/** A yes or no in a query: `true` or `false`. */
export const flag = z.enum(["true", "false"]);
/** How much of a list, and from where. */
export const paging = {
  limit: z.coerce.number<number | string>().int().min(1).max(MAXIMUM_PAGE_ITEMS).default(DEFAULT_PAGE_ITEMS),
  /** `nextCursor` of the page before, asked with the same filter and sort. */
  cursor: z.string().max(400_000).optional(),
};

/** The columns that the list of sessions can be sorted by. */
export const sessionSort = z.enum([
  "clientId",
  "userName",
  "isConnected",
  "version",
  "transport",
  "address",
  "isDurable",
  "cleanStart",
  "keepAliveSeconds",
  "since",
  "expiresAt",
  "subscriptions",
  "inflightOut",
  "inflightIn",
  "queuedMessages",
  "queuedBytes",
  "outboundBytes",
  "dropped",
  "will",
  "packetsReceived",
  "packetsSent",
]);

export const sessionsQuery = z.object({
  /** Part of a client id, user name or address, in any case. */
  filter: z.string().default(""),
  connected: flag.optional(),
  durable: flag.optional(),
  sort: sessionSort.default("clientId"),
  order: z.enum(["asc", "desc"]).default("asc"),
  ...paging,
});

export const clientIdQuery = z.object({ clientId: z.string().min(1) });

/** One session, and how much of its queue. */
export const sessionQueueQuery = clientIdQuery.extend(paging);

export const subscriptionsQuery = z.object({
  /** Part of a filter, `$share/…` included, in any case. */
  filter: z.string().default(""),
  clientId: z.string().min(1).optional(),
  ...paging,
});

export const topicQuery = z.object({ topic: z.string().min(1) });

export const willsQuery = z.object({
  /** Part of a client id or topic, in any case. */
  filter: z.string().default(""),
  state: will.shape.state.optional(),
  ...paging,
});
export const endedWillsQuery = z.object({ limit: paging.limit });

export const publishRequest = z.object({
  topic: z.string().min(1),
  payload: z.string().default(""),
  /** How `payload` is written: as the text itself, or as base64. */
  encoding: z.enum(["text", "base64"]).default("text"),
  qos: qos.default(0),
  retain: z.boolean().default(false),
});
export const published = z.object({
  /** How many sessions the message reached. */
  sessions: z.number().int().min(0),
});

export const demoRequest = z.object({ running: z.boolean() });
export const demoState = z.object({ isRunning: z.boolean() });

/** The client that an action reached. */
export const reachedClient = z.object({ clientId: z.string() });

export const eventsQuery = z.object({
  /** Event types, separated by commas; all but those for each message when absent. */
  types: z.string().optional(),
  /** `true` without `types`: those for each message too. */
  messages: flag.default("false"),
  /** For a reader that cannot send the Last-Event-ID header. */
  lastEventId: z.string().optional(),
});

export type SessionSort = z.infer<typeof sessionSort>;
export type SessionsQuery = z.input<typeof sessionsQuery>;
export type SessionQueueQuery = z.input<typeof sessionQueueQuery>;
export type SubscriptionsQuery = z.input<typeof subscriptionsQuery>;
export type WillsQuery = z.input<typeof willsQuery>;
export type PublishRequest = z.input<typeof publishRequest>;
export type Published = z.infer<typeof published>;
export type DemoState = z.infer<typeof demoState>;
