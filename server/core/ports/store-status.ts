/** What an acknowledgement outlives: nothing, the death of the process, or that of the machine too. */
export type StoreDurability = "memory" | "commit" | "fsync";

/** Changes of what is stored. */
export interface StoreChanges {
  readonly changes: number;
  /** Of memory, roughly. */
  readonly bytes: number;
}

/** What cannot be written, and since when, milliseconds since the epoch. */
export interface StoreFailure {
  readonly since: number;
  readonly reason: string;
}

/** How a store stands. */
export interface StoreStatus {
  readonly durability: StoreDurability;
  /** When something was made safe for the last time, milliseconds since the epoch; undefined: nothing was yet. */
  readonly committedAt: number | undefined;
  /** Not safe yet: nobody was told of it. */
  readonly uncommitted: StoreChanges;
  /** In the journal, and not in the file yet. */
  readonly journaled: StoreChanges;
  /** Of the file and of the journal on the disk. */
  readonly fileBytes: number;
  readonly journalBytes: number;
  /** Undefined: all can be written. */
  readonly failure: StoreFailure | undefined;
}

/** What a start counts of what is kept. */
export interface StoredCounts {
  readonly sessions: number;
  readonly subscriptions: number;
  readonly queued: number;
  readonly receivedPacketIds: number;
  readonly retained: number;
  readonly wills: number;
}

/** What a start found of damage to what was kept, and what it made of it. */
export interface StoreDamage {
  /** The names under which damaged files lie in the data directory now; none is removed. */
  readonly setAside: readonly string[];
  readonly saved: StoredCounts;
  /** Records of the file that could not be read; undefined: not even their number could. */
  readonly lostRecords: number | undefined;
  /** Batches of the journal that could not be read, at least. */
  readonly lostBatches: number;
  /** What could be read, and was dropped, since what it belongs to is lost; `sessions`: those of which only such was left. */
  readonly dropped: Omit<StoredCounts, "retained">;
  /** Some of what was saved may be older than it was: changed or removed since. */
  readonly mayBeOutdated: boolean;
}

/** What the start took up of what the store had kept. */
export interface RecoveryReport {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly milliseconds: number;
  readonly sessions: number;
  readonly retained: number;
  /** Messages that wait, or were sent and not acknowledged. */
  readonly queued: number;
  /** Kept by the store, and not taken up; undefined: everything was. */
  readonly leftOut:
    | {
        readonly retained: number;
        readonly queued: number;
        readonly wills: number;
        readonly reason: string;
      }
    | undefined;
  readonly damage: StoreDamage | undefined;
}
