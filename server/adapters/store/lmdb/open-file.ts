import { renameSync } from "node:fs";
import { join } from "node:path";
import type { StoreDamage } from "../../../core/ports/store-status.ts";
import { checkInTurns } from "./check-file.ts";
import { formatOf, migrate } from "./format.ts";
import { forgetSegments, type JournalEntry, pathOf, segmentsIn } from "./journal.ts";
import { readSegment } from "./journal-reading.ts";
import { keyBytes } from "./keys.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { mend } from "./mend.ts";
import { RecordWriter } from "./record-bytes.ts";
import { salvage } from "./salvage.ts";
import { STORE_FILE, storePath } from "./store-path.ts";
import { DAMAGE } from "./tables.ts";

const DAMAGE_KEY = keyBytes(DAMAGE.prefix);

/** The damage before the records fit each other again: kept in the file, so that no end of the process forgets it. */
type FoundDamage = Pick<StoreDamage, "setAside" | "lostBatches" | "mayBeOutdated"> & {
  /** Null: they cannot be counted. */
  readonly lostRecords: number | null;
};

/** The file of a data directory, with all that its journal had. */
export interface OpenedFile {
  readonly file: LmdbFile;
  /** The last segment of the journal that was there; 0: none. */
  readonly lastSegment: number;
  readonly damage: StoreDamage | undefined;
}

/**
 * Opens the file of a directory and brings to it what the journal has. What is damaged is set aside under another name and
 * what can be read of it is taken up. `now` goes into the names; `onCheck` is told which share of the file, of 1, is looked at.
 */
export async function openFile(
  directory: string,
  now: number,
  onCheck: (share: number) => void = () => undefined,
): Promise<OpenedFile> {
  const suffix = `damaged-${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  await salvageFile(directory, suffix, onCheck);
  const file = new LmdbFile(storePath(directory));
  try {
    formatOf(file);
    const segments = segmentsIn(directory);
    await takeJournal(file, directory, segments, suffix);
    await migrate(file);
    return { file, lastSegment: segments.at(-1) ?? 0, damage: await mendDamage(file) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function salvageFile(
  directory: string,
  suffix: string,
  onCheck: (share: number) => void,
): Promise<void> {
  const path = storePath(directory);
  const state = await checkInTurns(path, onCheck);
  if (state === "absent" || state === "whole") return;
  const aside = `${STORE_FILE}.${suffix}`;
  if (state === "unused") renameSync(path, join(directory, `${STORE_FILE}.unused`));
  else
    await salvage(path, join(directory, aside), ({ lostRecords = null, mayBeOutdated }) =>
      damageEntry({ setAside: [aside], lostRecords, lostBatches: 0, mayBeOutdated }),
    );
}

/** A broken segment is set aside, only when the file has what could be read of it and says that there was damage. */
async function takeJournal(
  file: LmdbFile,
  directory: string,
  segments: readonly number[],
  suffix: string,
): Promise<void> {
  const broken: number[] = [];
  let lostBatches = 0;
  for (const segment of segments) {
    const { entries, lostBatches: lost } = readSegment(directory, segment);
    await file.writeRaw(entries);
    if (lost === 0) continue;
    broken.push(segment);
    lostBatches += lost;
  }
  if (broken.length > 0) {
    const found = foundDamage(file) ?? { setAside: [], lostRecords: 0, lostBatches: 0, mayBeOutdated: false };
    const names = broken.map((segment) => asideName(segment, suffix));
    const setAside = [...found.setAside, ...names];
    const damage = { ...found, setAside, lostBatches: found.lostBatches + lostBatches, mayBeOutdated: true };
    await file.writeRaw([damageEntry(damage)]);
    for (const segment of broken)
      renameSync(pathOf(directory, segment), join(directory, asideName(segment, suffix)));
  }
  // what it says is of the format that the file has now
  forgetSegments(
    directory,
    segments.filter((segment) => !broken.includes(segment)),
  );
}

async function mendDamage(file: LmdbFile): Promise<StoreDamage | undefined> {
  const found = foundDamage(file);
  if (found === undefined) return undefined;
  const mended = await mend(file);
  await file.writeRaw([[DAMAGE_KEY, undefined]]);
  return { ...found, ...mended, lostRecords: found.lostRecords ?? undefined };
}

function foundDamage(file: LmdbFile): FoundDamage | undefined {
  const text = file.get(DAMAGE, DAMAGE.prefix);
  return text === undefined ? undefined : (JSON.parse(text) as FoundDamage);
}

function damageEntry(damage: FoundDamage): JournalEntry {
  const writer = new RecordWriter();
  DAMAGE.write(writer, JSON.stringify(damage));
  return [DAMAGE_KEY, writer.finish()];
}

function asideName(segment: number, suffix: string): string {
  return `${pathOf("", segment)}.${suffix}`;
}
