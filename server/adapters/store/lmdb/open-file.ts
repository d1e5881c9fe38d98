import { readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoreDamage } from "../../../core/ports/store-status.ts";
import { checkInTurns } from "./check-file.ts";
import { DAMAGE } from "./file-tables.ts";
import { formatOf, migrate } from "./format.ts";
import { FILE_MODE, forgetSegments, type JournalEntry, pathOf, segmentsIn } from "./journal.ts";
import { markEntry, readMark } from "./journal-mark.ts";
import { readSegment } from "./journal-reading.ts";
import { keyBytes } from "./keys.ts";
import { LmdbFile } from "./lmdb-file.ts";
import { mend } from "./mend.ts";
import { RecordWriter } from "./record-bytes.ts";
import { salvage } from "./salvage.ts";
import { STORE_FILE, storePath } from "./store-path.ts";

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
  /** The number of the next batch. */
  readonly sequence: number;
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
  const suffix = newSuffix(directory, now);
  await salvageFile(directory, suffix, onCheck);
  const file = new LmdbFile(storePath(directory));
  try {
    formatOf(file);
    const segments = segmentsIn(directory);
    const lastSegment = Math.max(segments.at(-1) ?? 0, readMark(file)?.segment ?? 0);
    const sequence = await takeJournal(file, directory, segments, suffix);
    await migrate(file);
    return { file, lastSegment, sequence, damage: await mendDamage(file) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** No file has it yet: what was set aside before is not overwritten. */
function newSuffix(directory: string, now: number): string {
  const first = `damaged-${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  const names = readdirSync(directory);
  let suffix = first;
  for (let more = 2; names.some((name) => name.endsWith(`.${suffix}`)); more++) suffix = `${first}-${more}`;
  return suffix;
}

async function salvageFile(
  directory: string,
  suffix: string,
  onCheck: (share: number) => void,
): Promise<void> {
  const path = storePath(directory);
  const state = await checkInTurns(path, onCheck);
  // a journal is begun only when the file has something
  const hadSomething = segmentsIn(directory).length > 0;
  if (state === "whole" || (state === "absent" && !hadSomething)) return;
  if (state === "absent") writeFileSync(path, "", { mode: FILE_MODE });
  const aside = `${STORE_FILE}.${suffix}`;
  if (state === "unused" && !hadSomething) renameSync(path, join(directory, `${STORE_FILE}.unused`));
  else
    await salvage(path, join(directory, aside), ({ lostRecords = null, mayBeOutdated }) =>
      damageEntry({ setAside: [aside], lostRecords, lostBatches: 0, mayBeOutdated }),
    );
}

/** What a journal had that was taken up. */
interface Taken {
  readonly lostBatches: number;
  readonly broken: ReadonlySet<number>;
  /** The number of the next batch. */
  readonly sequence: number;
}

/** Brings to the file what the journal has; a segment that is missing counts as one batch where nobody knows more. */
async function takeSegments(file: LmdbFile, directory: string, segments: readonly number[]): Promise<Taken> {
  const mark = readMark(file);
  const broken = new Set<number>();
  let lostBatches = 0;
  let next = mark?.sequence;
  for (const [index, segment] of segments.entries()) {
    // all of an earlier one is in the file, whatever its numbers are
    const isNeeded = segment >= (mark?.segment ?? 0);
    const read = readSegment(directory, segment, isNeeded ? next : undefined);
    await file.writeRaw(read.entries);
    lostBatches += read.lostBatches;
    if (read.isBroken) broken.add(segment);
    // the one before it was cut off between two batches
    if (read.isBehindGap && segments[index - 1] === segment - 1) broken.add(segment - 1);
    if (isNeeded) next = read.next;
  }
  if ((segments.at(-1) ?? 0) < (mark?.segment ?? 0)) lostBatches++;
  return { lostBatches, broken, sequence: next ?? 0 };
}

/** A broken segment is set aside, only when the file has what could be read of it and says that there was damage. */
async function takeJournal(
  file: LmdbFile,
  directory: string,
  segments: readonly number[],
  suffix: string,
): Promise<number> {
  const { lostBatches, broken, sequence } = await takeSegments(file, directory, segments);
  const entries = [markEntry({ sequence, segment: 0 })];
  if (lostBatches > 0) {
    const found = foundDamage(file) ?? { setAside: [], lostRecords: 0, lostBatches: 0, mayBeOutdated: false };
    const setAside = [...found.setAside, ...[...broken].map((segment) => asideName(segment, suffix))];
    const lost = found.lostBatches + lostBatches;
    entries.push(damageEntry({ ...found, setAside, lostBatches: lost, mayBeOutdated: true }));
  }
  // what it says is of the format that the file has now
  if (segments.length > 0 || lostBatches > 0) await file.writeRaw(entries);
  for (const segment of segments) {
    // the first ones first, so that no gap is left between if the process ends
    if (broken.has(segment))
      renameSync(pathOf(directory, segment), join(directory, asideName(segment, suffix)));
    else forgetSegments(directory, [segment]);
  }
  return sequence;
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
