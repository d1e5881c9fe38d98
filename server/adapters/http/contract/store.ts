import { z } from "zod";

const instant = z.number().int();
const count = z.number().int().min(0);

const changes = z.object({ changes: count, bytes: count });

/** A damaged file that a start has set aside. */
const setAsideFile = z.object({
  /** Its name now, in the data directory. */
  name: z.string(),
  reason: z.string(),
  savedRecords: count,
  /** Absent: nobody can know. */
  lostRecords: count.optional(),
});

/** What the start took up of what was stored. */
const recoveryReport = z.object({
  at: instant,
  milliseconds: z.number().min(0),
  sessions: count,
  retained: count,
  queued: count,
  /** Kept and not taken up; absent: everything was. */
  leftOut: z.object({ retained: count, queued: count, wills: count, reason: z.string() }).optional(),
  setAside: z.array(setAsideFile),
});

/** How the store stands. */
export const storeInfo = z.object({
  /** What an acknowledgement outlives. */
  durability: z.enum(["memory", "commit", "fsync"]),
  committedAt: instant.optional(),
  /** Not safe yet: nobody was told of it. */
  uncommitted: changes,
  /** In the journal, and not in the file yet. */
  journaled: changes,
  fileBytes: count,
  journalBytes: count,
  /** Present while something cannot be written. */
  failure: z.object({ since: instant, reason: z.string() }).optional(),
  /** Absent where nothing is kept. */
  recovery: recoveryReport.optional(),
});

export type StoreInfo = z.infer<typeof storeInfo>;
