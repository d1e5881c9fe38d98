import { JOURNAL, type JournalRecord } from "./file-tables.ts";
import type { JournalEntry } from "./journal.ts";
import { keyBytes } from "./keys.ts";
import type { LmdbFile } from "./lmdb-file.ts";
import { RecordWriter } from "./record-bytes.ts";

const KEY = keyBytes(JOURNAL.prefix);

/** What the file says of the journal that belongs to it; undefined: nothing, as in a copy. */
export function readMark(file: LmdbFile): JournalRecord | undefined {
  return file.get(JOURNAL, JOURNAL.prefix);
}

/** What it is to say of it from now on. */
export function markEntry(mark: JournalRecord): JournalEntry {
  const writer = new RecordWriter();
  JOURNAL.write(writer, mark);
  return [KEY, writer.finish()];
}
