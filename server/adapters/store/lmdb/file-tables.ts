import type { Table } from "./tables.ts";

/** What of the journal the file has. */
export interface JournalRecord {
  /** All batches before this one are in the file. */
  readonly sequence: number;
  /** The segment with what comes after them, which must be there; 0: the file needs none. */
  readonly segment: number;
}

/** One record, of which a copy has none: where the journal goes on. */
export const JOURNAL: Table<JournalRecord> = {
  prefix: "j",
  write: (to, { sequence, segment }) => {
    to.number(sequence);
    to.number(segment);
  },
  read: (from) => ({ sequence: from.number(), segment: from.number() }),
};

/** One record: which format the file has. */
export const FORMAT: Table<number> = {
  prefix: "f",
  write: (to, format) => to.number(format),
  read: (from) => from.number(),
};

/** One record, only while a file is brought to a newer format: the last key that has it. */
export const PROGRESS: Table<Uint8Array> = {
  prefix: "p",
  write: (to, key) => to.bytes(key),
  read: (from) => from.bytes(),
};

/** One record, only from when damage was found until the records fit each other again: what was lost so far. */
export const DAMAGE: Table<string> = {
  prefix: "y",
  write: (to, text) => to.text(text),
  read: (from) => from.text(),
};
