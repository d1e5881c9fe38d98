import { z } from "zod";

const instant = z.number().int();
const count = z.number().int().min(0);

const changes = z.object({ changes: count, bytes: count });

const droppedCounts = {
  sessions: count,
  subscriptions: count,
  queued: count,
  receivedPacketIds: count,
  wills: count,
};

/** What a start found of damage to what was kept, and what it made of it. */
export const storeDamage = z.object({
  /** Names of damaged files, in the data directory. */
  setAside: z.array(z.string()).readonly(),
  saved: z.object({ ...droppedCounts, retained: count }),
  /** Records of the file; absent: nobody can know. */
  lostRecords: count.optional(),
  /** Batches of the journal, at least. */
  lostBatches: count,
  /** Of no use without what was lost. */
  dropped: z.object(droppedCounts),
  mayBeOutdated: z.boolean(),
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
  /** Absent: all was whole. */
  damage: storeDamage.optional(),
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

export type StoreDamage = z.infer<typeof storeDamage>;
export type RecoveryReport = z.infer<typeof recoveryReport>;
export type StoreInfo = z.infer<typeof storeInfo>;
