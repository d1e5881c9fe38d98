import { z } from "zod";
import { base64, count, instant, qos } from "../contract.ts";
import { flag, paging } from "./requests.ts";

/** A retained message as a list shows it: the first bytes of the payload and its whole size. */
export const retainedSummary = z.object({
  topic: z.string(),
  /** The first bytes, at most {@link RETAINED_START_BYTES}; the whole is there when `payloadBytes` is not more. */
  payloadStart: base64,
  payloadBytes: count,
  qos,
  receivedAt: instant,
  expiresAt: instant.optional(),
  publisherClientId: z.string(),
  publisherUserName: z.string().optional(),
});
export const RETAINED_START_BYTES = 256;

/** The MQTT 5 properties that a retained message carries on (§3.3.2.3). */
export const messageProperties = z.object({
  payloadFormatIndicator: z.literal([0, 1]).optional(),
  contentType: z.string().optional(),
  responseTopic: z.string().optional(),
  correlationData: base64.optional(),
  userProperties: z.array(z.tuple([z.string(), z.string()])).optional(),
});

/** A retained message in full. */
export const retainedMessage = retainedSummary.omit({ payloadStart: true }).extend({
  payload: base64,
  properties: messageProperties,
});

export const retainedQuery = z.object({
  /** An MQTT topic filter; `#` leaves out topics that begin with `$`. */
  filter: z.string().min(1).default("#"),
  ...paging,
});

export const retainedDeleteQuery = z.object({
  /** An MQTT topic filter. */
  filter: z.string().min(1),
  /** `true` only counts. */
  dryRun: flag.default("false"),
});

/** What a DELETE of retained messages did, or would do. */
export const retainedDeletion = z.object({
  matched: z.number().int().min(0),
  matchedBytes: z.number().int().min(0),
  /** 0 in a dry run. */
  cleared: z.number().int().min(0),
  /** Whether so much can be kept for an undo. */
  isUndoable: z.boolean(),
  /** How to put it back, and until when (milliseconds since the epoch). */
  undo: z.object({ id: z.string(), expiresAt: z.number().int() }).optional(),
});

export const undoParams = z.object({ id: z.string().min(1) });
export const undone = z.object({
  restored: z.number().int().min(0),
  /** Topics that have a newer retained message now, which was left alone. */
  kept: z.number().int().min(0),
});

export type RetainedSummary = z.infer<typeof retainedSummary>;
export type MessageProperties = z.infer<typeof messageProperties>;
export type RetainedMessage = z.infer<typeof retainedMessage>;
export type RetainedQuery = z.input<typeof retainedQuery>;
export type RetainedDeletion = z.infer<typeof retainedDeletion>;
export type Undone = z.infer<typeof undone>;
