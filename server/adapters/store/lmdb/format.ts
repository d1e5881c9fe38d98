import { DataDirectoryError } from "./data-directory-error.ts";
import { FORMAT, PROGRESS } from "./file-tables.ts";
import type { JournalEntry } from "./journal.ts";
import { keyBytes } from "./keys.ts";
import type { LmdbFile, Records } from "./lmdb-file.ts";
import { RecordWriter } from "./record-bytes.ts";
import { sealed } from "./seal.ts";

/**
 * The changes that bring a file from one format to the next, in parts that are each written as a whole. If the process ends
 * before the last one, the next start goes on behind the key with which the last part ended.
 */
export type Migration = (file: LmdbFile, after: Buffer | undefined) => Iterable<readonly JournalEntry[]>;

/** Records that are written in one turn of the event loop. */
const RECORDS_AT_A_TIME = 2000;
/** The first format in which records have checksums. */
const SEALED_FORMAT = 2;
const FORMAT_KEY = keyBytes(FORMAT.prefix);
const PROGRESS_KEY = keyBytes(PROGRESS.prefix);

/** From each format to the next; the first one begins at format 1. Changing a table or a key adds one. */
export const MIGRATIONS: readonly Migration[] = [sealRecords, addHistory, addMeasures];

/** The format of a file, undefined: it is empty. Throws where a newer version has written it. */
export function formatOf(file: Records, migrations: readonly Migration[] = MIGRATIONS): number | undefined {
  const format = file.get(FORMAT, FORMAT.prefix);
  if (format === undefined || format <= currentFormat(migrations)) return format;
  throw newerFormat(format, migrations);
}

/** What is said of a file that a newer version has written. */
export function newerFormat(
  format: number,
  migrations: readonly Migration[] = MIGRATIONS,
): DataDirectoryError {
  return new DataDirectoryError(
    "newer",
    `was written by a newer version (format ${format}; this one knows ${currentFormat(migrations)})`,
  );
}

/** Brings a file to the newest format. */
export async function migrate(
  file: LmdbFile,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<{ readonly from: number | undefined; readonly to: number }> {
  const from = formatOf(file, migrations);
  const to = currentFormat(migrations);
  if (from === undefined) await file.writeRaw([formatEntry(to)]);
  else
    for (const [index, migration] of migrations.entries()) {
      if (index + 1 < from) continue;
      await step(file, migration);
      await file.writeTogether([formatEntry(index + 2), [PROGRESS_KEY, undefined]]);
    }
  return { from, to };
}

async function step(file: LmdbFile, migration: Migration): Promise<void> {
  const progress = file.get(PROGRESS, PROGRESS.prefix);
  for (const entries of migration(file, progress && Buffer.from(progress))) {
    const last = entries.at(-1);
    if (last !== undefined) await file.writeTogether([...entries, progressEntry(last[0])]);
  }
}

/** From 1 to 2: each record has a checksum. */
function* sealRecords(file: LmdbFile, after: Buffer | undefined): Generator<readonly JournalEntry[]> {
  let last = after;
  for (;;) {
    const records = file.after(last, RECORDS_AT_A_TIME);
    last = records.at(-1)?.key;
    if (last === undefined) break;
    yield records
      .filter(({ key }) => !key.equals(FORMAT_KEY) && !key.equals(PROGRESS_KEY))
      .map(({ key, value }) => [key, sealed(key, value)] as const);
  }
  file.seal();
}

/** From 2 to 3: wills that have ended and totals are kept, of which an older version would lose its own part. */
function addHistory(): readonly [] {
  return [];
}

/** From 3 to 4: messages in queues have their measures, which an older version would take for damage. */
function addMeasures(): readonly [] {
  return [];
}

/** The format that this version writes. */
export function currentFormat(migrations: readonly Migration[] = MIGRATIONS): number {
  return migrations.length + 1;
}

/** The record of the format of a file whose records have checksums; of format 1 it is of format 2 then. */
export function sealedFormatEntry(format: number | undefined): JournalEntry {
  return formatEntry(Math.max(format ?? currentFormat(), SEALED_FORMAT));
}

function formatEntry(format: number): JournalEntry {
  const writer = new RecordWriter();
  FORMAT.write(writer, format);
  return [FORMAT_KEY, writer.finish()];
}

function progressEntry(key: Buffer): JournalEntry {
  const writer = new RecordWriter();
  PROGRESS.write(writer, key);
  return [PROGRESS_KEY, writer.finish()];
}
