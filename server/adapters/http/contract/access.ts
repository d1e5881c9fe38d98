import { z } from "zod";
import { count } from "../contract.ts";
import { pageRole } from "./login.ts";
import { flag, MAXIMUM_PAGE_ITEMS } from "./requests.ts";

const lineNumber = z.number().int().min(1);

/** "May X do Y?" */
export const accessQuery = z.object({
  /** Absent: a client without a user name. */
  user: z.string().min(1).optional(),
  clientId: z.string().min(1),
  action: z.enum(["publish", "subscribe", "receive"]),
  /** A topic name; for `subscribe` a topic filter. */
  topic: z.string().min(1),
  /** Of what is published. */
  qos: z.enum(["0", "1", "2"]).default("0"),
  /** Of what is published. */
  retain: flag.default("false"),
});
export type AccessQuery = z.input<typeof accessQuery>;

/** A line of the ACL file, as it counts for the client that was asked about. */
export const rightsLine = z.object({
  line: lineNumber,
  text: z.string(),
  access: z.enum(["read", "write", "readwrite", "deny"]),
  /** In a pattern `%c` and `%u` are put in. */
  filter: z.string(),
  isPattern: z.boolean(),
});
export type RightsLine = z.infer<typeof rightsLine>;

/** Why it is allowed or not. */
export const accessReason = z.discriminatedUnion("code", [
  /** Without an ACL file everything is allowed. */
  z.object({ code: z.literal("no-file") }),
  /** A user of the page: by the role, not by the file. Absent: there is no such user. */
  z.object({ code: z.literal("page-role"), role: pageRole.optional() }),
  z.object({ code: z.literal("line"), line: rightsLine }),
  /** No line speaks of it, so it is not allowed. */
  z.object({ code: z.literal("no-line") }),
  /** `$SYS` topics are written by the broker alone. */
  z.object({ code: z.literal("brokers-topic") }),
  /** A setting refuses it whatever the rights say; `detail` names it, and the reason code is the answer that the client gets. */
  z.object({ code: z.literal("setting"), reasonCode: z.number().int(), detail: z.string() }),
]);

export const accessAnswer = z.object({
  isAllowed: z.boolean(),
  reason: accessReason,
  /** No pattern counts for this client: its id or user name holds +, # or /. */
  barredBy: z.enum(["client-id", "user-name"]).optional(),
  /** For `subscribe`: lines that let a part of it through, or hold a part back; at most the first 100 of `total`. */
  partly: z.object({ items: z.array(rightsLine), total: count }),
  /** The ACL file. */
  file: z.string().optional(),
});
export type AccessAnswer = z.infer<typeof accessAnswer>;

/** The ACL file: the text that counts, and whether the one on the disk is another by now. */
export const rightsFile = z.discriminatedUnion("state", [
  z.object({ state: z.literal("none") }),
  z.object({ state: z.literal("same"), path: z.string(), text: z.string() }),
  z.object({ state: z.literal("changed"), path: z.string(), text: z.string(), onDisk: z.string() }),
  z.object({ state: z.literal("unreadable"), path: z.string(), text: z.string(), problem: z.string() }),
]);
export type RightsFile = z.infer<typeof rightsFile>;

const DEFAULT_PREVIEW_ITEMS = 100;

export const previewRequest = z.object({
  /** Of an ACL file; absent: what lies on the disk. */
  text: z.string().optional(),
  /** How many of each list are shown. */
  limit: z.number().int().min(1).max(MAXIMUM_PAGE_ITEMS).default(DEFAULT_PREVIEW_ITEMS),
});

/** The first of a list, and how many there are in all. */
function firstOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), total: count });
}

const client = { clientId: z.string(), userName: z.string().optional() };
const session = { ...client, isConnected: z.boolean() };
/** The line that decides; absent: no line speaks of it. */
const line = rightsLine.optional();

export const endingSubscription = z.object({ ...session, filter: z.string(), line });
export const droppedQueue = z.object({ ...session, messages: count, bytes: count });
export const changedRetained = z.object({ topic: z.string(), ...client, line });
export const changedWill = z.object({ ...session, topic: z.string(), line });

/** What would be cut off, and what is known to be allowed then. */
export const rightsChanges = z.object({
  /** Sessions that would lose something. */
  sessions: count,
  subscriptions: firstOf(endingSubscription),
  /** Messages that wait for a session and would be dropped. */
  queues: firstOf(droppedQueue).extend({ messages: count }),
  /** Retained messages that nobody would get any more, since their author may not publish there. */
  retainedSilenced: firstOf(changedRetained),
  willsSilenced: firstOf(changedWill),
  retainedHeard: firstOf(changedRetained),
  willsHeard: firstOf(changedWill),
});
export type RightsChanges = z.infer<typeof rightsChanges>;

/** What a changed ACL file would do. */
export const rightsPreview = z.object({
  source: z.enum(["text", "disk"]),
  /** It is the text that counts now. */
  isSame: z.boolean(),
  /** Lines that cannot be read: the file would be refused as a whole, and what counts now would go on to count. */
  problems: firstOf(z.object({ line: lineNumber, detail: z.string() })),
  /** Absent where there are problems. */
  changes: rightsChanges.optional(),
});
export type RightsPreview = z.infer<typeof rightsPreview>;

/** The files of users, rights and certificates were read again. */
export const reloaded = z.object({
  /** Clients whose user is gone or has another password. */
  disconnected: count,
});
export type Reloaded = z.infer<typeof reloaded>;
