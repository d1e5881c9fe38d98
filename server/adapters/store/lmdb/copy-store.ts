import { closeSync, fsyncSync, mkdirSync, openSync, rmSync } from "node:fs";
import { DataDirectoryError } from "./data-directory-error.ts";
import { FORMAT, JOURNAL, PROGRESS } from "./file-tables.ts";
import { sealedFormatEntry } from "./format.ts";
import type { JournalEntry } from "./journal.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { RecordReader } from "./record-bytes.ts";
import type { Snapshot } from "./snapshot.ts";
import { storePath } from "./store-path.ts";
import { QUEUES, RETAINED, SESSIONS, TABLES, type Table, WILLS } from "./tables.ts";

const TABLES_BY_PREFIX = new Map(TABLES.map((table) => [table.prefix, table]));
const PRIVATE_DIRECTORY = 0o700;
/** Between two calls that tell how far it is. */
const RECORDS_A_CALL = 10_000;

/** What a copy has. */
export interface Copied {
  readonly records: number;
  readonly sessions: number;
  readonly retained: number;
  /** In all queues together. */
  readonly queued: number;
  readonly wills: number;
}

/**
 * Writes what a snapshot has into a directory, which is made, as a store with an empty journal, and flushes it. Every record is
 * read on its way: what is damaged is found now, and not when the copy is needed.
 */
export async function copyStore(
  snapshot: Snapshot,
  directory: string,
  onProgress: (records: number) => void,
): Promise<Copied> {
  mkdirSync(directory, { mode: PRIVATE_DIRECTORY });
  const path = storePath(directory);
  const counts = new Map<string, number>();
  const file = new LmdbFile(path, "fill");
  try {
    await file.writeRaw(countedEntries(snapshot, counts, onProgress));
  } finally {
    await file.close();
  }
  rmSync(`${path}-lock`, { force: true });
  flush(path);
  flushDirectory(directory);
  const count = ({ prefix }: Table<unknown>): number => counts.get(prefix) ?? 0;
  return {
    records: [...counts.values()].reduce((sum, each) => sum + each, 0),
    sessions: count(SESSIONS),
    retained: count(RETAINED),
    queued: count(QUEUES),
    wills: count(WILLS),
  };
}

function* countedEntries(
  snapshot: Snapshot,
  counts: Map<string, number>,
  onProgress: (records: number) => void,
): Generator<JournalEntry> {
  let records = 0;
  for (const { key, value } of snapshot.range("")) {
    const prefix = String.fromCharCode(key[0] ?? 0);
    if (prefix === PROGRESS.prefix || prefix === JOURNAL.prefix) continue;
    checkRecord(prefix, value);
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    if (++records % RECORDS_A_CALL === 0) onProgress(records);
    yield prefix === FORMAT.prefix ? sealedFormatEntry(snapshot.format) : [key, value];
  }
}

function checkRecord(prefix: string, value: Buffer): void {
  try {
    TABLES_BY_PREFIX.get(prefix)?.read(new RecordReader(value));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DataDirectoryError("damaged", `has a record that is damaged (of the kind "${prefix}")`);
  }
}

/** Makes the names in a directory survive the death of the machine. */
export function flushDirectory(directory: string): void {
  if (process.platform !== "win32") flush(directory); // which flushes no directories
}

function flush(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
