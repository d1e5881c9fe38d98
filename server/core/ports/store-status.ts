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

/** A damaged file that a start has set aside under another name. */
export interface SetAsideFile {
  /** Its name now, in the data directory. */
  readonly name: string;
  /** What is wrong with it. */
  readonly reason: string;
  /** Records of it that were saved, … */
  readonly savedRecords: number;
  /** … and lost; undefined: nobody can know. */
  readonly lostRecords: number | undefined;
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
  readonly setAside: readonly SetAsideFile[];
}
