import { DataDirectoryError } from "./data-directory-error.ts";
import type { JournalEntry } from "./journal.ts";
import { keyBytes } from "./keys.ts";
import type { LmdbFile, Records } from "./lmdb-file.ts";
import { RecordWriter } from "./record-bytes.ts";
import { FORMAT } from "./tables.ts";

/** The changes that bring a file from one format to the next. It may be run twice, if the first time was cut short. */
export type Migration = (file: LmdbFile) => Iterable<JournalEntry>;

/** From each format to the next; the first one begins at format 1. Changing a table or a key adds one. */
export const MIGRATIONS: readonly Migration[] = [];

/** The format of a file, undefined: it is empty. Throws where a newer version has written it. */
export function formatOf(file: Records, migrations: readonly Migration[] = MIGRATIONS): number | undefined {
  const format = file.get(FORMAT, FORMAT.prefix);
  if (format === undefined || format <= currentFormat(migrations)) return format;
  throw new DataDirectoryError(
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
      await file.writeRaw(migration(file));
      await file.writeRaw([formatEntry(index + 2)]);
    }
  return { from, to };
}

/** The format that this version writes. */
export function currentFormat(migrations: readonly Migration[] = MIGRATIONS): number {
  return migrations.length + 1;
}

function formatEntry(format: number): JournalEntry {
  const writer = new RecordWriter();
  FORMAT.write(writer, format);
  return [keyBytes(FORMAT.prefix), writer.finish()];
}
