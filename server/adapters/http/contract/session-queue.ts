import { z } from "zod";
import { base64, count, dropReason, instant, limitValue, onFullQueue, pageOf, qos } from "../contract.ts";
import { inflight } from "./sessions.ts";

/** The message of an entry, with the beginning of its payload. */
const queuedMessage = z.object({
  topic: z.string(),
  retain: z.boolean(),
  /** What it weighs against the limits: topic, properties and payload. */
  bytes: count,
  payloadBytes: count,
  /** At most the first 128 bytes. */
  payloadStart: base64,
  receivedAt: instant,
  expiresAt: instant.optional(),
  publisherClientId: z.string(),
  publisherUserName: z.string().optional(),
  subscriptionIdentifiers: z.array(z.number().int()),
  /** The `$share/…` filter by which the session was chosen for it. */
  sharedFilter: z.string().optional(),
});

/** A message that was sent and is not finished, or waits. */
export const queueEntry = z.object({
  /** The same as long as the entry is there. */
  id: z.string(),
  qos,
  /** Absent: it waits. */
  inflight: inflight.pick({ packetId: true, awaits: true }).optional(),
  /** Absent once only its packet id is needed (PUBREL was sent). */
  message: queuedMessage.optional(),
});

/** A page of what is under way to a session and waits for it, and what bounds the queue. */
export const sessionQueue = pageOf(queueEntry).extend({
  inflight: count,
  waiting: z.object({ messages: count, bytes: count }),
  maximum: z.object({ messages: limitValue, bytes: limitValue }),
  onFullQueue,
  /** The limit that holds back the next message; absent: it may wait. */
  full: dropReason.optional(),
  /** What a full queue costs: the message that comes, the one that has waited longest, or none (its publisher is refused). */
  nextToDrop: z.enum(["arriving", "oldest", "none"]),
  /** Of the one that has waited longest; absent: none waits. */
  oldestId: z.string().optional(),
});

export type QueueEntry = z.infer<typeof queueEntry>;
export type SessionQueue = z.infer<typeof sessionQueue>;
